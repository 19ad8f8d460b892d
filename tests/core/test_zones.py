"""Time zones are named by their cities, in the reader's language."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from core.zones import zone_choices, zone_name

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def named(language, name, at=WINTER):
    with translation.override(language):
        return zone_name(name, at)


@pytest.mark.parametrize(
    ("language", "name", "shown"),
    [
        ("ru", "Asia/Novokuznetsk", "Новокузнецк (UTC+7)"),
        ("en", "Asia/Novokuznetsk", "Novokuznetsk (UTC+7)"),
        ("uk", "Europe/Minsk", "Мінськ (UTC+3)"),
        ("ru", "Europe/Kyiv", "Киев (UTC+2)"),
        ("ru", "Europe/Kiev", "Киев (UTC+2)"),
        ("en", "Asia/Kolkata", "Kolkata (UTC+5:30)"),
        ("en", "America/St_Johns", "St. John’s (UTC−3:30)"),
        ("ru", "UTC", "UTC"),
        (None, "Europe/Minsk", "Minsk (UTC+3)"),
    ],
)
def test_a_zone_is_named_by_its_city_and_its_distance(language, name, shown):
    assert named(language, name) == shown


def test_the_distance_is_that_of_the_moment():
    assert named("en", "Europe/Berlin", WINTER) == "Berlin (UTC+1)"
    assert named("en", "Europe/Berlin", SUMMER) == "Berlin (UTC+2)"


def test_the_zones_of_our_countries_come_first_from_west_to_east():
    with translation.override("ru"):
        (_ours, near), (_others, far) = zone_choices()

    assert near[0] == ("Europe/Kaliningrad", "Калининград (UTC+2)")
    assert "Камчат" in near[-1][1] or "Анадыр" in near[-1][1]
    assert far[0] == ("UTC", "UTC")
    assert not {name for name, _label in near} & {name for name, _label in far}


def test_a_name_that_has_a_newer_one_is_kept_when_it_was_chosen():
    groups = zone_choices("Europe/Kiev")

    assert groups[0][1] == [("Europe/Kiev", groups[0][1][0][1])]
    assert "Europe/Kyiv" in {name for _group, zones in groups for name, _label in zones}
    assert zone_choices("Europe/Kyiv") == zone_choices()
