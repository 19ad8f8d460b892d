"""Milestones as the steps of a session."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Milestone


def steps(milestones: Iterable[Milestone], today: date) -> list[dict[str, str]]:
    """For components/stepper: what is over, what goes on, what comes; the calendar decides."""
    return [
        {
            "title": milestone.get_kind_display(),
            "state": state(milestone, today),
            "note": _("till %(day)s") % {"day": date_format(milestone.ends_on, "j E")},
        }
        for milestone in milestones
    ]


def state(milestone: Milestone, today: date) -> str:
    if today > milestone.ends_on:
        return "done"
    return "now" if today >= milestone.starts_on else "next"
