"""Open sessions, and one session: dates, tracks, places, the way in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from courses.actions import enrolment as actions
from courses.models import Enrolment, TrainingSession
from courses.permissions import can_coordinate, can_recruit
from courses.views.steps import steps
from courses.views.tracks import choices
from people.models import User


def person_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = TrainingSession.objects.public().open_for_enrolment(now).order_by("starts_on", "title")
    return render(request, "courses/sessions.html", {"sessions": found})


@require_safe
def session(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(TrainingSession.objects.public(), code=code)
    now = timezone.now()
    person = person_of(request)
    milestones = list(found.milestones.all())
    context: dict[str, Any] = {
        "session": found,
        "milestones": milestones,
        "steps": steps(milestones, found.today(now)),
        "is_open": found.is_open_for_enrolment(now),
        "is_early": now < found.enrolment_opens,
        "tracks": choices(found, person),
        "course_url": found.course.get_url(request),
    }
    if person:
        context["mine"] = Enrolment.objects.filter(teacher=person, session=found).first()
        context["recruits"] = can_recruit(person, found)
        context["coordinates"] = can_coordinate(person, found)
    return render(request, "courses/session.html", context)


@require_POST
def enrol(request: Request, code: str) -> HttpResponse:
    found = get_object_or_404(TrainingSession.objects.public(), code=code)
    track = request.POST.get("track", "")
    if not track:
        messages.error(request, _("Choose a track first: it says what you will make."))
        return redirect("courses:session", code=code)
    with refusals_as_messages(request):
        mine = actions.enrol(request.user, found, track)
        greet(request, mine)
        return redirect("courses:enrolment", code=mine.code)
    return redirect("courses:session", code=code)


def greet(request: HttpRequest, mine: Enrolment) -> None:
    """What happened, and what comes next."""
    if mine.state == Enrolment.State.WAITING:
        text = _(
            "All places are taken: you are on the waiting list. "
            "You will be told by e-mail as soon as a place is free."
        )
    else:
        text = _("You have a place. Begin with the first lesson.")
    messages.success(request, text)
