"""The coordinator brings an accepted project into the Guide, looks at it first, takes it off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from people.permissions import require
from project_guide import shelf
from project_guide.actions import publishing as actions
from project_guide.forms.publish import Publish, TakeOff
from project_guide.models import Project, ProjectPage, ProjectVersion
from project_guide.permissions import can_publish


def find(request: Request, code: str) -> Project:
    project = get_object_or_404(
        Project.objects.visible_to(request.user).select_related("enrolment__session"), code=code
    )
    require(can_publish(request.user, project))
    return project


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    version = actions.newest_concluded(project)
    if (reason := actions.refusal(project)) or version is None:
        context = {"project": project, "reason": reason}
        return render(request, "project_guide/publish/closed.html", context)
    page = actions.draft(version)
    form = Publish(request.POST or None, request.FILES or None, page=page)
    if request.method == "POST" and form.is_valid():
        return act(request, version, form)
    context = {
        "project": project,
        "version": version,
        "page": page,
        "live": ProjectPage.objects.live().filter(version__project=project).first(),
        "form": form,
        "take_off_form": TakeOff(),
        "in_use": shelf.current().popular,
    }
    return render(request, "project_guide/publish/publish.html", context)


def act(request: Request, version: ProjectVersion, form: Publish) -> HttpResponse:
    """Keep what was typed; then either show the preview or publish."""
    picture = form.kept_picture
    if form.new_picture is not None:
        picture = actions.keep_picture(form.new_picture, by=request.user)
    wanted: dict[str, Any] = {"tags": form.cleaned_data["tags"], "picture": picture}
    code = version.project.code
    with refusals_as_messages(request):
        if "preview" in request.POST:
            actions.prepare(version, **wanted, by=request.user)
            return redirect("project_guide:publish_preview", code=code)
        actions.publish(version, **wanted, by=request.user)
        messages.success(request, _("The project is in the Guide. Its authors have been told."))
    return redirect("project_guide:publish", code=code)


@require_safe
def preview(request: Request, code: str) -> HttpResponse:
    """The page as visitors would read it; nothing is published by looking."""
    project = find(request, code)
    version = actions.newest_concluded(project)
    if actions.refusal(project) or version is None:
        raise Http404
    page = actions.draft(version)
    kept = Publish(page=page)
    context = page.get_context(request) | {"preview_of": project, "form": kept}
    return render(request, page.get_template(request), context)


@require_POST
def take_off(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    form = TakeOff(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with refusals_as_messages(request):
        actions.take_off(project, reason=reason, by=request.user)
        messages.success(request, _("The project is no longer in the Guide."))
    return redirect("project_guide:publish", code=code)
