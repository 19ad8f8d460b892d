"""Takes away what an earlier measuring added, so that every run begins with the same data."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Count, F, Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from activity.models import Step
from config.bench import guide, people, reviews
from courses.models import Enrolment, Group, GroupMembership, TrainingSession
from people.models import User
from project_guide.models import (
    GuideIndexPage,
    GuideStamp,
    Project,
    ProjectPage,
    ProjectVersion,
    RepairMove,
    Review,
    ReviewSlot,
)
from project_guide.models.pages import ProjectTag


@transaction.atomic
def clear() -> None:
    """Row by row nothing is asked or told; the database checks at the end what holds together."""
    added = User.objects.filter(email__endswith=people.ADDRESS).values("pk")
    clear_guide(Project.objects.filter(owner__in=added).values("pk"))
    clear_slots(ReviewSlot.objects.filter(Q(author__in=added) | Q(reviewer__in=added)))
    drop(ProjectVersion.objects.filter(submitted_by__in=added))
    drop(Project.objects.filter(owner__in=added))
    drop(GroupMembership.objects.filter(enrolment__in=Enrolment.objects.filter(teacher__in=added)))
    clear_groups()
    give_places_back(added)
    drop(Enrolment.objects.filter(teacher__in=added))
    drop(TrainingSession.objects.filter(title=guide.SESSION))
    drop(Step.objects.filter(by__in=added))
    drop(User.objects.filter(email__endswith=people.ADDRESS))


def drop(rows: Any) -> None:
    rows.order_by()._raw_delete(connection.alias)


def clear_slots(slots: Any) -> None:
    """With the sheets that were begun and the moves that were proposed."""
    keys = slots.order_by().values("pk")
    drop(RepairMove.objects.filter(slot__in=keys))
    drop(Review.objects.filter(slot__in=keys))
    drop(slots)


def clear_guide(projects: Any) -> None:
    pages = ProjectPage.objects.filter(version__project__in=projects).order_by()
    keys = list(pages.values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(ProjectPage)
    texts = pages.annotate(text=Cast("pk", TextField())).values("text")
    drop(IndexEntry.objects.filter(content_type=kind, object_id__in=texts))
    drop(ProjectTag.objects.filter(content_object__in=pages.values("pk")))
    drop(ProjectPage.objects.filter(version__in=versions_of(projects)))
    drop(Page.objects.filter(slug__startswith="bench-", content_type=kind))
    found = GuideIndexPage.objects.all()
    found.update(numchild=F("numchild") - len(keys))
    GuideStamp.objects.bump()


def versions_of(projects: Any) -> Any:
    return ProjectVersion.objects.filter(project__in=projects).order_by().values("pk")


def clear_groups() -> None:
    added = Group.objects.filter(name__startswith=reviews.NAME).order_by()
    drop(Group.tutors.through.objects.filter(group__in=added.values("pk")))
    drop(added)


def give_places_back(added: Any) -> None:
    """The session of today had as many places fewer."""
    rows = Enrolment.objects.filter(teacher__in=added).exclude(session__title=guide.SESSION)
    counted = rows.order_by().values_list("session").annotate(number=Count("pk"))
    for session, number in counted:
        found = TrainingSession.objects.filter(pk=session)
        found.update(capacity=F("capacity") - number, taken=F("taken") - number)
