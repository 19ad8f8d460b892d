"""What has changed from one version of a project to another: as its people see it, or blind."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import User
from project_guide.comparison import Change, compare, compare_sets
from project_guide.models import ProjectFile, ProjectVersion, ReviewSlot
from project_guide.models.review_copy import SHOWN
from project_guide.tell_tales import pattern_of

HIDDEN = "▒▒▒"  # stands for a name


def earlier_reviewed(version: ProjectVersion) -> ProjectVersion | None:
    """The newest version before this one that was reviewed or decided upon, and stands."""
    if version.number == 1:
        return None
    reviewed = Q(slots__state=ReviewSlot.State.SUBMITTED) | Q(decisions__released_at__isnull=False)
    earlier = ProjectVersion.objects.standing().filter(
        reviewed, project=version.project_id, number__lt=version.number
    )
    return earlier.order_by("-number").first()


def changes(before: ProjectVersion, after: ProjectVersion) -> list[Change]:
    """Every field of the card, and the files: for authors, tutors and coordinators."""
    held = [_files(version) for version in (before, after)]
    return [*compare(before.card, after.card), *compare_files(*held)]


def blind_changes(before: ProjectVersion, after: ProjectVersion) -> list[Change]:
    """The same for a reviewer: only what the review copy shows, and files by their kind alone.

    A name that stood in the earlier text and was taken out is not brought back by its deletion.
    """
    pattern = pattern_of(_authors(before, after))
    cards = [_blind(version.card, pattern) for version in (before, after)]
    held = [
        {sha: without(pattern, name) for sha, name in _files(version).items()}
        for version in (before, after)
    ]
    return [*compare(*cards, shown=SHOWN), *compare_files(*held)]


def _authors(*versions: ProjectVersion) -> list[User]:
    """Whoever was an author when one of the versions was sent."""
    codes = {author["code"] for version in versions for author in version.authors}
    return list(User.objects.filter(code__in=codes))


def _blind(card: Mapping[str, Any], pattern: re.Pattern[str] | None) -> dict[str, Any]:
    return {name: without(pattern, value) for name, value in card.items() if name in SHOWN}


def without(pattern: re.Pattern[str] | None, value: Any) -> Any:
    """The value with every name that the pattern finds hidden, all the way down."""
    if pattern is None:
        return value
    if isinstance(value, str):
        return pattern.sub(HIDDEN, value)
    if isinstance(value, list):
        return [without(pattern, one) for one in value]
    if isinstance(value, dict):
        return {name: without(pattern, one) for name, one in value.items()}
    return value


def _files(version: ProjectVersion) -> dict[str, str]:
    """What each file is called, by its content."""
    rows = version.files.select_related("file").order_by("added_at", "pk")
    return {row.file.sha256: _name(row) for row in rows}


def _name(row: ProjectFile) -> str:
    kind = row.file.kind.upper()
    return f"{row.about} ({kind})" if row.about else _("A file (%(kind)s)") % {"kind": kind}


def compare_files(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    gone = [name for sha, name in before.items() if sha not in after]
    come = [name for sha, name in after.items() if sha not in before]
    return [
        *compare_sets(_("Files"), gone, []),
        *compare_sets(_("Files"), [], come),
    ]
