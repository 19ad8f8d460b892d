"""How many reviewers the rules of a round leave to each author; computed before it opens."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.text import folded


@dataclass(frozen=True)
class Somebody:
    """What the rules of a round look at in a person."""

    person: int
    school: str
    groups: frozenset[int]

    def is_near(self, other: "Somebody", *, same_school: bool, same_group: bool) -> bool:
        if self.person == other.person:
            return True
        mine = folded(self.school)
        if same_school and mine and mine == folded(other.school):
            return True
        return same_group and bool(self.groups & other.groups)


def too_few(
    authors: Iterable[Somebody],
    reviewers: Iterable[Somebody],
    *,
    wanted: int,
    same_school: bool,
    same_group: bool,
) -> list[int]:
    """Authors for whom fewer than `wanted` reviewers are left."""
    reviewers = list(reviewers)
    return [
        author.person
        for author in authors
        if sum(
            not author.is_near(one, same_school=same_school, same_group=same_group)
            for one in reviewers
        )
        < wanted
    ]
