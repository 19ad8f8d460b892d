"""What differs between two texts, word by word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, takewhile

WORDS = re.compile(r"(?:\w+(?:['’ʼ-]\w+)*|[^\w\s]|\n) ?")  # a word or a sign, with its space
LINES = re.compile(r"[^\n]*\n|[^\n]+")
TELLING = re.compile(r"\w{4}|\n")

MOST_PAIRS = 100_000  # of like words in both texts, which one pass of difflib looks at: some 40 ms
LEAST_ALIKE = 0.25  # of the shorter text; below it the text counts as written anew

Pair = tuple[str, str]  # a stretch as it was and as it is


class Kind(StrEnum):
    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Run:
    kind: Kind
    text: str

    @property
    def is_break(self) -> bool:
        """Nothing but the end of a line: it needs a sign to be seen."""
        return not self.text.strip()


def plain(text: str) -> str:
    """The text as it is compared: letters composed, no difference of spaces and line ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r" ?\n ?", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def runs(before: str, after: str, *, by_lines: bool = False) -> list[Run]:
    """Equal and deleted runs joined give the old text (as `plain`), equal and inserted the new.

    difflib's work grows with the square of what is alike, so a text that would cost too much
    is compared by lines, and one that costs too much even so is told as written anew.
    """
    old, new = plain(before), plain(after)
    if not by_lines and (pairs := _pairs(WORDS.findall(old), WORDS.findall(new))) is not None:
        return _runs(_gathered(_settled(_readable(pairs, old, new))))
    pairs = _pairs(LINES.findall(old), LINES.findall(new))
    return _runs([(old, new)] if pairs is None else pairs)


def _pairs(old: list[str], new: list[str]) -> list[Pair] | None:
    """The texts in step with each other; None when it would cost too much to find out."""
    keys = [[token.rstrip() for token in side] for side in (old, new)]
    head = _alike(*keys)
    tail = _alike(*(side[head:][::-1] for side in keys))
    ends = [len(side) - tail for side in keys]
    counts = Counter(keys[1][head : ends[1]])
    if sum(counts[key] for key in keys[0][head : ends[0]]) > MOST_PAIRS:
        return None
    middle = old[head : ends[0]], new[head : ends[1]]
    return _gathered(
        [
            *_in_step(old[:head], new[:head]),
            *_matched(*middle),
            *_in_step(old[ends[0] :], new[ends[1] :]),
        ]
    )


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens at the beginning are the same."""
    shorter = min(len(old), len(new))
    return next((place for place in range(shorter) if old[place] != new[place]), shorter)


def _matched(old: list[str], new: list[str]) -> Iterator[Pair]:
    keys = [[token.rstrip() for token in side] for side in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from _in_step(old[a:b], new[c:d])
        else:
            yield "".join(old[a:b]), "".join(new[c:d])


def _in_step(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Tokens that are the same but for the space or line end behind them."""
    for one, other in zip(old, new, strict=True):
        key = one.rstrip()
        yield key, key
        yield one[len(key) :], other[len(key) :]


def _gathered(pairs: Iterable[Pair], slight: frozenset[int] = frozenset()) -> list[Pair]:
    """Neighbours of one kind as one; what is `slight` (by its place) counts as changed."""
    whole = [pair for pair in pairs if any(pair)]
    changed = [one != other or place in slight for place, (one, other) in enumerate(whole)]
    found = []
    for _changed, group in groupby(zip(changed, whole, strict=True), key=lambda row: row[0]):
        befores, afters = zip(*(pair for _flag, pair in group), strict=True)
        found.append(("".join(befores), "".join(afters)))
    return found


def _readable(pairs: list[Pair], old: str, new: str) -> list[Pair]:
    """No crumbs: a lone "and" or comma between two changes belongs to them."""
    alike = sum(len(one) for one, other in pairs if one == other)
    if alike < LEAST_ALIKE * min(len(old), len(new)):
        return [(old, new)]
    inner = list(enumerate(pairs))[1:-1]
    slight = {place for place, (one, other) in inner if one == other and not TELLING.search(one)}
    return _gathered(pairs, frozenset(slight))


def _settled(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The sign before a new sentence stays with the old one: `a.[ b.]` and not `a[. b].`"""
    rows = list(pairs)
    for place, (old, new) in enumerate(rows[:-1]):
        following = rows[place + 1][0]
        sign = _common_sign(old or new, following)
        if sign and not (old and new):
            yield sign, sign
            rows[place] = _turned(old, sign), _turned(new, sign)
            rows[place + 1] = (following[len(sign) :],) * 2
        yield rows[place]
    yield from rows[-1:]


def _common_sign(edit: str, following: str) -> str:
    """Signs and spaces that both begin with."""
    both = takewhile(lambda pair: pair[0] == pair[1], zip(edit, following, strict=False))
    return "".join(takewhile(lambda sign: not sign.isalnum(), (sign for sign, _same in both)))


def _turned(text: str, sign: str) -> str:
    """What begins with the sign ends with it."""
    return text and text[len(sign) :] + sign


def _runs(pairs: Iterable[Pair]) -> list[Run]:
    found = []
    for before, after in pairs:
        if before == after:
            found.append(Run(Kind.EQUAL, before))
        else:
            found += [Run(Kind.DELETED, before), Run(Kind.INSERTED, after)]
    return [run for run in found if run.text]
