"""One enrolment: the teacher's own page, and the same page for the tutor and the coordinator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from courses.actions import enrolment as actions
from courses.actions import progress
from courses.forms import MoveToGroup, WriteReflection
from courses.models import Enrolment, Group, Reflection
from courses.models.outline import outline_of
from courses.models.rule import requirements
from courses.permissions import can_coordinate, is_own
from courses.views.steps import steps
from courses.views.tracks import choices
from people.permissions import require

State = Enrolment.State


def find(request: Request, code: str) -> Enrolment:
    """One's own, of one's group, of one's centre; another's is not there."""
    return get_object_or_404(
        Enrolment.objects.visible_to(request.user).select_related(
            "teacher", "session__course", "session__centre"
        ),
        code=code,
    )


def find_own(request: Request, code: str) -> Enrolment:
    found = find(request, code)
    require(is_own(request.user, found))
    return found


@require_safe
def enrolment(request: Request, code: str) -> HttpResponse:
    return show(request, find(request, code))


def show(request: Request, found: Enrolment, form: WriteReflection | None = None) -> HttpResponse:
    session = found.session
    outline = outline_of(session.course, found)
    written = Reflection.objects.filter(enrolment=found).first()
    is_mine = is_own(request.user, found)
    context: dict[str, Any] = {
        "enrolment": found,
        "session": session,
        "is_mine": is_mine,
        "is_waiting": found.state == State.WAITING,
        "is_on_break": found.state == State.ON_BREAK,
        "is_active": found.state == State.ACTIVE,
        "may_read": found.state in Enrolment.MAY_READ,
        "may_leave": found.can_move(State.WITHDRAWN),
        "under_way": found.state in Enrolment.UNDER_WAY,
        "steps": steps(session.milestones.all(), session.today(timezone.now())),
        "requirements": requirements(found),
        "group": Group.objects.with_leaders().of_enrolment(found),
        "outline": outline,
        "course_url": outline.url,
        "reflection": written,
        "form": form or WriteReflection(instance=written),
    }
    if context["is_waiting"]:
        context["ahead"] = Enrolment.objects.ahead_of(found).count()
    if is_mine and context["under_way"]:
        context["tracks"] = choices(session, request.user, found.track)
    if can_coordinate(request.user, session):
        context |= {"coordinates": True, "move_form": MoveToGroup(session=session)}
    return render(request, "courses/enrolment.html", context)


def act(
    request: Request, code: str, action: Callable[..., Any], told: str, **facts: Any
) -> HttpResponse:
    """Do one thing with one's own enrolment, and say so."""
    found = find_own(request, code)
    with refusals_as_messages(request):
        action(found, by=request.user, **facts)
        messages.success(request, told)
    return redirect("courses:enrolment", code=code)


@require_POST
def track(request: Request, code: str) -> HttpResponse:
    chosen = request.POST.get("track", "")
    return act(request, code, actions.change_track, _("Your track is changed."), track=chosen)


@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    told = _("You have left the session. What you did is kept, and you may apply again.")
    return act(request, code, actions.withdraw, told)


@require_POST
def take_break(request: Request, code: str) -> HttpResponse:
    told = _("You are on a break. Your place and everything you did are kept.")
    return act(request, code, actions.take_break, told)


@require_POST
def come_back(request: Request, code: str) -> HttpResponse:
    return act(request, code, actions.come_back, _("Welcome back. Go on where you stopped."))


@require_POST
def reflection(request: Request, code: str) -> HttpResponse:
    """A refused or unreadable text is given back on the page, never lost."""
    found = find_own(request, code)
    form = WriteReflection(request.POST, instance=Reflection(enrolment=found))
    if form.is_valid():
        with refusals_as_messages(request):
            progress.reflect(found, form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your reflection is kept. You can write it anew any time."))
            return redirect("courses:enrolment", code=code)
    return show(request, found, form)
