"""When one more opinion is asked: exact at every border, and independent of the order of sheets."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project_guide.models.disagreement import Gaps, Reason, difference, reasons
from project_guide.models.verdict import Yardstick

GAPS = Gaps(gate=2, total=20, line=5, peers=20)
CODES = ["A", "B", "C"]


def yardstick(*weights: object, ready: int = 70) -> Yardstick:
    """A is a gate; 100 levels, so that a total can be had to a hundredth of a point."""
    return Yardstick(
        weights=dict(zip(CODES, map(Fraction, weights), strict=True)),
        gates=frozenset({"A"}),
        no_zero_in=frozenset(),
        max_level=3,
        ready=ready,
        ready_after_edits=60,
        gate_level=2,
    )


def sheet(*levels: int | None) -> dict[str, int | None]:
    return dict(zip(CODES, levels, strict=True))


# B weighs 60 of 100, and then a hundredth less of as much: one level of it is 20 points or less.
EXACTLY = yardstick(25, 60, 15)
LESS = yardstick("25.05", "59.97", "14.98")


@pytest.mark.parametrize(
    ("stick", "points", "is_far"),
    [(EXACTLY, Fraction(20), True), (LESS, Fraction("19.99"), False)],
)
def test_twenty_points_are_apart_and_a_hundredth_less_is_not(stick, points, is_far):
    one, other = sheet(2, 2, 2), sheet(2, 1, 2)

    found = difference(one, other, stick, GAPS)

    assert (found.points, found.is_far, found.is_wide) == (points, is_far, is_far)
    assert found.criteria == ("B",)
    assert reasons([one, other], [], stick, GAPS, wanted=2) == ((Reason.TOTAL,) if is_far else ())


@pytest.mark.parametrize(("level", "gates"), [(3, ()), (2, ()), (1, ("A",)), (0, ("A",))])
def test_two_levels_on_a_gate_are_apart_and_one_is_not(level, gates):
    stick = yardstick(1, 98, 1)  # a gate that weighs next to nothing
    one, other = sheet(3, 2, 2), sheet(level, 2, 2)

    assert difference(one, other, stick, GAPS).gates == gates
    expected = (Reason.GATE,) if gates else ()
    assert reasons([one, other], [], stick, GAPS, wanted=2) == expected


def test_levels_apart_on_other_criteria_ask_for_nobody():
    stick = yardstick(98, 1, 1)

    assert reasons([sheet(2, 0, 3), sheet(2, 3, 0)], [], stick, GAPS, wanted=2) == ()


def test_what_does_not_apply_differs_by_no_number_of_levels():
    stick = yardstick(98, 1, 1)

    found = difference(sheet(2, None, 2), sheet(2, 3, 2), stick, GAPS)

    assert found.criteria == ("B",)
    assert not found.is_wide


def test_what_does_not_apply_never_lowers_a_total_into_disagreement():
    """Were it counted as 0, these two would lie 40 points apart."""
    one, other = sheet(2, None, 2), sheet(2, 2, 2)

    assert difference(one, other, EXACTLY, GAPS).points == 0
    assert reasons([one, other], [], EXACTLY, GAPS, wanted=2) == ()


@pytest.mark.parametrize(
    ("ready", "is_near"),
    [(66, True), (Fraction("71.66"), True), (72, False), (61, False), (62, True)],
)
def test_a_single_expert_near_the_line(ready, is_near):
    """The total is 66 and two thirds."""
    stick = yardstick(25, 60, 15, ready=ready)

    found = reasons([sheet(2, 2, 2)], [], stick, GAPS, wanted=1)

    assert found == ((Reason.LINE,) if is_near else ())


@pytest.mark.parametrize(("gap", "is_near"), [(5, True), (4, False)])
def test_exactly_the_gap_is_near_the_line(gap, is_near):
    stick = yardstick(25, 60, 15, ready=95)
    gaps = Gaps(gate=2, total=20, line=gap, peers=20)

    found = reasons([sheet(3, 3, 3)], [], stick, gaps, wanted=1)

    assert found == ((Reason.LINE,) if is_near else ())


def test_the_lower_line_asks_for_nobody():
    stick = yardstick(25, 60, 15, ready=90)

    assert stick.ready_after_edits == 60
    assert reasons([sheet(2, 2, 1)], [], stick, GAPS, wanted=1) == ()  # 61 and two thirds


@pytest.mark.parametrize(
    ("peers", "is_far"),
    [
        ([80, 80], True),
        (["80.01", "80"], False),  # 19.995 apart
        ([60, 100], True),  # the mean counts, not each
        ([], False),
    ],
)
def test_a_single_expert_far_from_the_peers(peers, is_far):
    stick = yardstick(25, 60, 15, ready=50)
    totals = [Fraction(points) for points in peers]

    found = reasons([sheet(3, 3, 3)], totals, stick, GAPS, wanted=1)

    assert found == ((Reason.PEERS,) if is_far else ())


def test_peers_and_line_say_nothing_when_two_experts_are_wanted():
    stick = yardstick(25, 60, 15, ready=100)
    both = [sheet(3, 3, 3), sheet(3, 3, 3)]

    assert reasons(both, [Fraction(0)], stick, GAPS, wanted=2) == ()
    assert reasons(both[:1], [Fraction(0)], stick, GAPS, wanted=2) == ()  # not all in yet


levels = st.integers(0, 3)
optional = st.one_of(st.none(), levels)
sheets = st.tuples(levels, optional, optional).map(lambda row: sheet(*row))


@given(st.lists(sheets, min_size=2, max_size=3))
def test_the_order_of_the_sheets_does_not_matter(rows):
    asked = {reasons(order, [], EXACTLY, GAPS, wanted=2) for order in permutations(rows)}

    assert len(asked) == 1


@given(sheets, sheets)
def test_a_difference_is_the_same_from_either_side(one, other):
    there, back = (difference(*pair, EXACTLY, GAPS) for pair in ((one, other), (other, one)))

    assert there == back
    assert bool(there.criteria) or not there.is_wide
