"""How near a reviewer's marks come to the reference marks of an anchor, and what follows from it.

The measure is agreement with half credit: the same level counts 1, one level off counts 1/2,
anything else 0, in per cent of the criteria. "Within one level" alone separates nobody on a scale
of four levels: whoever always marks 2 is within one level of 1, 2 and 3, and chance reaches 62 %.
With half credit chance reaches about 45 %, one level for everything 40-65 % (the anchors of a pair
spread over the scale), and a careful reader who is one level off in every third criterion 83 %.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from project_guide.models.verdict import Levels

SAME, NEAR, FAR = 2, 1, 0  # halves of a point


@dataclass(frozen=True)
class Agreement:
    """In halves of a point, so that sums stay whole."""

    halves: int
    criteria: int

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.halves + other.halves, self.criteria + other.criteria)

    @property
    def share(self) -> Fraction:
        """Per cent, unrounded."""
        return Fraction(100 * self.halves, SAME * self.criteria) if self.criteria else Fraction(0)


def agreement(levels: Levels, reference: Levels) -> Agreement:
    """Over the criteria of the reference; what was not marked agrees with nothing."""
    halves = (
        _halves(levels[code], expected) if code in levels else FAR
        for code, expected in reference.items()
    )
    return Agreement(sum(halves), len(reference))


def _halves(level: int | None, expected: int | None) -> int:
    """None is "does not apply": it agrees with itself alone."""
    if level is None or expected is None:
        return SAME if level is expected else FAR
    return {0: SAME, 1: NEAR}.get(abs(level - expected), FAR)


@dataclass(frozen=True)
class Standing:
    """Where one person is in the calibration of one round.

    `pairs` holds the anchors of each pair in their order; `results` what was handed in, by anchor.
    """

    pairs: Sequence[Sequence[int]]
    results: Mapping[int, Agreement]
    threshold: int  # per cent

    def share(self, pair: int) -> Fraction | None:
        """The share over a whole pair; None until all of it is handed in."""
        anchors = self.pairs[pair]
        if not all(anchor in self.results for anchor in anchors):
            return None
        return sum((self.results[anchor] for anchor in anchors), Agreement(0, 0)).share

    def shares(self) -> list[Fraction]:
        """Of the pairs that are done, in their order."""
        found = (self.share(pair) for pair in range(len(self.pairs)))
        return [share for share in found if share is not None]

    @property
    def next_anchor(self) -> int | None:
        """What is marked next: the second pair only when the first was below the threshold."""
        if self.agrees:
            return None
        waiting = (anchor for pair in self.pairs for anchor in pair if anchor not in self.results)
        return next(waiting, None)

    @property
    def is_done(self) -> bool:
        return self.next_anchor is None

    @property
    def agrees(self) -> bool:
        """Some pair reached the threshold, or the round asks for no calibration."""
        return not self.pairs or any(share >= self.threshold for share in self.shares())

    @property
    def is_feedback_only(self) -> bool:
        return self.is_done and not self.agrees
