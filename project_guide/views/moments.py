"""Deadlines in words."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from core.zones import zone_name


def day(moment: datetime) -> str:
    """The last day before a window closes at `moment`, in the reader's zone."""
    return date_format(timezone.localtime(moment - timedelta(minutes=1)), "j E Y")


def moment_of(moment: datetime) -> str:
    """Time, day and the name of the zone: a deadline is never left to guessing."""
    shown = date_format(timezone.localtime(moment), "H:i, j E Y")
    return f"{shown}, {zone_name(timezone.get_current_timezone_name())}"
