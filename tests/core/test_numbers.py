"""Figures as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from core.numbers import cut


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
