"""The acts of which journeys are made, each as a person does it by clicking."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from django.utils import timezone

from activity.models import OutgoingMail
from people.models import User
from project_guide.models import Project, ProjectVersion
from project_guide.tasks import let_in
from tests.factories.projects import CARD, NETWORK, STAGE
from tests.journeys.walker import small_pdf

PASSWORD = "long and easy to remember"


class Reader(Protocol):
    """Somebody at a browser: `Walker` without scripts, `Clicker` in Chromium."""

    @property
    def text(self) -> str: ...

    def sees(self, *texts: str) -> bool: ...

    def read(self, selector: str) -> str: ...

    def names(self, selector: str) -> list[str]: ...

    def offers(self, label: str) -> bool: ...

    def open(self, url: str) -> "Reader": ...

    def follow(self, label: str) -> "Reader": ...

    def press(self, label: str, fields: dict[str, Any] | None = None) -> "Reader": ...


Enter = Callable[..., Reader]  # `enter(person)` signs in; `enter()` is a visitor


def letter_to(address: str, subject_part: str = "") -> str:
    """The newest letter in the outbox to this address."""
    found = OutgoingMail.objects.filter(to__iexact=address, subject__icontains=subject_part)
    return found.latest("pk").text


def sign_up(walker: Reader, email: str, first_name: str, last_name: str, *, start: str) -> None:
    """Create an account from the page `start`, and confirm the address by the letter's link."""
    walker.open(start)
    walker.follow("Create account")
    walker.press(
        "Create account",
        {
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            "password1": PASSWORD,
        },
    )
    link = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", letter_to(email))
    assert link, letter_to(email)
    walker.open(link.group(1))
    walker.press("Yes, confirm it")


def fill_card(walker: Reader, code: str, kind: str) -> None:
    """All five sections, page by page."""
    card: dict[str, Any] = {**CARD, **(NETWORK if kind == "network" else {})}
    walker.open(f"/projects/{code}/card/idea/")
    walker.press(
        "Save and next section",
        {name: card[name] for name in ("title", "idea", "question", "description", "goals")},
    )
    walker.press(
        "Save and next section",
        {
            "subjects": card["subjects"],
            "grade_bands": card["grade_bands"],
            "weeks": "4",
            "languages": card["languages"],
            "tags": "birds, towns",
        },
    )
    prefix = _first_stage(walker)
    walker.press(
        "Save and next section",
        {f"{prefix}{name}": str(STAGE[name]) for name in STAGE},
    )
    results = {name: card[name] for name in ("results", "tools", "assessment")}
    if kind == "network":
        results |= {name: str(card[name]) for name in NETWORK}
    walker.press("Save and next section", results)
    last = {"safety": card["safety"], "licence": "cc-by", "names_shown": "True"}
    walker.press("Save and finish", {**last, "no_pupils_data": "on"})


def _first_stage(walker: Reader) -> str:
    return walker.names("[name$=title]")[0].removesuffix("title")


def add_file(walker: Reader, code: str) -> None:
    walker.open(f"/projects/{code}/files/")
    walker.press("Add the file", {"file": small_pdf(), "about": "The plan"})


def let_the_grace_pass() -> None:
    """What the clock and the worker do."""
    ProjectVersion.objects.update(grace_until=timezone.now() - timedelta(seconds=1))
    let_in()


def review_next_piece(walker: Reader, *, level: int = 3) -> None:
    """Take the next piece, go through all criteria, and hand the sheet in."""
    walker.open("/reviews/")
    walker.press("Take the next piece")
    while walker.names("[name=level]"):
        walker.press("Next", {"level": str(level), "comment": "It is described at this level."})
    said = {"strength_1": "Strength number 1.", "strength_2": "Strength number 2."}
    walker.press("Save and look it over", {**said, "must_fix_1": "Name the dates of stage 2."})
    walker.press("Yes, hand it in")


def project_of(teacher: User) -> Project:
    return Project.objects.filter(owner=teacher).latest("pk")
