"""What the index of the Guide shows: facets with counts, what is chosen, the cards of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.vocabulary import ContentLanguage, GradeBand, Subject
from project_guide import shelf
from project_guide.models import Kind
from project_guide.search import matching
from project_guide.shelf import Found, Shelf

ON_A_PAGE = 24
LONGEST_QUERY = 200
BANDS = {"4": _("Up to 4 weeks"), "8": _("5 to 8 weeks"), "more": _("More than 8 weeks")}

TITLES = {
    "kind": _("Kind"),
    "grades": _("Grades"),
    "subject": _("Subjects"),
    "language": _("Language"),
    "weeks": _("Duration"),
    "tag": _("Tags"),
}
LABELS: dict[str, dict[str, Any]] = {
    "kind": dict(Kind.choices),
    "grades": dict(GradeBand.choices),
    "subject": dict(Subject.choices),
    "language": dict(ContentLanguage.choices),
    "weeks": BANDS,
}


def label_of(facet: str, value: str) -> str:
    return str(LABELS.get(facet, {}).get(value, value))


@dataclass(frozen=True)
class Pill:
    """Something chosen, and the address of the Guide without it."""

    label: str
    url: str


class Look:
    """One look into the Guide: what was asked for, and what was found.

    Within a facet any of the chosen values will do; every facet must be met. Values that are
    not words of the Guide are ignored; one that no project has yet finds nothing.
    """

    def __init__(self, asked: QueryDict, stamp: int | None = None) -> None:
        self.shelf: Shelf = shelf.current(stamp)
        self.words = asked.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
        self.number = asked.get("page", "1")
        self.chosen = {facet: self._chosen(asked, facet) for facet in TITLES}
        self.matching = self._matching()
        self.unions = {facet: self._union(facet) for facet in TITLES}

    def _chosen(self, asked: QueryDict, facet: str) -> list[str]:
        values = asked.getlist(facet)
        if facet == "tag":
            values = [value.lower() for value in values]
        return [
            value
            for value in dict.fromkeys(values)
            if value in LABELS.get(facet, {}) or self.shelf.knows(facet, value)
        ]

    def _matching(self) -> int:
        if not self.words:
            return self.shelf.everything
        return matching(self.words, self.shelf)

    def _union(self, facet: str) -> int:
        """The pages that meet the facet; all of them when nothing is chosen in it."""
        sets = [self.shelf.having(facet, value) for value in self.chosen[facet]]
        return reduce(or_, sets) if sets else self.shelf.everything

    def _found(self, *, besides: str = "") -> int:
        """The pages that meet every facet besides one."""
        bits = self.matching
        for facet, union in self.unions.items():
            if facet != besides:
                bits &= union
        return bits

    @cached_property
    def found(self) -> Found:
        return Found(self.shelf, self._found())

    @cached_property
    def page(self) -> Page[int]:
        return Paginator(self.found, ON_A_PAGE).get_page(self.number)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(self.chosen.values())

    @property
    def number_chosen(self) -> int:
        return sum(map(len, self.chosen.values()))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The facets as `components/facets.html` wants them."""
        groups = [
            {"title": TITLES[facet], "name": facet, "options": list(self._options(facet))}
            for facet in TITLES
        ]
        return [group for group in groups if group["options"]]

    def _options(self, facet: str) -> Iterator[dict[str, Any]]:
        """Values with the number of pages one would see; a facet's own choice does not count."""
        base = self._found(besides=facet)
        for value in self._values(facet):
            yield {
                "value": value,
                "label": label_of(facet, value),
                "count": (base & self.shelf.having(facet, value)).bit_count(),
                "checked": value in self.chosen[facet],
            }

    def _values(self, facet: str) -> list[str]:
        if facet == "tag":
            return list(dict.fromkeys([*self.shelf.popular, *self.chosen["tag"]]))
        held = self.shelf.facets.get(facet, {})
        return [value for value in LABELS[facet] if value in held or value in self.chosen[facet]]

    def pills(self) -> Iterator[Pill]:
        if self.words:
            yield Pill(_("“%(words)s”") % {"words": self.words}, self._address(words=""))
        for facet, values in self.chosen.items():
            for value in values:
                yield Pill(label_of(facet, value), self._address(without=(facet, value)))

    def _address(self, *, without: tuple[str, str] = ("", ""), words: str | None = None) -> str:
        query = QueryDict(mutable=True)
        if words := self.words if words is None else words:
            query["q"] = words
        for facet, values in self.chosen.items():
            query.setlist(facet, [value for value in values if (facet, value) != without])
        return f"?{query.urlencode()}"
