"""Krippendorff's alpha against published figures, and what must hold for any marks."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from project_guide.reliability.alpha import Array, alpha, of_levels, of_points, ordinal
from project_guide.reliability.bootstrap import interval

HIGHEST = 3


def units_of(*observers):
    """One text an observer, one character a unit; a point stands for no mark."""
    return [
        [None if mark == "." else int(mark) for mark in unit]
        for unit in zip(*observers, strict=True)
    ]


def nominal(given: Array) -> Array:
    return 1 - np.eye(given.shape[-1])


def interval_scale(given: Array) -> Array:
    levels = np.arange(given.shape[-1], dtype=np.float64)
    return np.square(levels[:, None] - levels)


def ratio(given: Array) -> Array:
    levels = np.arange(given.shape[-1], dtype=np.float64)
    both = levels[:, None] + levels
    return np.square(np.divide(levels[:, None] - levels, both, out=0 * both, where=both > 0))


# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A and C: two
# observers and two values; four observers, twelve units, five values and gaps.
SECTION_A = units_of("0100000000", "1110010100")
SECTION_C = units_of("123321412...", "1233224125..", ".33323422513", "12332441251.")
# A. F. Hayes and K. Krippendorff, "Answering the Call for a Standard Reliability Measure for
# Coding Data" (Communication Methods and Measures 1:77-89, 2007), table 1: five observers judge
# the tone of forty articles from 0 to 3.
HAYES = units_of(
    "112.001122.01311211000201001111223222221",
    "1130000.21102311121000302102111122222221",
    "203000222100221123001.30.1012202.2232.21",
    ".13....0.10022...31.103021122..122...12.",
    "2..0001.2....3112..0.0..2.0..20.2.2222.1",
)
# Wikipedia, "Krippendorff's alpha", A computational example: three coders, fifteen units.
WIKIPEDIA = units_of(".....34121133.3", "1.213343.......", "..21344.21133.4")


@pytest.mark.parametrize(
    ("units", "distance", "published"),
    [
        (SECTION_A, nominal, 0.095),
        (SECTION_C, nominal, 0.743),
        (SECTION_C, ordinal, 0.815),
        (SECTION_C, interval_scale, 0.849),
        (SECTION_C, ratio, 0.797),
        (HAYES, nominal, 0.477),
        (HAYES, ordinal, 0.7598),
        (HAYES, interval_scale, 0.757),
        (WIKIPEDIA, nominal, 0.691),
        (WIKIPEDIA, interval_scale, 0.811),
    ],
)
def test_alpha_is_what_was_published(units, distance, published):
    found = alpha(of_levels(units, highest=5, distance=distance))

    assert found == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(("units", "published"), [(SECTION_C, 0.849), (WIKIPEDIA, 0.811)])
def test_alpha_of_totals_is_that_of_equal_steps(units, published):
    points = [[float(mark) for mark in unit if mark is not None] for unit in units]

    assert alpha(of_points(points)) == pytest.approx(published, abs=0.0005)


marks = st.none() | st.integers(0, HIGHEST)
any_units = st.integers(2, 5).flatmap(
    lambda people: st.lists(
        st.lists(marks, min_size=people, max_size=people), min_size=1, max_size=12
    )
)


def of(units, highest=HIGHEST):
    return alpha(of_levels(units, highest=highest))


@given(any_units)
def test_alpha_is_at_most_one_or_cannot_be_told(units):
    found = of(units)

    assert found is None or found <= 1 + 1e-12


@given(st.lists(st.integers(0, HIGHEST), min_size=2, max_size=12), st.integers(2, 5))
def test_people_who_agree_on_everything_have_one(levels, people):
    assume(len(set(levels)) > 1)

    assert of([[level] * people for level in levels]) == pytest.approx(1)
    assert alpha(of_points([[33.33 * level] * people for level in levels])) == pytest.approx(1)


@given(any_units, st.randoms(use_true_random=False))
def test_the_order_of_units_and_of_people_is_nothing(units, chance):
    people = list(range(len(units[0])))
    chance.shuffle(people)
    other = [[unit[person] for person in people] for unit in units]
    chance.shuffle(other)

    assert of(other) == pytest.approx(of(units))


@given(any_units)
def test_who_gave_which_mark_is_nothing(units):
    """Two people who change places on some pieces only."""
    other = [unit[::-1] if number % 2 else unit for number, unit in enumerate(units)]

    assert of(other) == pytest.approx(of(units))


@given(any_units, st.sampled_from([(1, 2, 3, 4), (0, 4, 5, 9), (3, 2, 1, 0), (8, 5, 1, 0)]))
def test_only_the_order_of_levels_matters_and_not_their_names_or_direction(units, names):
    other = [[None if mark is None else names[mark] for mark in unit] for unit in units]

    assert of(other, highest=9) == pytest.approx(of(units))


@given(any_units, st.lists(st.integers(0, HIGHEST), max_size=5))
def test_what_one_person_marked_alone_changes_nothing(units, alone):
    more = [*units, *([mark, None] for mark in alone), [None, None]]

    assert of([[*unit, None] for unit in more]) == pytest.approx(of(units))


@given(
    st.lists(st.lists(st.integers(0, 100), min_size=2, max_size=4), min_size=2, max_size=10),
    st.integers(-50, 50),
    st.sampled_from([-2, 0.5, 3]),
)
def test_totals_may_be_measured_from_elsewhere_and_in_other_steps(units, shift, factor):
    other = [[shift + factor * point for point in unit] for unit in units]

    assert alpha(of_points(other)) == pytest.approx(alpha(of_points(units)))


def test_chance_is_about_zero():
    dice = np.random.default_rng(1).integers(0, HIGHEST + 1, size=(4000, 2)).tolist()

    assert abs(of(dice)) < 0.05


def test_people_who_contradict_each_other_are_below_zero():
    assert of([[0, 3], [3, 0], [0, 3], [3, 0]]) < -0.5


@pytest.mark.parametrize(
    "units",
    [
        [],
        [[]],
        [[2, None], [None, 1]],
        [[0, 3]],
        [[0, 3], [1, None]],
        [[2, 2], [2, 2], [2, None]],
        [[0, 0]] * 30,
    ],
)
def test_what_tells_nothing_is_none(units):
    points = [[12.3 * mark for mark in unit if mark is not None] for unit in units]

    for evidence in (of_levels(units, highest=HIGHEST), of_points(points)):
        assert alpha(evidence) is None
        assert interval(evidence) is None


def test_the_interval_holds_alpha_and_is_the_same_each_time():
    evidence = of_levels(HAYES, highest=3)
    found = interval(evidence)

    assert found.low < alpha(evidence) < found.high
    assert 0.1 < found.high - found.low < 0.3
    assert interval(of_levels(HAYES, highest=3)) == found


def test_more_of_the_same_units_make_the_interval_narrower():
    few, many = (interval(of_levels(HAYES * times, highest=3)) for times in (1, 9))

    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(3, rel=0.15)


def test_the_interval_is_of_resampled_units_with_all_their_marks():
    """Drawn and computed anew one by one, alpha after alpha."""
    rng = np.random.default_rng(7)
    units = HAYES * 2
    draws = [rng.integers(len(units), size=len(units)) for _ in range(600)]
    alphas = [of([units[number] for number in draw]) for draw in draws]
    low, high = np.quantile(alphas, [0.025, 0.975])

    found = interval(of_levels(units, highest=3))

    assert (found.low, found.high) == (pytest.approx(low, abs=0.03), pytest.approx(high, abs=0.03))


def test_marks_that_are_nearly_all_alike_have_no_interval():
    """A third of the resamples hold one level alone, of which alpha tells nothing."""
    units = [[3, 3]] * 24 + [[2, 3]]

    assert of(units) == pytest.approx(0)
    assert interval(of_levels(units, highest=3)) is None
