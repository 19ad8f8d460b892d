"""A coordinator's sessions: the list of them, opening one, changing one."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from courses.actions import sessions as actions
from courses.models import TrainingSession
from courses.permissions import can_coordinate
from courses.session_forms import EditSession, MoveMilestones
from people.permissions import require


def require_a_centre(request: Request) -> None:
    """Whoever coordinates no centre has nothing to look for here."""
    if not request.user.roles.get("coordinator"):
        raise Http404


def find(request: Request, code: str) -> TrainingSession:
    found = get_object_or_404(
        TrainingSession.objects.of_coordinator(request.user).select_related("centre", "course"),
        code=code,
    )
    require(can_coordinate(request.user, found))
    return found


@require_safe
def sessions(request: Request) -> HttpResponse:
    require_a_centre(request)
    found = (
        TrainingSession.objects.of_coordinator(request.user)
        .select_related("centre", "course")
        .with_counts()
    )
    return render(request, "courses/manage/sessions.html", {"sessions": found})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request) -> HttpResponse:
    require_a_centre(request)
    form = EditSession(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            opened = actions.open_session(form.save(commit=False), by=request.user)
            messages.success(request, _("The session is open. Its milestones are laid out."))
            return redirect("courses:enrolments", code=opened.code)
    return render(request, "courses/manage/session_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    form = EditSession(request.POST or None, instance=found, person=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            actions.change(form.save(commit=False), by=request.user)
            messages.success(request, told_of(form.shifts))
            return redirect("courses:enrolments", code=code)
    context = {
        "form": form,
        "session": found,
        "milestones": found.milestones.all(),
        "told": len(actions.whom_dates_concern(found)) if form.shifts else 0,
    }
    return render(request, "courses/manage/session_form.html", context)


def told_of(moved: Sequence[object]) -> str:
    if not moved:
        return _("Saved.")
    return _("Saved. The milestones have moved, and those whom it concerns are told.")


@require_http_methods(["GET", "HEAD", "POST"])
def milestones(request: Request, code: str) -> HttpResponse:
    """The days of each milestone, moved by hand."""
    found = find(request, code)
    form = MoveMilestones(request.POST or None, session=found)
    if request.method == "POST" and form.is_valid():
        moved = actions.move_milestones(found, form.days, by=request.user)
        messages.success(request, told_of(moved))
        return redirect("courses:edit_session", code=code)
    context = {"session": found, "form": form, "told": len(actions.whom_dates_concern(found))}
    return render(request, "courses/manage/milestones.html", context)


@require_POST
def delete(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    with refusals_as_messages(request):
        actions.delete(found, by=request.user)
        messages.success(request, _("The session is taken back: nobody had enrolled in it."))
        return redirect("courses:manage")
    return redirect("courses:edit_session", code=code)
