"""What Wagtail's editor may not do with pages of the Guide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from project_guide.models import ProjectPage


@hooks.register("before_copy_page")
def one_page_a_project(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page stands for one accepted version, and so there is never a second one."""
    if not issubclass(page.specific_class, ProjectPage):
        return None
    messages.error(request, _("A project has one page in the Guide, so this one is not copied."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)
