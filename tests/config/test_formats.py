"""Dates are of one kind in each language, and may end a sentence."""

from datetime import date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

DAY, MOMENT = date(2026, 12, 6), datetime(2026, 12, 6, 14, 2)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "6 December 2026", "6 December 2026, 14:02"),
        ("ru", "6 декабря 2026", "6 декабря 2026, 14:02"),
    ],
)
def test_dates_are_written_in_one_way(language, day, moment):
    with translation.override(language):
        assert date_format(DAY) == date_format(DAY, "j E Y") == day
        assert date_format(MOMENT, "DATETIME_FORMAT") == moment
