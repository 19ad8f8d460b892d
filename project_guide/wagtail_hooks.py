"""What Wagtail's editor may not do with pages of the Guide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from project_guide.models import Project, ProjectPage


@hooks.register("before_copy_page")
def one_page_a_project(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page stands for one accepted version, and so there is never a second one."""
    if not issubclass(page.specific_class, ProjectPage):
        return None
    messages.error(request, _("A project has one page in the Guide, so this one is not copied."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_publish_page")
def only_what_is_accepted(request: HttpRequest, page: Page) -> HttpResponse | None:
    """While a decision is made anew, the project stays out of the Guide."""
    accepted = {Project.State.ACCEPTED, Project.State.PUBLISHED}
    if not isinstance(page, ProjectPage) or page.version.project.state in accepted:
        return None
    messages.error(request, _("Only an accepted project with a conclusion enters the Guide."))
    return redirect("wagtailadmin_pages:edit", page.pk)
