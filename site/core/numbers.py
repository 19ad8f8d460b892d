"""Figures as people read them."""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _


def cut(number: Fraction | Decimal | float) -> str:
    """Two places at most, with the comma or point of the language.

    The rest is cut off: 69.999 is not shown as the 70 that it has not reached.
    """
    exact = Fraction(str(number)) if isinstance(number, float) else Fraction(number)
    hundredths = exact.numerator * 100 // exact.denominator
    shown = f"{Decimal(hundredths) / 100:.2f}".rstrip("0").rstrip(".")
    return shown.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def rounded(number: float, places: int) -> str:
    """With the comma or point of the language and a true minus; a rounded zero has no sign."""
    value = round(number, places)
    return ("\N{MINUS SIGN}" if value < 0 else "") + str(number_format(abs(value), places))


def signed(number: float, places: int) -> str:
    """A distance, to either side."""
    return ("+" if round(number, places) > 0 else "") + rounded(number, places)


def clock(minutes: int | None) -> str:
    """A length of time in hours and minutes; empty when it is not known."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
