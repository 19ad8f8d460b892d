"""Where a card would tell a reviewer who wrote it: pointed out before it is sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.models import User
from project_guide.models import Project, ProjectVersion, Remark
from project_guide.models.card import VOCABULARIES, fields_of, label_of, section_of, snapshot

SHORTEST = 3  # letters of a name that is looked for
BLOT = "[…]"


@dataclass(frozen=True)
class TellTale:
    field: str
    section: str
    label: str
    found: str


def tell_tales(project: Project, authors: Iterable[User]) -> list[TellTale]:
    """The first name, address or school of an author that stands in each field."""
    found = tell_tales_in(snapshot(project, project.kind), project.kind, authors)
    return list({tale.field: tale for tale in reversed(found)}.values())[::-1]


def tell_tales_in(card: Mapping[str, Any], kind: str, authors: Iterable[User]) -> list[TellTale]:
    """Every word that tells, once a field, in the order of the card."""
    pattern = pattern_of(authors)
    if pattern is None:
        return []
    return [
        TellTale(name, section_of(name), label_of(name), word)
        for name in fields_of(kind)
        if name in card
        for word in dict.fromkeys(pattern.findall("\n".join(_texts(card[name]))))
    ]


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


def name_in(text: str, authors: Iterable[User]) -> str:
    """The first name, address or school of an author in a text; empty: none."""
    pattern = pattern_of(authors)
    match = pattern.search(text) if pattern else None
    return match.group() if match else ""


def in_answers(project: Project, authors: Iterable[User]) -> list[TellTale]:
    """The same for the answers to remarks, which the next reviewers read."""
    people = list(authors)
    answered = Remark.objects.filter(
        review__slot__version__project=project, answered_at__isnull=False
    )
    return [
        TellTale(f"remark-{remark.pk}", "", _("your answer to a remark"), found)
        for remark in answered
        if (found := name_in(remark.answer, people))
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
