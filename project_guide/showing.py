"""A project as visitors read it, and as a card in the Guide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.memory import Memory
from credentials.models import Document
from project_guide import pictures
from project_guide.guide import label_of
from project_guide.models import ProjectPage, ProjectVersion
from project_guide.models.card import LABELS, ONE_A_LINE, Kind, Licence
from project_guide.shelf import band_of

# What of the card is prose, in the order in which a colleague reads it.
BEFORE_STAGES = ("description", "goals")
AFTER_STAGES = (
    "joint_result",
    "need_for_partners",
    "results",
    "tools",
    "assessment",
    "safety",
)
MOST_CARDS = 1024  # of about 2 kB


@dataclass(frozen=True)
class Shown:
    """What stands on a card, in no language yet."""

    title: str
    slug: str
    kind: str
    question: str
    subjects: list[str]
    grade_bands: list[str]
    weeks: int
    image: str


_shown: Memory[Shown] = Memory(most=MOST_CARDS)


def cards(ids: Iterable[int], guide_url: str, stamp: int) -> list[dict[str, Any]]:
    """The cards of these pages in this order; those not read since the stamp cost two queries."""
    ids = list(ids)
    shown = _shown.recall_all(stamp, ids, _read)
    return [_card(shown[pk], guide_url) for pk in ids if pk in shown]


def _read(ids: list[int]) -> dict[int, Shown]:
    columns = [column.name for column in fields(Shown) if column.name != "image"]
    rows = ProjectPage.objects.filter(pk__in=ids).order_by().values("pk", "picture", *columns)
    images = pictures.drawn((row["picture"] for row in rows), pictures.CARD)
    return {
        row["pk"]: Shown(
            **{column: row[column] for column in columns},
            image=images[row["picture"]].url if row["picture"] in images else "",
        )
        for row in rows
    }


def _card(page: Shown, guide_url: str) -> dict[str, Any]:
    subjects = _labels("subject", page.subjects)
    return {
        "title": page.title,
        "url": f"{guide_url}{page.slug}/",
        "text": page.question,
        "note": f"{subjects} · {weeks_of(page.weeks)}" if subjects else weeks_of(page.weeks),
        "top": _labels("grades", page.grade_bands),
        "pills": [{"label": label_of("kind", page.kind), "tone": TONES.get(page.kind, "")}],
        "image": page.image,
    }


TONES: dict[str, str] = {Kind.NETWORK: "accent", Kind.LOCAL: "good"}


def _labels(facet: str, values: list[str]) -> str:
    return ", ".join(label_of(facet, value) for value in values)


def weeks_of(number: int) -> str:
    return ngettext("%(number)s week", "%(number)s weeks", number) % {"number": number}


def version_of(page: ProjectPage) -> ProjectVersion:
    """The accepted version with its conclusion and its run, in one query."""
    return ProjectVersion.objects.select_related("conclusion__document", "project__run_record").get(
        pk=page.version_id
    )


def sheet(page: ProjectPage, guide_url: str) -> dict[str, Any]:
    """What the page of a project shows."""
    version = version_of(page)
    card = version.card
    document = version.conclusion.document if hasattr(version, "conclusion") else None
    tags = [str(tag) for tag in page.tags.all()]
    return {
        "kind": label_of("kind", page.kind),
        "facts": list(facts(page, guide_url)),
        "before": passages(card, BEFORE_STAGES),
        "stages": card.get("stages", []),
        "has_light": any(stage.get("light") for stage in card.get("stages", [])),
        "after": passages(card, AFTER_STAGES),
        "capacity": card.get("capacity"),
        "links": card.get("links", []),
        "tags": [{"label": tag, "url": address(guide_url, "tag", tag.lower())} for tag in tags],
        "licence": label_of_licence(page.licence),
        "document": document,
        "needs_confirmation": document is not None and is_old(document),
        "run": getattr(version.project, "run_record", None),
        "picture": pictures.drawn([page.picture_id], pictures.BROAD).get(page.picture_id or 0),
    }


def is_old(document: Document) -> bool:
    today = timezone.localdate()
    return document.standing(today) == Document.Standing.NEEDS_CONFIRMATION


def facts(page: ProjectPage, guide_url: str) -> Iterator[dict[str, Any]]:
    """Each fact leads to what else in the Guide shares it."""
    rows: list[tuple[Any, str, list[tuple[str, str]]]] = [
        (_("Grades"), "grades", [(v, label_of("grades", v)) for v in page.grade_bands]),
        (_("Subjects"), "subject", [(v, label_of("subject", v)) for v in page.subjects]),
        (_("Duration"), "weeks", [(band_of(page.weeks), weeks_of(page.weeks))]),
        (_("Language"), "language", [(v, label_of("language", v)) for v in page.languages]),
    ]
    for term, facet, values in rows:
        yield {
            "term": term,
            "values": [
                {"label": label, "url": address(guide_url, facet, value)} for value, label in values
            ],
        }


def passages(card: dict[str, Any], fields: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": LABELS[name],
            "text": card[name],
            "is_list": name in ONE_A_LINE,
        }
        for name in fields
        if card.get(name)
    ]


def address(guide_url: str, facet: str, value: str) -> str:
    query = QueryDict(mutable=True)
    query[facet] = value
    return f"{guide_url}?{query.urlencode()}"


def label_of_licence(licence: str) -> str:
    return str(dict(Licence.choices).get(licence, licence))
