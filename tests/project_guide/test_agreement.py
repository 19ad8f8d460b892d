"""The arithmetic of calibration, and that its measure tells careful reading from chance."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project_guide.examples import examples
from project_guide.models.agreement import Agreement, Standing, agreement
from project_guide.models.card import fields_of, missing
from project_guide.models.project import Project
from project_guide.models.rubric import Rubric

DEFAULT = 70
PAIRS = [("local-1", "local-2"), ("local-3", "local-4"), ("network-1", "network-2")]
levels = st.dictionaries(st.sampled_from("ABCDEF"), st.none() | st.integers(0, 3), min_size=1)


@pytest.mark.parametrize(
    ("level", "reference", "share"),
    [(2, 2, 100), (1, 2, 50), (3, 2, 50), (0, 2, 0), (None, None, 100), (None, 0, 0), (3, None, 0)],
)
def test_the_same_counts_fully_one_off_half_the_rest_nothing(level, reference, share):
    assert agreement({"A": level}, {"A": reference}).share == share


def test_what_was_not_marked_agrees_with_nothing():
    assert agreement({}, {"A": 2, "B": None}) == Agreement(halves=0, criteria=2)


def test_of_nothing_the_share_is_nothing():
    assert agreement({}, {}).share == 0


@given(levels, levels)
def test_a_share_is_a_per_cent_and_whole_only_for_the_same_marks(marked, reference):
    share = agreement(marked, reference).share

    assert 0 <= share <= 100
    assert (share == 100) is all(
        code in marked and marked[code] == level for code, level in reference.items()
    )


def test_the_share_of_a_pair_is_over_all_its_criteria():
    whole = agreement({"A": 2}, {"A": 2}) + agreement({"A": 0, "B": 0}, {"A": 2, "B": 2})

    assert whole.share == Fraction(100, 3)


def where(*shares: int, pairs: int = 2) -> Standing:
    """Anchors 0 and 1, then 2 and 3, each marked with that share."""
    results = {place: Agreement(2 * share, 100) for place, share in enumerate(shares)}
    return Standing([[0, 1], [2, 3]][:pairs], results, DEFAULT)


@pytest.mark.parametrize(
    ("standing", "next_anchor", "is_feedback_only"),
    [
        (Standing([], {}, DEFAULT), None, False),
        (where(), 0, False),
        (where(100), 1, False),
        (where(40, 100), None, False),  # 70 together: just enough
        (where(40, 99), 2, False),
        (where(0, 0, 100), 3, False),
        (where(0, 0, 100, 100), None, False),
        (where(0, 0, 69, 70), None, True),
        (where(0, 0, pairs=1), None, True),
    ],
)
def test_a_second_pair_is_asked_below_the_threshold_and_no_third(
    standing, next_anchor, is_feedback_only
):
    assert (standing.next_anchor, standing.is_feedback_only) == (next_anchor, is_feedback_only)
    assert standing.is_done is (next_anchor is None)


def references(pair):
    return [row["level"] for key in pair for row in examples()[key].marks.values()]


def share_of(marked, reference) -> Fraction:
    keyed = [dict(enumerate(row)) for row in (marked, reference)]
    return agreement(*keyed).share


@pytest.mark.parametrize("pair", PAIRS)
def test_one_level_for_everything_does_not_pass_on_any_shipped_pair(pair):
    reference = references(pair)

    assert all(share_of([level] * len(reference), reference) < DEFAULT for level in range(4))


@pytest.mark.parametrize("pair", PAIRS)
def test_chance_passes_on_no_shipped_pair_more_than_once_in_a_hundred(pair):
    """By counting every way to mark, one criterion after another."""
    reference = references(pair)
    ways = {0: 1}
    for expected in reference:
        found: dict[int, int] = {}
        for (halves, number), level in product(ways.items(), range(4)):
            more = halves + agreement({"": level}, {"": expected}).halves
            found[more] = found.get(more, 0) + number
        ways = found
    enough = sum(n for halves, n in ways.items() if Agreement(halves, len(reference)).share >= 70)

    assert enough / 4 ** len(reference) < 0.01


@pytest.mark.parametrize("pair", PAIRS)
def test_a_careful_reader_one_level_off_in_every_second_criterion_passes(pair):
    reference = references(pair)
    marked = [
        level if place % 2 else level + (1 if level < 3 else -1)
        for place, level in enumerate(reference)
    ]

    assert share_of(marked, reference) >= DEFAULT


@pytest.mark.parametrize("example", examples().values(), ids=lambda one: one.key)
def test_a_shipped_example_is_a_whole_card_with_every_mark_explained(db, example):
    rubric = Rubric.objects.get(key=example.kind)
    codes = {row.code: row.is_gate for row in rubric.criteria.all()}

    card = Project(**example.card, kind=example.kind, names_shown=False, no_pupils_data=True)
    card.clean_fields(exclude=["owner", "enrolment", "saved_at"])
    assert missing(card, example.kind) == []
    assert set(example.card) <= set(fields_of(example.kind))
    assert set(example.marks) == set(codes)
    assert all(len(row["reason"]) > 30 for row in example.marks.values())
    assert all(row["level"] in range(4) for row in example.marks.values())
