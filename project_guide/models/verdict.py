"""From sheets to a proposed verdict: plain arithmetic, the same on every database.

Scores propose, they never move a state: a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, median

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    READY = "ready", _("Ready to run")
    AFTER_EDITS = "after_edits", _("Ready after small edits")
    REVISE = "revise", _("Revise and resubmit")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the Guide's scope")


@dataclass(frozen=True)
class Yardstick:
    """What of a rubric the arithmetic needs; weights by criterion code, in order."""

    weights: dict[str, Fraction]
    gates: frozenset[str]
    no_zero_in: frozenset[str]
    max_level: int
    ready: int
    ready_after_edits: int
    gate_level: int


Levels = dict[str, int | None]  # None: the criterion does not apply


def total(levels: Levels, yardstick: Yardstick) -> Fraction:
    """Sum of weight x level / highest level over the criteria that apply, on a scale of 0-100.

    What does not apply is left out and the other weights rescale; it is never counted as 0.

    Raises:
        ValueError: nothing applies, or a gate is said not to apply.
    """
    marked = {code: level for code, level in levels.items() if level is not None}
    if yardstick.gates - marked.keys():
        raise ValueError("a gate always applies")
    weight = sum((yardstick.weights[code] for code in marked), Fraction(0))
    if not weight:
        raise ValueError("no criterion applies")
    earned = sum(
        (yardstick.weights[code] * level / yardstick.max_level for code, level in marked.items()),
        Fraction(0),
    )
    return 100 * earned / weight


def figure(values: Sequence[Fraction]) -> Fraction:
    """One expert: the value; two: the mean; three or more: the median. Unrounded."""
    return median(values) if len(values) > 2 else mean(values)


@dataclass(frozen=True)
class CriterionFigure:
    code: str
    figure: Fraction | None  # None: no expert found that it applies
    is_gate: bool
    holds: bool  # of a gate: at least the gate level
    is_zero: bool  # and a zero matters here


@dataclass(frozen=True)
class Proposal:
    """The proposed verdict with everything it was computed from."""

    verdict: Verdict
    total: Fraction
    totals: tuple[Fraction, ...]
    criteria: tuple[CriterionFigure, ...]
    ready: int
    ready_after_edits: int
    gate_level: int

    @property
    def failed_gates(self) -> list[str]:
        return [row.code for row in self.criteria if row.is_gate and not row.holds]

    @property
    def zeros(self) -> list[str]:
        return [row.code for row in self.criteria if row.is_zero]


def propose(sheets: Sequence[Levels], yardstick: Yardstick) -> Proposal:
    """The verdict that the sheets propose.

    Ready: the total reaches the line, every gate holds, no zero where none is allowed. After
    small edits: the lower line with every gate, or the upper line with one such zero outside
    the gates. Otherwise revise.

    Raises:
        ValueError: there is no sheet.
    """
    if not sheets:
        raise ValueError("no sheet, no proposal")
    totals = tuple(total(levels, yardstick) for levels in sheets)
    criteria = tuple(_criterion(code, sheets, yardstick) for code in yardstick.weights)
    overall = figure(totals)
    gates_hold = all(row.holds for row in criteria if row.is_gate)
    zeros = sum(row.is_zero for row in criteria)
    if not gates_hold or overall < yardstick.ready_after_edits:
        verdict = Verdict.REVISE
    elif overall < yardstick.ready:
        verdict = Verdict.AFTER_EDITS
    elif zeros == 0:
        verdict = Verdict.READY
    else:
        verdict = Verdict.AFTER_EDITS if zeros == 1 else Verdict.REVISE
    return Proposal(
        verdict=verdict,
        total=overall,
        totals=totals,
        criteria=criteria,
        ready=yardstick.ready,
        ready_after_edits=yardstick.ready_after_edits,
        gate_level=yardstick.gate_level,
    )


def _criterion(code: str, sheets: Sequence[Levels], yardstick: Yardstick) -> CriterionFigure:
    levels = [Fraction(level) for sheet in sheets if (level := sheet.get(code)) is not None]
    value = figure(levels) if levels else None
    is_gate = code in yardstick.gates
    return CriterionFigure(
        code=code,
        figure=value,
        is_gate=is_gate,
        holds=is_gate and value is not None and value >= yardstick.gate_level,
        is_zero=code in yardstick.no_zero_in and value == 0,
    )
