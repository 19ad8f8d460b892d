"""The Guide in memory: which pages have which facet value, as the bits of one integer each.

Read once a publication and process, with three queries; counting and intersecting then cost
microseconds, whatever the number of projects.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, overload

from project_guide.models import GuideStamp, ProjectPage
from project_guide.models.pages import ProjectTag

POPULAR = 12


def bits_of(positions: Iterable[int], size: int) -> int:
    """The integer whose bits are set at `positions`, each below `size`."""
    buffer = bytearray((size >> 3) + 1)
    for position in positions:
        buffer[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(buffer, "little")


def positions_of(bits: int) -> Iterator[int]:
    """The positions of the set bits, lowest first."""
    text = bin(bits)[:1:-1]
    position = text.find("1")
    while position >= 0:
        yield position
        position = text.find("1", position + 1)


def band_of(weeks: int) -> str:
    if weeks <= 4:
        return "4"
    return "8" if weeks <= 8 else "more"


@dataclass(frozen=True)
class Shelf:
    """All the pages of the Guide as they were at one publication."""

    number: int = 0
    ids: tuple[int, ...] = ()  # newest first: bit n of every set is the page ids[n]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    tags: dict[str, list[int]] = field(default_factory=dict)  # positions: most tags are rare
    popular: tuple[str, ...] = ()
    places: dict[int, int] = field(default_factory=dict)
    searches: dict[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return (1 << len(self.ids)) - 1

    def knows(self, facet: str, value: str) -> bool:
        return value in (self.tags if facet == "tag" else self.facets.get(facet, {}))

    def having(self, facet: str, value: str) -> int:
        """The set of pages with this value; a rare tag's is made when it is asked for."""
        kept = self.facets.get(facet, {}).get(value)
        if kept is not None:
            return kept
        return bits_of(self.tags.get(value, ()) if facet == "tag" else (), len(self.ids))

    def of_ids(self, ids: Iterable[int]) -> int:
        """The set of those pages that are on the shelf."""
        found = (self.places[pk] for pk in ids if pk in self.places)
        return bits_of(found, len(self.ids))


class Found(Sequence[int]):
    """The ids of a set of pages, newest first; only the slice that is asked for is made."""

    def __init__(self, shelf: Shelf, bits: int) -> None:
        self.shelf = shelf
        self.bits = bits

    def __len__(self) -> int:
        return self.bits.bit_count()

    @overload
    def __getitem__(self, wanted: int) -> int: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[int]: ...

    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        if self.bits == self.shelf.everything:
            return list(self.shelf.ids[wanted])
        positions = islice(positions_of(self.bits), wanted.start, wanted.stop)
        return [self.shelf.ids[position] for position in positions]


_kept = Shelf()
_lock = Lock()


def current(number: int | None = None) -> Shelf:
    """The shelf of the newest publication, whose stamp may be known; kept until the next."""
    global _kept
    if number is None:
        number = GuideStamp.objects.current()
    kept = _kept
    if number and kept.number == number:
        return kept
    with _lock:
        if not number or _kept.number != number:
            _kept = read(number)
        return _kept


def read(number: int = 0) -> Shelf:
    pages = ProjectPage.objects.live().public().order_by("-first_published_at", "-pk")
    rows = pages.values_list("pk", "kind", "subjects", "grade_bands", "languages", "weeks")
    sets: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    places: dict[int, int] = {}
    for place, (pk, kind, subjects, grades, languages, weeks) in enumerate(rows.iterator()):
        places[pk] = place
        sets["kind"][kind].append(place)
        sets["weeks"][band_of(weeks)].append(place)
        _put(sets["subject"], subjects, place)
        _put(sets["grades"], grades, place)
        _put(sets["language"], languages, place)
    tags = _tags(places)
    popular = tuple(value for value, _ in _by_frequency(tags)[:POPULAR])
    sets["tag"] = {value: tags[value] for value in popular}
    size = len(places)
    facets = {
        facet: {value: bits_of(held, size) for value, held in values.items()}
        for facet, values in sets.items()
    }
    return Shelf(number, tuple(places), facets, tags, popular, places)


def _put(values: dict[str, list[int]], found: Any, place: int) -> None:
    for value in dict.fromkeys(found):
        values[value].append(place)


def _tags(places: dict[int, int]) -> dict[str, list[int]]:
    """Where each tag stands; written with small and capital letters it is the same tag."""
    tags: dict[str, set[int]] = defaultdict(set)
    rows = ProjectTag.objects.values_list("content_object_id", "tag__name")
    for pk, name in rows.iterator():
        if pk in places:
            tags[name.lower()].add(places[pk])
    return {name: sorted(held) for name, held in tags.items()}


def _by_frequency(tags: dict[str, list[int]]) -> list[tuple[str, int]]:
    counts = Counter({name: len(held) for name, held in tags.items()})
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
