"""Which versions a person may review: what conflicts shut out.

Asked when a piece is claimed, when a sheet is handed in, and for the list of what waits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.text import folded
from courses.models import GroupMembership
from people.models import User
from project_guide.models.project import CoAuthor, Project, ProjectVersion
from project_guide.models.review import ReviewRound, ReviewSlot

Live = ReviewSlot.LIVE
Projects = QuerySet[Project, Any]


@dataclass(frozen=True)
class Ties:
    """Projects a person is bound to: always in the way, or only if a round says so."""

    own: Projects  # author, named co-author, tutor of any group the author was ever in
    school: Projects
    group: Projects


def ties(user: User, sessions: Iterable[int]) -> Ties:
    """What binds the user to projects of the sessions."""
    projects = Project.objects.filter(enrolment__session__in=list(sessions))
    named = CoAuthor.objects.filter(Q(person=user) | Q(email__iexact=user.email))
    tutored = GroupMembership.objects.filter(group__tutors=user)
    mine = GroupMembership.objects.filter(enrolment__teacher=user).values("group")
    together = GroupMembership.objects.filter(group__in=mine)
    colleagues = CoAuthor.objects.accepted().filter(
        person__enrolments__in=together.values("enrolment")
    )
    return Ties(
        own=projects.filter(
            Q(owner=user)
            | Q(pk__in=named.values("project"))
            | Q(enrolment__in=tutored.values("enrolment"))
        ),
        school=_of_school(folded(user.school), projects),
        group=projects.filter(
            Q(enrolment__in=together.values("enrolment")) | Q(pk__in=colleagues.values("project"))
        ),
    )


def _of_school(key: str, projects: Projects) -> Projects:
    """Projects with an author or a named co-author from the school."""
    if not key:
        return projects.none()
    named = CoAuthor.objects.filter(person__school_key=key)
    return projects.filter(Q(owner__school_key=key) | Q(pk__in=named.values("project")))


def conflict_free(user: User, review_round: ReviewRound) -> QuerySet[ProjectVersion]:
    """Versions of which the user is neither author nor tutor, nor near by school or group."""
    bound = ties(user, [review_round.session_id])
    free = ProjectVersion.objects.filter(
        project__enrolment__session=review_round.session_id
    ).exclude(project__in=bound.own.values("pk"))
    if review_round.exclude_same_school:
        free = free.exclude(project__in=bound.school.values("pk"))
    if review_round.exclude_same_group:
        free = free.exclude(project__in=bound.group.values("pk"))
    return free


def claimable(user: User, review_round: ReviewRound) -> QuerySet[ProjectVersion]:
    """Versions with an open slot that the user may take, fewest taken first, then by chance.

    Fewest first is breadth before depth: nobody gets review n+1 while somebody the user may
    review has fewer than n. What the user gave back or let lapse does not come again.
    """
    slots = ReviewSlot.objects.filter(round=review_round, version=OuterRef("pk")).order_by()
    taken = slots.filter(state__in=Live).values("version").annotate(number=Count("pk"))
    seen = ReviewSlot.objects.filter(reviewer=user).values("version")
    return (
        conflict_free(user, review_round)
        .filter(Exists(slots.filter(state=ReviewSlot.State.OPEN)))
        .exclude(pk__in=seen)
        .annotate(taken=Coalesce(Subquery(taken.values("number")), 0))
        .order_by("taken", "?")
    )


def waiting_by_round(user: User, rounds: Sequence[ReviewRound]) -> dict[int, int]:
    """How many versions wait for this user in each of the rounds, in one query for all."""
    if not rounds:
        return {}
    bound = ties(user, {found.session_id for found in rounds})
    seen = ReviewSlot.objects.filter(reviewer=user).values("version")
    rows = (
        ReviewSlot.objects.filter(round__in=rounds, state=ReviewSlot.State.OPEN)
        .exclude(version__in=seen)
        .exclude(version__in=_versions_of(bound.own))
        .exclude(round__exclude_same_school=True, version__in=_versions_of(bound.school))
        .exclude(round__exclude_same_group=True, version__in=_versions_of(bound.group))
        .order_by()
        .values_list("round")
        .annotate(Count("version", distinct=True))
    )
    return dict(rows)


def _versions_of(projects: Projects) -> QuerySet[ProjectVersion, Any]:
    """Asked for so, the long rows of the versions that wait need not be read."""
    return ProjectVersion.objects.filter(project__in=projects.values("pk")).values("pk")
