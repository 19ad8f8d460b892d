"""The arithmetic of the verdict: exact, and the same on every machine."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project_guide.models import Verdict
from project_guide.models.verdict import Yardstick, figure, propose, total

CODES = ["A", "B", "C", "D", "E"]
GATES = frozenset({"A", "B"})


def yardstick(**changes: object) -> Yardstick:
    facts = {
        "weights": {code: Fraction(20) for code in CODES},
        "gates": GATES,
        "no_zero_in": frozenset({"C", "D"}),
        "max_level": 3,
        "ready": 70,
        "ready_after_edits": 60,
        "gate_level": 2,
    }
    return Yardstick(**{**facts, **changes})


def sheet(*levels: int | None) -> dict[str, int | None]:
    return dict(zip(CODES, levels, strict=True))


levels = st.integers(0, 3)
weights = st.lists(st.integers(1, 40), min_size=5, max_size=5)
sheets = st.tuples(levels, levels, levels, levels, levels).map(lambda row: sheet(*row))


@given(sheets, weights)
def test_a_total_is_the_weighted_share_of_the_highest_levels(row, numbers):
    stick = yardstick(weights=dict(zip(CODES, map(Fraction, numbers), strict=True)))

    expected = Fraction(
        100 * sum(n * level for n, level in zip(numbers, row.values(), strict=True)),
        3 * sum(numbers),
    )

    assert total(row, stick) == expected
    assert isinstance(total(row, stick), Fraction)


@given(sheets, weights, st.sets(st.sampled_from(["C", "D", "E"])))
def test_what_does_not_apply_is_never_counted_as_nothing(row, numbers, absent):
    stick = yardstick(weights=dict(zip(CODES, map(Fraction, numbers), strict=True)))
    without = {code: None if code in absent else level for code, level in row.items()}
    as_zero = {code: 0 if code in absent else level for code, level in row.items()}

    assert total(without, stick) >= total(as_zero, stick)
    assert 0 <= total(without, stick) <= 100


@given(sheets, st.sampled_from(["C", "D", "E"]))
def test_leaving_out_what_is_below_the_average_never_lowers_a_total(row, code):
    stick = yardstick()
    share = Fraction(100 * row[code], 3)
    left_out = total({**row, code: None}, stick)

    if share <= total(row, stick):
        assert left_out >= total(row, stick)
    else:
        assert left_out < total(row, stick)


@given(sheets, sheets, st.permutations([0, 1]))
def test_the_order_of_the_sheets_changes_nothing(one, two, order):
    both = [one, two]

    assert propose([both[i] for i in order], yardstick()).total == propose(both, yardstick()).total


def test_two_sheets_give_the_mean_and_three_the_median():
    assert figure([Fraction(50), Fraction(71)]) == Fraction(121, 2)
    assert figure([Fraction(10), Fraction(90), Fraction(60)]) == 60
    assert figure([Fraction(1), Fraction(2), Fraction(4), Fraction(9)]) == 3
    assert figure([Fraction(1, 3)]) == Fraction(1, 3)


def test_a_gate_cannot_be_left_out():
    with pytest.raises(ValueError, match="gate"):
        total(sheet(None, 2, 3, 3, 3), yardstick())
    with pytest.raises(ValueError, match="no sheet"):
        propose([], yardstick())


def test_a_line_is_reached_by_exactly_its_figure():
    """Ten criteria of equal weight make every tenth of a hundred reachable."""
    ten = {f"C{number}": Fraction(10) for number in range(10)}
    stick = yardstick(weights=ten, gates=frozenset(), no_zero_in=frozenset(), max_level=1)

    def verdict_of(ones: int) -> Verdict:
        row = {code: int(place < ones) for place, code in enumerate(ten)}
        return propose([row], stick).verdict

    assert verdict_of(7) == Verdict.READY
    assert verdict_of(6) == Verdict.AFTER_EDITS
    assert verdict_of(5) == Verdict.REVISE


@pytest.mark.parametrize(
    ("ready", "lower", "expected"),
    [
        (60, 50, Verdict.READY),
        (70, 60, Verdict.AFTER_EDITS),
        (70, 61, Verdict.REVISE),
    ],
)
def test_the_mean_of_two_falls_exactly_on_the_line(ready, lower, expected):
    """Nine and nine fifteenths are 60 without any rounding; a float would say 60.00000000000001."""
    stick = yardstick(ready=ready, ready_after_edits=lower, no_zero_in=frozenset())
    found = propose([sheet(2, 2, 2, 2, 1), sheet(2, 2, 1, 2, 2)], stick)

    assert found.total == 60
    assert found.totals == (Fraction(60), Fraction(60))
    assert found.verdict == expected


def test_a_hair_below_the_line_is_below_it():
    """209 of 300 is 69 2/3, which a page shows as 70: it is not 70."""
    weights = {"A": Fraction(1), "B": Fraction(1), "C": Fraction(298)}
    stick = yardstick(weights=weights, gates=frozenset(), max_level=300, no_zero_in=frozenset())

    def verdict_of(level: int) -> tuple[Fraction, Verdict]:
        found = propose([{"A": level, "B": level, "C": level}], stick)
        return found.total, found.verdict

    assert verdict_of(209) == (Fraction(209, 3), Verdict.AFTER_EDITS)
    assert verdict_of(210) == (Fraction(70), Verdict.READY)
    assert verdict_of(179) == (Fraction(179, 3), Verdict.REVISE)


@pytest.mark.parametrize(
    ("first", "second", "holds"), [(2, 2, True), (1, 3, True), (1, 2, False), (0, 3, False)]
)
def test_a_gate_holds_by_the_figure_of_all_sheets(first, second, holds):
    found = propose([sheet(first, 3, 3, 3, 3), sheet(second, 3, 3, 3, 3)], yardstick())
    gate = found.criteria[0]

    assert (gate.figure, gate.holds) == (Fraction(first + second, 2), holds)
    assert found.failed_gates == ([] if holds else ["A"])
    assert found.verdict == (Verdict.READY if holds else Verdict.REVISE)


def test_one_zero_costs_a_step_and_two_send_it_back():
    assert propose([sheet(3, 3, 0, 3, 3)], yardstick()).verdict == Verdict.AFTER_EDITS
    two = propose([sheet(3, 3, 0, 0, 3)], yardstick(ready_after_edits=50))
    assert two.verdict == Verdict.AFTER_EDITS  # 60: the lower line, with every gate
    heavy = yardstick(ready=55, ready_after_edits=50)
    assert propose([sheet(3, 3, 0, 0, 3)], heavy).verdict == Verdict.REVISE
    assert propose([sheet(3, 3, 0, 0, 3)], heavy).zeros == ["C", "D"]


def test_a_zero_outside_the_named_criteria_matters_only_by_its_weight():
    found = propose([sheet(3, 3, 3, 3, 0)], yardstick())

    assert (found.total, found.zeros, found.verdict) == (80, [], Verdict.READY)


def test_a_criterion_that_applies_to_nobody_has_no_figure_and_is_no_zero():
    found = propose([sheet(3, 3, None, 3, 3)], yardstick())

    assert found.criteria[2].figure is None
    assert (found.total, found.zeros) == (100, [])
