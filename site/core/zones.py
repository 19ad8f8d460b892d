"""Time zones as people know them: by a city, with the distance from UTC."""

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils import timezone, translation
from django.utils.translation import gettext as _

OUR_COUNTRIES = {"RU", "BY", "UA", "KZ"}  # where most of our readers live
Choices = list[tuple[str, list[tuple[str, str]]]]


def zone_name(name: str, at: datetime | None = None) -> str:
    """“Novokuznetsk (UTC+7)”, in the reader's language; the distance is that of the moment."""
    distance = distance_of(name, at or timezone.now())
    return distance if name == "UTC" else f"{city_of(name, language())} ({distance})"


def zone_choices(kept: str = "") -> Choices:
    """For a list: the zones of our countries from west to east, then all others by name.

    A zone that has several names stands here once; `kept` is the name that must not be lost.
    """
    found = _choices(language(), timezone.now().date().toordinal())
    if not kept or any(kept == name for _group, zones in found for name, _label in zones):
        return found
    return [(_("Chosen now"), [(kept, zone_name(kept))]), *found]


@lru_cache(maxsize=8)
def _choices(spoken: str, day: int) -> Choices:
    at = datetime.fromordinal(day).replace(tzinfo=UTC)
    ours: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    countries = get_global("zone_territories")
    for name in known_zones():
        group = ours if countries.get(name) in OUR_COUNTRIES else others
        group.append((name, zone_name(name, at)))
    ours.sort(key=lambda zone: (offset_of(zone[0], at), zone[1]))
    others.sort(key=lambda zone: zone[1])
    return [
        (_("Russia, Belarus, Ukraine, Kazakhstan"), ours),
        (_("Other countries"), [("UTC", zone_name("UTC", at)), *others]),
    ]


@cache
def known_zones() -> list[str]:
    """One name for each zone, as the present edition of the names has it."""
    countries = get_global("zone_territories")
    return [
        name
        for name in available_timezones()
        if name in countries and "/" in name and not name.startswith("Etc/")
    ]


@cache
def city_of(name: str, spoken: str) -> str:
    """Babel knows the cities; those that were renamed it may know by an older name only."""
    locale = locale_of(spoken)
    names = get_global("zone_aliases")
    present = names.get(name, name)
    for known in (present, *(older for older, zone in names.items() if zone == present)):
        if city := locale.time_zones.get(known, {}).get("city"):
            return str(city)
    return str(get_timezone_location(present, locale=locale, return_city=True))


def distance_of(name: str, at: datetime) -> str:
    """“UTC+7”, “UTC−3”, “UTC+5:30”, “UTC”."""
    offset = offset_of(name, at)
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    if not offset:
        return "UTC"
    sign = "+" if offset > timedelta() else "−"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def offset_of(name: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(name)).utcoffset() or timedelta()


def language() -> str:
    return translation.get_language() or "en"


def locale_of(spoken: str) -> Locale:
    try:
        return Locale.parse(translation.to_locale(spoken))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
