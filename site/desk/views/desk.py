"""The first screen of everybody who is signed in: what next."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.requests import Request
from courses.views.steps import steps
from credentials.models import Document
from desk.screens.coordinator import coordinator_screen
from desk.screens.editor import editor_screen
from desk.screens.expert import expert_screen
from desk.screens.shared import roles_of, tabs
from desk.screens.teacher import TeacherScreen, teacher_screen, week_text
from desk.screens.tutor import tutor_screen
from people.models import User


@require_safe
def desk(request: Request, role: str = "") -> HttpResponse:
    """The screen of the person's first role, or of the one asked for if they hold it."""
    roles = roles_of(request.user)
    role = role or roles[0]
    if role not in roles:
        raise Http404
    context = SCREENS[role](request.user, timezone.now())
    context["tabs"] = tabs(roles, role) if len(roles) > 1 else []
    return render(request, f"desk/{role}.html", context)


def _teacher(user: User, now: datetime) -> dict[str, Any]:
    screen = teacher_screen(user, now)
    if screen.enrolment is None:
        return {"screen": screen}
    return {
        "screen": screen,
        "week": week_text(screen),
        "steps": steps(screen.milestones, screen.enrolment.session.today(now)),
        "filled": screen.project.filled() if screen.project else None,
        "facts": _facts(screen),
        "documents": Document.objects.of(user) if screen.has_documents else [],
    }


def _facts(screen: TeacherScreen) -> list[dict[str, str]]:
    return [
        {
            "term": line.label,
            "value": _("%(done)s of %(needed)s") % {"done": line.done, "needed": line.needed},
        }
        for line in screen.requirements
    ]


def _tutor(user: User, now: datetime) -> dict[str, Any]:
    return {"screen": tutor_screen(user, now)}


def _expert(user: User, now: datetime) -> dict[str, Any]:
    return {"screen": expert_screen(user, now)}


def _coordinator(user: User, now: datetime) -> dict[str, Any]:
    return {"screen": coordinator_screen(user, now)}


def _editor(user: User, now: datetime) -> dict[str, Any]:
    return {"screen": editor_screen(user)}


SCREENS: dict[str, Callable[[User, datetime], dict[str, Any]]] = {
    "coordinator": _coordinator,
    "tutor": _tutor,
    "expert": _expert,
    "editor": _editor,
    "teacher": _teacher,
}
