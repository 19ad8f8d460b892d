"""Where a card would tell a reviewer who wrote it: pointed out before it is sent."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from people.models import User
from project_guide.models import Project
from project_guide.models.card import fields_of, label_of, section_of

SHORTEST = 3  # letters of a name that is looked for


@dataclass(frozen=True)
class TellTale:
    field: str
    section: str
    label: str
    found: str


def tell_tales(project: Project, authors: Iterable[User]) -> list[TellTale]:
    """The first name, address or school of an author that stands in each field."""
    pattern = pattern_of(authors)
    if pattern is None:
        return []
    return [
        TellTale(name, section_of(name), label_of(name), match.group())
        for name in fields_of(project.kind)
        if (match := pattern.search("\n".join(_texts(getattr(project, name)))))
    ]


def pattern_of(authors: Iterable[User]) -> re.Pattern[str] | None:
    """Finds the names, addresses and schools of these people in most of their forms."""
    looked_for = [part for author in authors for part in _parts(author)]
    return re.compile("|".join(looked_for), re.IGNORECASE) if looked_for else None


def _parts(author: User) -> Iterator[str]:
    yield re.escape(author.email)
    if len(author.school) > SHORTEST:
        yield rf"\b{re.escape(author.school)}\b"
    for name in f"{author.last_name} {author.first_name}".split():
        if len(name) >= SHORTEST:
            yield rf"\b{re.escape(_stem(name))}\w{{0,3}}\b"


def _stem(name: str) -> str:
    """The part of a name that stays in most cases of Russian, Ukrainian and Belarusian."""
    if len(name) > 5:
        return name[:-2]
    return name[:-1] if len(name) > SHORTEST else name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))
