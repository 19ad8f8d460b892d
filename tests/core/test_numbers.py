"""Figures as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from core.numbers import cut, rounded, signed


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(200, 3), "66.66"),
        (Fraction(6999, 100) + Fraction(9, 1000), "69.99"),
        (Decimal("66.666667"), "66.66"),
        (Decimal("2.000000"), "2"),
        (0.29, "0.29"),
        (70.5, "70.5"),
        (100, "100"),
        (0, "0"),
    ],
)
def test_figures_are_cut_and_never_rounded_up(number, shown):
    assert cut(number) == shown


def test_the_sign_between_is_that_of_the_language():
    with translation.override("ru"):
        assert cut(Fraction(200, 3)) == "66,66"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(4.26, "+4.3"), (-4.26, "−4.3"), (0.04, "0.0"), (-0.04, "0.0"), (12, "+12.0")],
)
def test_a_distance_is_shown_with_its_sign(number, shown):
    assert signed(number, 1) == shown


def test_a_distance_has_the_comma_of_the_language():
    with translation.override("ru"):
        assert signed(-0.257, 2) == "−0,26"


def test_below_zero_stands_a_minus_and_not_a_hyphen():
    assert (rounded(-0.0104, 3), rounded(0.8, 3), rounded(-0.0001, 3)) == (
        "−0.010",
        "0.800",
        "0.000",
    )
