"""What a reviewer reads of a project: built field by field, so nothing else can come along."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile
from project_guide.models.card import (
    ONE_A_LINE,
    SECTION_TITLES,
    SECTIONS,
    STAGE_FIELDS,
    STAGE_LABELS,
    VOCABULARIES,
    CouldBecomeNetwork,
    Kind,
    Licence,
    label_of,
)

# The allow-list. What is not named here never reaches a reviewer: whose names may be shown,
# letters, authors, dates of the author.
SHOWN = frozenset(
    {
        "title",
        "idea",
        "question",
        "description",
        "goals",
        "subjects",
        "grade_bands",
        "weeks",
        "languages",
        "tags",
        "stages",
        "results",
        "tools",
        "assessment",
        "joint_result",
        "need_for_partners",
        "capacity",
        "safety",
        "licence",
        "could_become_network",
        "links",
    }
)
APART = frozenset({"title", "idea", "stages", "links"})


@dataclass(frozen=True)
class Passage:
    """One field of the card in words."""

    label: str
    text: str
    is_list: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Stage:
    number: int
    title: str
    week: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class CopyFile:
    """A file under the name the house gives it; `name` has no ending."""

    number: int
    name: str
    about: str
    kind: str
    size: int


@dataclass(frozen=True)
class ReviewCopy:
    """The blind copy: plain texts, no object that knows its author."""

    label: str
    kind: str
    title: str
    idea: str
    sections: tuple[Section, ...]
    stages: tuple[Stage, ...]
    links: tuple[str, ...]
    files: tuple[CopyFile, ...]


def file_name(label: str, number: int) -> str:
    """What a file of the copy is called, without its ending."""
    return f"project-{label}-{number}"


def review_copy(
    label: str, kind: str, card: Mapping[str, Any], files: Iterable[tuple[str, StoredFile]] = ()
) -> ReviewCopy:
    """The copy of a version's card under the slot's label; `files` come with what they are."""
    shown = {name: value for name, value in card.items() if name in SHOWN and value}
    return ReviewCopy(
        label=label,
        kind=str(Kind(kind).label),
        title=str(shown.get("title", "")),
        idea=str(shown.get("idea", "")),
        sections=tuple(section for name in SECTIONS if (section := _section(name, shown)).passages),
        stages=tuple(_stage(number, row) for number, row in enumerate(shown.get("stages", ()), 1)),
        links=tuple(str(address) for address in shown.get("links", ())),
        files=tuple(
            CopyFile(number, file_name(label, number), about, file.kind.upper(), file.size)
            for number, (about, file) in enumerate(files, start=1)
        ),
    )


def _section(name: str, shown: Mapping[str, Any]) -> Section:
    fields = [field for field in SECTIONS[name] if field in shown and field not in APART]
    passages = (
        Passage(capfirst(label_of(field)), WORDS.get(field, str)(shown[field]), field in ONE_A_LINE)
        for field in fields
    )
    return Section(str(SECTION_TITLES[name]), tuple(passages))


def _stage(number: int, row: Mapping[str, Any]) -> Stage:
    told = [name for name in STAGE_FIELDS if name not in ("title", "week") and row.get(name)]
    return Stage(
        number=number,
        title=str(row.get("title", "")),
        week=str(row.get("week") or ""),
        passages=tuple(Passage(capfirst(str(STAGE_LABELS[name])), str(row[name])) for name in told),
    )


def _chosen(choices: Any) -> Callable[[Any], str]:
    labels = dict(choices.choices)

    def words(value: Any) -> str:
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in values)

    return words


WORDS: dict[str, Callable[[Any], str]] = {
    **{name: _chosen(choices) for name, choices in VOCABULARIES.items()},
    "licence": _chosen(Licence),
    "could_become_network": _chosen(CouldBecomeNetwork),
    "tags": ", ".join,
    "weeks": lambda weeks: str(_("%(number)s weeks") % {"number": weeks}),
}
