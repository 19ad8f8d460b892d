"""Where a text would tell a reviewer who wrote it, or whom the author knows: pointed out before
it is sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.models import User
from project_guide.acquaintances import (
    LONGEST_ENDING,
    SHORTEST,
    Acquaintances,
    Span,
    school_words,
    stem,
)
from project_guide.models import Project, Remark
from project_guide.models.card import fields_of, label_of, section_of
from project_guide.participants import participants_of

MOST_PEOPLE = 1000  # of a session that are looked for
MOST_SHOWN = 20  # places of a field
AROUND = 40  # letters before and after
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BETWEEN = r"\W{1,4}(?:no\W{1,2})?"  # school № 3, school No. 3
PHONE = re.compile(
    r"(?<![\w/=.+-])"
    r"(?:\+\d[\d\s()-]{8,16}\d"  # +7 (495) 123-45-67
    r"|[08][\s(-]*\d{2,3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}"  # 8 495 123-45-67, 050 123 45 67
    r"|\(\d{3,5}\)\s?\d[\d\s-]{3,8}\d)"  # (4012) 12-34-56
    r"(?!\w)"
)


@dataclass(frozen=True)
class Find:
    """What was found, between the words around it."""

    before: str
    found: str
    after: str


@dataclass(frozen=True)
class TellTale:
    section: str  # empty: the page of files
    label: str
    finds: tuple[Find, ...]
    more: int  # places that are not shown
    anchor: str = ""  # where it stands on the page of remarks


def tell_tales(project: Project, authors: Iterable[User]) -> list[TellTale]:
    """The first places of each field, and of what is said of files, that tell of somebody known."""
    authors = list(authors)
    known = participants_of(project.enrolment.session).exclude(
        pk__in=[author.pk for author in authors]
    )
    others = known.only("first_name", "last_name", "school")[:MOST_PEOPLE]
    about = project.files.filter(removed_at=None).values_list("about", flat=True)
    texts = {name: getattr(project, name) for name in fields_of(project.kind)}
    found = tell_tales_in({**texts, "": list(about)}, authors, others)
    return [
        TellTale(
            section_of(name) if name else "",
            label_of(name) if name else "",
            tuple(finds[:MOST_SHOWN]),
            len(finds[MOST_SHOWN:]),
        )
        for name, finds in found.items()
    ]


def tell_tales_in(
    texts: Mapping[str, Any], authors: Iterable[User], others: Iterable[User] = ()
) -> dict[str, list[Find]]:
    """By the name of each text (or list, or dictionary of texts) what it tells, in its order.

    Of authors any part of the name, of others only what can be meant for nobody else;
    addresses of mail and numbers of telephones whoever they belong to. A card full to its
    limits (120,000 letters) takes 90 ms with 300 people.
    """
    acquaintances = Acquaintances(others)
    patterns = [pattern for pattern in (pattern_of(authors), EMAIL, PHONE) if pattern]
    found = {}
    for name, value in texts.items():
        text = "\n".join(_texts(value))
        spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
        if places := _joined([*spans, *acquaintances.spans(text)]):
            found[name] = [_excerpt(text, *span) for span in places]
    return found


def names_in(text: str, authors: Iterable[User]) -> list[str]:
    """Names, addresses and schools of authors in a text, each once."""
    pattern = pattern_of(authors)
    found = pattern.finditer(text) if pattern else ()
    return list(dict.fromkeys(match.group() for match in found))


def in_answers(project: Project, authors: Iterable[User]) -> list[TellTale]:
    """The same of the answers to remarks, which the next reviewers read."""
    answered = Remark.objects.filter(
        review__slot__version__project=project, answered_at__isnull=False
    )
    found = tell_tales_in({f"remark-{row.pk}": row.answer for row in answered}, authors)
    return [
        TellTale("", _("your answer to a remark"), tuple(finds[:MOST_SHOWN]), 0, anchor)
        for anchor, finds in found.items()
    ]


def pattern_of(authors: Iterable[User]) -> re.Pattern[str] | None:
    """Finds the names, addresses and schools of these people in most of their forms."""
    looked_for = [part for author in authors for part in _parts(author)]
    return re.compile("|".join(looked_for), re.IGNORECASE) if looked_for else None


def _parts(author: User) -> Iterator[str]:
    yield re.escape(author.email)
    if len(author.school) > SHORTEST:
        yield rf"\b{re.escape(author.school)}\b"
    for words in school_words(author.school):
        yield BETWEEN.join(map(_forms_of, words))
    for name in f"{author.last_name} {author.first_name}".split():
        if len(name) >= SHORTEST:
            yield _forms_of(name)


def _forms_of(word: str) -> str:
    ending = "" if word.isdecimal() else rf"\w{{0,{LONGEST_ENDING}}}"
    return rf"\b{re.escape(stem(word))}{ending}\b"


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In order, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _excerpt(text: str, start: int, end: int) -> Find:
    """The place with a few words of its line; "…" where the line goes on."""
    before = text[:start].rpartition("\n")[2]
    after = text[end:].partition("\n")[0]
    if len(before) > AROUND:
        before = f"…{before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]}…"
    return Find(before, text[start:end], after)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))
