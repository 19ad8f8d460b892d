"""Blotting out of a card the words that would tell who wrote it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from people.models import User
from project_guide.models import ProjectVersion
from project_guide.models.card import VOCABULARIES
from project_guide.tell_tales import pattern_of

BLOT = "[…]"


def authors_of(version: ProjectVersion) -> list[User]:
    """Those of now, and those of the time when the version was sent."""
    known = version.project.authors()
    codes = {row["code"] for row in version.authors} - {author.code for author in known}
    return [*known, *User.objects.filter(code__in=codes)]


def hidden(card: Mapping[str, Any], authors: Iterable[User]) -> dict[str, Any]:
    """The card with every tell-tale word blotted out of what people wrote."""
    pattern = pattern_of(authors)
    if pattern is None:
        return dict(card)
    return {
        name: value if name in VOCABULARIES else _without(value, pattern)
        for name, value in card.items()
    }


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(BLOT, value)
    if isinstance(value, dict):
        return {name: _without(part, pattern) for name, part in value.items()}
    if isinstance(value, list):
        return [_without(part, pattern) for part in value]
    return value
