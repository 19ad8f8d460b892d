"""What several first screens are made of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Enrolment
from desk.context import news_of
from people.models import User


@dataclass(frozen=True)
class Line:
    """A row of components/lines: what, where, when, and how it stands."""

    title: str
    url: str = ""
    at: datetime | date | None = None
    note: str = ""
    pill: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Tab:
    title: str
    url: str
    current: bool


def roles_of(user: User) -> list[str]:
    """The screens a person has, the one they open with first.

    Whoever holds a role finds the editor from there; the editor's own screen is for those
    who hold none.
    """
    found = [role for role in ("coordinator", "tutor", "expert") if user.roles.get(role)]
    if not found and news_of(user).edits:
        found.append("editor")
    if not found or Enrolment.objects.filter(teacher=user).exists():
        found.append("teacher")
    return found


def tabs(roles: list[str], current: str) -> list[Tab]:
    titles = {
        "coordinator": _("Coordinator"),
        "tutor": _("Tutor"),
        "expert": _("Expert"),
        "editor": _("Editor"),
        "teacher": _("My studies"),
    }
    return [
        Tab(titles[role], reverse("desk:screen", args=[role]), role == current) for role in roles
    ]
