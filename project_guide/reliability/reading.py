"""The sheets of a session's rounds, read in as many queries whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from courses.models import TrainingSession
from people.models import User
from project_guide.models import Mark, Review, ReviewRound
from project_guide.models.verdict import Levels, total
from project_guide.reliability.sheets import Sheet


@dataclass(frozen=True)
class Gathered:
    rounds: list[ReviewRound]
    sheets: dict[int, list[Sheet]]  # by round
    reviewers: dict[int, User]


def gather(session: TrainingSession) -> Gathered:
    rounds = (
        ReviewRound.objects.filter(session=session)
        .select_related("rubric")
        .prefetch_related("rubric__criteria")
        .order_by("project_kind", "-reviewers")
    )
    found = list(rounds)
    sheets = sheets_of(session, found)
    people = {sheet.reviewer for row in sheets.values() for sheet in row}
    return Gathered(found, sheets, User.objects.in_bulk(people))


def counting(session: TrainingSession) -> QuerySet[Review]:
    """Handed-in sheets, whether given to the authors or not, by the rubric of their round; not
    those that are feedback only."""
    return Review.objects.filter(
        counts=True,
        slot__round__session=session,
        submitted_at__isnull=False,
        rubric=F("slot__round__rubric"),
    )


def sheets_of(session: TrainingSession, rounds: list[ReviewRound]) -> dict[int, list[Sheet]]:
    """By round, in an order that does not change from one reading to the next."""
    yardsticks = {found.pk: found.yardstick() for found in rounds}
    marked = levels_of(session)
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    rows = counting(session).order_by("slot__version", "pk")
    for pk, in_round, reviewer, project, version in rows.values_list(
        "pk",
        "slot__round",
        "slot__reviewer",
        "slot__version__project",
        "slot__version__number",
    ):
        levels = marked[pk]
        points = float(total(levels, yardsticks[in_round]))
        sheets[in_round].append(Sheet(reviewer, project, version, levels, points))
    return sheets


def levels_of(session: TrainingSession) -> dict[int, Levels]:
    marks: Any = Mark.objects.filter(review__in=counting(session)).order_by()
    levels: dict[int, Levels] = defaultdict(dict)
    for review, code, level in marks.values_list("review", "criterion__code", "level"):
        levels[review][code] = level
    return levels
