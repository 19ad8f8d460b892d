"""Adds pieces to the queue of the session of today: teachers, their projects, and open slots."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from config.bench import cards, people
from core.codes import random_code
from courses.models import Enrolment, Group, GroupMembership, TrainingSession
from project_guide.models import Kind, Project, ProjectVersion, ReviewRound, ReviewSlot

A_GROUP = 12  # teachers
AT_ONCE = 504  # whole groups
NAME = "bench"


def grow(number: int) -> None:
    """Until `number` pieces wait besides those of the demonstration."""
    grown = Project.objects.filter(
        owner__email__endswith=people.ADDRESS, state=Project.State.PEER_REVIEW
    )
    missing = number - grown.count()
    while missing > 0:
        add(min(AT_ONCE, missing))
        missing -= AT_ONCE


@transaction.atomic
def add(number: int) -> None:
    now = timezone.now()
    session = TrainingSession.objects.latest("starts_on")
    make_places(session, number)
    enrolments = people.enrol(people.hire(number), session, Enrolment.State.ACTIVE, now)
    put_in_groups(session, enrolments, now)
    versions = cards.write_projects(enrolments, Kind.LOCAL, Project.State.PEER_REVIEW, now)
    open_slots(session, versions, now)


def make_places(session: TrainingSession, number: int) -> None:
    found = TrainingSession.objects.filter(pk=session.pk)
    found.update(capacity=F("capacity") + number, taken=F("taken") + number)


def put_in_groups(session: TrainingSession, enrolments: list[Enrolment], moment: datetime) -> None:
    """Into new groups with new tutors: a session has more of them, and none has more people."""
    first = session.groups.filter(name__startswith=NAME).count() + 1
    parts = list(range(0, len(enrolments), A_GROUP))
    tutors = people.hire(len(parts))
    for number, (start, tutor) in enumerate(zip(parts, tutors, strict=True), start=first):
        mine = enrolments[start : start + A_GROUP]
        group = Group.objects.create(
            session=session, name=f"{NAME} {number}", quota=A_GROUP, taken=len(mine)
        )
        group.tutors.add(tutor)
        GroupMembership.objects.bulk_create(
            GroupMembership(group=group, enrolment=enrolment, since=moment) for enrolment in mine
        )


def open_slots(session: TrainingSession, versions: list[ProjectVersion], moment: datetime) -> None:
    found = ReviewRound.objects.get(
        session=session, reviewers=ReviewRound.ReviewerKind.PEER, project_kind=Kind.LOCAL
    )
    ReviewSlot.objects.bulk_create(
        ReviewSlot(
            code=random_code(26),
            round=found,
            version=version,
            author=version.submitted_by,
            opened_at=moment,
        )
        for version in versions
        for _ in range(found.wanted)
    )
