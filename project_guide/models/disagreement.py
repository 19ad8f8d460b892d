"""When reviewers differ so much that somebody else must look: plain arithmetic, no model.

The line is `Yardstick.ready`, the one that review.md speaks of. `ready_after_edits` is none: with
both, a single expert of a local project would be doubled on every total from 45 to 65, where most
of them lie, and experts are few. Near the lower line the coordinator has the arithmetic on the
desk, and an author who is sent back may send again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import mean

from django.db import models
from django.utils.translation import gettext_lazy as _

from project_guide.models.verdict import Levels, Yardstick, total


class Reason(models.TextChoices):
    """Why one more expert is asked."""

    GATE = "gate", _("the experts differ on a key criterion")
    TOTAL = "total", _("the experts' totals lie far apart")
    LINE = "line", _("the only expert's total lies near the line")
    PEERS = "peers", _("the only expert's total lies far from the mean of the peers")


@dataclass(frozen=True)
class Gaps:
    """From how much on: levels on a gate, points between two totals, points from the line, points
    from the peers' mean."""

    gate: int
    total: int
    line: int
    peers: int


@dataclass(frozen=True)
class Difference:
    """Two sheets on one version, side by side."""

    criteria: tuple[str, ...]  # on which they differ at all
    gates: tuple[str, ...]  # key criteria on which they lie as far apart as the gap, or farther
    points: Fraction  # between the totals
    is_far: bool  # as many points as the gap, or more

    @property
    def is_wide(self) -> bool:
        return bool(self.gates) or self.is_far


def difference(one: Levels, other: Levels, yardstick: Yardstick, gaps: Gaps) -> Difference:
    """What does not apply differs from any level, but by no number of levels."""
    codes = [code for code in yardstick.weights if code in one or code in other]
    points = abs(total(one, yardstick) - total(other, yardstick))
    return Difference(
        criteria=tuple(code for code in codes if one.get(code) != other.get(code)),
        gates=tuple(
            code
            for code in codes
            if code in yardstick.gates and _apart(one.get(code), other.get(code)) >= gaps.gate
        ),
        points=points,
        is_far=points >= gaps.total,
    )


def _apart(one: int | None, other: int | None) -> int:
    return 0 if one is None or other is None else abs(one - other)


def reasons(
    experts: Sequence[Levels],
    peers: Sequence[Fraction],
    yardstick: Yardstick,
    gaps: Gaps,
    wanted: int,
) -> tuple[Reason, ...]:
    """Why the sheets of the experts ask for one more; empty when they do not, or are not all in.

    `peers` are the totals of the peers' sheets.
    """
    if len(experts) < wanted:
        return ()
    if len(experts) == 1:
        return tuple(_of_one(total(experts[0], yardstick), peers, yardstick, gaps))
    pairs = [difference(*pair, yardstick, gaps) for pair in combinations(experts, 2)]
    found = {
        Reason.GATE: any(pair.gates for pair in pairs),
        Reason.TOTAL: any(pair.is_far for pair in pairs),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _of_one(
    points: Fraction, peers: Sequence[Fraction], yardstick: Yardstick, gaps: Gaps
) -> list[Reason]:
    found = []
    if abs(points - yardstick.ready) <= gaps.line:
        found.append(Reason.LINE)
    if peers and abs(points - mean(peers)) >= gaps.peers:
        found.append(Reason.PEERS)
    return found
