"""A document in the words of its own language: what its page and its PDF show alike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.numbers import clock, cut
from credentials.models import Document
from credentials.models.facts import Number, Text, Words

DATE = "j E Y"


@dataclass(frozen=True)
class Row:
    term: str
    value: str


@dataclass(frozen=True)
class Mark:
    """A criterion with its level; `share` is the level as a part of the highest, 0 to 1."""

    title: str
    level: str
    share: float | None
    gate: bool


@dataclass(frozen=True)
class Passage:
    heading: str
    lines: list[str]


@dataclass(frozen=True)
class Sheet:
    language: str
    title: str
    subtitle: str
    number: str
    centre: str
    label: str
    name: str
    issued: str
    until: str
    keeps: str
    rows: list[Row]
    verdict: str = ""
    total: str = ""
    marks_heading: str = ""
    gate_note: str = ""
    marks: list[Mark] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


def sheet_of(document: Document, today: date | None = None) -> Sheet:
    today = today or timezone.localdate()
    with translation.override(document.language):
        return Sheet(**_frame(document, today), **BODIES[document.kind](document.facts))


def _frame(document: Document, today: date) -> dict[str, Any]:
    """What documents of every kind have around their facts."""
    centre = document.facts["centre"]
    return {
        "language": document.language,
        "title": document.get_kind_display(),
        "number": _("No. %(number)s") % {"number": document.number},
        "centre": centre,
        "issued": _("Issued on %(date)s") % {"date": date_format(document.issued_on, DATE)},
        "until": _until(document, today),
        "keeps": _("Records facts kept by %(centre)s; not a state qualification document.")
        % {"centre": centre},
    }


def _until(document: Document, today: date) -> str:
    """How long it holds; when that is over it needs confirmation, and is never called invalid."""
    if document.holds_until is None:
        return ""
    days = {"date": date_format(document.holds_until, DATE)}
    if document.standing(today) == Document.Standing.NEEDS_CONFIRMATION:
        return _("Needs confirmation: it was valid until %(date)s") % days
    if document.confirmed_on is None:
        return _("Valid until %(date)s, needs confirmation afterwards") % days
    days["day"] = date_format(document.confirmed_on, DATE)
    return _("Confirmed on %(day)s, valid until %(date)s, needs confirmation afterwards") % days


def _certificate(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "subtitle": _("of completing a training session"),
        "label": _("Issued to"),
        "name": facts["person"],
        "rows": _rows(
            (_("Course"), say(facts["course"])),
            (_("Training session"), say(facts["session"])),
            (_("Dates"), " – ".join(_day(day) for day in facts["season_dates"])),
            (_("Track"), say(facts["track"])),
            (_("Product"), say(facts["product_title"])),
            (_("Verdict of the review"), say(facts["product_verdict"])),
            (_("Hours"), _figure(facts["hours"])),
            (_("Lessons done"), _figure(facts["lessons_done"])),
            (_("Reviews given to colleagues"), _figure(facts["reviews_given"])),
        ),
    }


def _conclusion(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "subtitle": _("of the public-professional review"),
        "label": _("On the project"),
        "name": say(facts["project_title"]),
        "rows": _rows(
            (_("Kind of project"), say(facts["project_kind"])),
            (_("Authors"), ", ".join(facts["authors"])),
            (_("Version"), _figure(facts["version"])),
            (_("Review round"), say(facts["round_title"])),
            (_("Reviews"), _figure(facts["reviewers_count"])),
            (_("Reviewers who agreed to be named"), ", ".join(facts["reviewers"])),
        ),
        "verdict": say(facts["verdict_label"]),
        "total": _("%(total)s of %(max)s")
        % {"total": _figure(facts["total"]), "max": facts["max"]},
        "marks_heading": _("Criteria"),
        "gate_note": _("A gate: below the level it needs, a project is not ready to run."),
        "marks": [_mark(criterion) for criterion in facts["criteria"]],
        "passages": _passages(
            (_("Strengths"), facts["strengths"]), (_("Must be corrected"), facts["must_fix"])
        ),
    }


def _review_statement(facts: dict[str, Any]) -> dict[str, Any]:
    pieces = facts["pieces"]
    return {
        "subtitle": _("of the public-professional review"),
        "label": _("Issued to"),
        "name": facts["person"],
        "rows": _rows(
            (_("Reviews given"), _figure(facts["reviews"])),
            (_("Training sessions"), _figure(facts["sessions"])),
            (_("Dates"), _span(pieces[0]["day"], pieces[-1]["day"])),
            (_("Time, as told by the reviewer"), clock(facts["minutes"])),
        ),
        "passages": _passages((_("Reviews"), [_piece(piece) for piece in pieces])),
    }


def _piece(piece: dict[str, Any]) -> str:
    """A review in one line."""
    parts = [
        _day(piece["day"]),
        _("piece %(label)s") % {"label": piece["label"]},
        say(piece["kind"]),
        say(piece["session"]),
        clock(piece["minutes"]),
    ]
    return " · ".join(part for part in parts if part)


def _span(first: str, last: str) -> str:
    return " – ".join(dict.fromkeys([_day(first), _day(last)]))


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    Document.Kind.CERTIFICATE: _certificate,
    Document.Kind.CONCLUSION: _conclusion,
    Document.Kind.REVIEW_STATEMENT: _review_statement,
}


def say(text: Text | Words | None) -> str:
    """The text in the language that is active; in English where it has no other."""
    if isinstance(text, dict):
        words: dict[str, Any] = {**text}
        return words.get(translation.get_language() or "en", words["en"])
    return text or ""


def _mark(criterion: dict[str, Any]) -> Mark:
    level, most = criterion["level"], criterion["max_level"]
    applies = level is not None
    return Mark(
        title=say(criterion["title"]),
        level=_("%(level)s of %(max)s") % {"level": _figure(level), "max": most}
        if applies
        else _("does not apply"),
        share=level / most if applies else None,
        gate=criterion["gate"],
    )


def _rows(*pairs: tuple[str, str]) -> list[Row]:
    return [Row(term, value) for term, value in pairs if value]


def _passages(*pairs: tuple[str, list[str]]) -> list[Passage]:
    return [Passage(heading, lines) for heading, lines in pairs if lines]


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), DATE)


def _figure(number: Number | str | None) -> str:
    """At most two decimals, with the comma or point of the language."""
    if number is None:
        return ""
    return cut(number) if isinstance(number, float) else str(number)
