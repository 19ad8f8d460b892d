"""The card as it is read: labels and words instead of codes, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from project_guide.models.card import (
    ONE_A_LINE,
    ONLY_OF,
    SECTION_TITLES,
    SECTIONS,
    STAGE_LABELS,
    VOCABULARIES,
    CouldBecomeNetwork,
    Licence,
    label_of,
)

CHOICES: dict[str, Any] = {"licence": Licence, "could_become_network": CouldBecomeNetwork}
TOLD = ("task", "deliverable", "criteria", "light")


@dataclass
class Row:
    """One field: words, or links, or stages."""

    name: str
    label: str
    text: str = ""
    links: list[str] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.name in ONE_A_LINE

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.links or self.stages)


@dataclass
class Part:
    key: str
    title: str
    rows: list[Row]


def parts(card: Mapping[str, Any], kind: str) -> list[Part]:
    return [part(card, kind, key) for key in SECTIONS]


def part(card: Mapping[str, Any], kind: str, key: str) -> Part:
    names = [name for name in SECTIONS[key] if ONLY_OF.get(name, kind) == kind]
    rows = [row(name, card.get(name)) for name in names]
    return Part(key, str(SECTION_TITLES[key]), rows)


def row(name: str, value: Any) -> Row:
    label = str(capfirst(label_of(name)))
    if name == "links":
        return Row(name, label, links=value or [])
    if name == "stages":
        return Row(name, label, stages=[stage(found) for found in value or []])
    return Row(name, label, text=words(name, value))


def words(name: str, value: Any) -> str:
    """The value of a field in the reader's language."""
    if name in VOCABULARIES:
        return ", ".join(label(VOCABULARIES[name], code) for code in value or [])
    if name in CHOICES and value:
        return label(CHOICES[name], value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def label(vocabulary: Any, code: str) -> str:
    return str(vocabulary(code).label) if code in vocabulary.values else code


def stage(found: Mapping[str, Any]) -> dict[str, Any]:
    facts = [(str(capfirst(STAGE_LABELS[key])), found.get(key)) for key in TOLD]
    return {
        "title": found.get("title") or _("Untitled stage"),
        "week": found.get("week"),
        "facts": [{"term": term, "value": value} for term, value in facts if value],
    }
