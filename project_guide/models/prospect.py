"""What stands before a project: the windows of its reviews, and what waits in it."""

from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    Field,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from project_guide.models.project import Project, ProjectFile
from project_guide.models.review import Remark
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot


def with_prospects(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Adds the windows of the rounds, the remarks that wait, the files there are."""
    return projects.annotate(
        peers_open_at=_of_round("peer", "opens_at"),
        peers_close_at=_of_round("peer", "closes_at"),
        peers_promise=_of_round("peer", "promise_days", IntegerField()),
        experts_open_at=_of_round("expert", "opens_at"),
        experts_close_at=_of_round("expert", "closes_at"),
        experts_promise=_of_round("expert", "promise_days", IntegerField()),
        was_reviewed=Exists(ReviewSlot.objects.filter(version__project=OuterRef("pk"))),
        remarks_left=_counted(_remarks_left(), "review__slot__version__project"),
        files_now=_counted(_files_now(), "project"),
    )


def _of_round(reviewers: str, name: str, field: Field[Any, Any] | None = None) -> Subquery:
    found = ReviewRound.objects.filter(
        session=OuterRef("enrolment__session"), project_kind=OuterRef("kind"), reviewers=reviewers
    )
    return Subquery(found.values(name)[:1], output_field=field or DateTimeField())


def _remarks_left() -> QuerySet[Remark]:
    return Remark.objects.filter(
        review__slot__version__project=OuterRef("pk"),
        review__released_at__isnull=False,
        answered_at=None,
    )


def _files_now() -> QuerySet[ProjectFile]:
    return ProjectFile.objects.filter(project=OuterRef("pk"), removed_at=None)


def _counted(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
