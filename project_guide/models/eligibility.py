"""Which versions a person may review: what conflicts shut out, and what comes first.

Asked when a piece is claimed, when a sheet is handed in, and for the list of what waits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower

from core.text import folded
from courses.models import GroupMembership
from people.models import User
from project_guide.models.conflict import DeclaredConflict
from project_guide.models.project import CoAuthor, Project, ProjectVersion
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot

Live = ReviewSlot.LIVE
Open = ReviewSlot.State.OPEN
FEEDBACK_ONLY = Q(state=ReviewSlot.State.SUBMITTED, review__counts=False)
Projects = QuerySet[Project, Any]


@dataclass(frozen=True)
class Ties:
    """Projects a person is bound to: always in the way, or only if a round says so."""

    own: Projects  # author, named co-author, tutor of any group the author was ever in; declared
    school: Projects
    group: Projects


def ties(user: User, sessions: Iterable[int]) -> Ties:
    """What binds the user, under any of their accounts, to projects of the sessions."""
    projects = Project.objects.filter(enrolment__session__in=list(sessions))
    me = user.accounts().values("pk")
    tutored = GroupMembership.objects.filter(group__tutors__in=me)
    mine = GroupMembership.objects.filter(enrolment__teacher__in=me).values("group")
    together = GroupMembership.objects.filter(group__in=mine)
    colleagues = CoAuthor.objects.accepted().filter(
        person__enrolments__in=together.values("enrolment")
    )
    return Ties(
        own=projects.filter(
            Q(owner__in=me)
            | Q(pk__in=_named(user).values("project"))
            | Q(enrolment__in=tutored.values("enrolment"))
            | _declared(user)
        ),
        school=_of_school(folded(user.school), projects),
        group=projects.filter(
            Q(enrolment__in=together.values("enrolment")) | Q(pk__in=colleagues.values("project"))
        ),
    )


def _named(user: User) -> QuerySet[CoAuthor]:
    """Where the person is named as a co-author, whether they accepted or not."""
    me = user.accounts()
    return CoAuthor.objects.annotate(low=Lower("email")).filter(
        Q(person__in=me.values("pk")) | Q(low__in=me.values(low=Lower("email")))
    )


def _declared(user: User) -> Q:
    """Projects that the person, or somebody for them, said they are too near to."""
    me = user.accounts().values("pk")
    conflicts = DeclaredConflict.objects.standing()
    mine = conflicts.filter(person__in=me)
    near = Q(pk__in=mine.filter(project__isnull=False).values("project"))
    addresses = user.accounts().values(low=Lower("email"))
    met = User.objects.filter(
        Q(pk__in=mine.filter(other__isnull=False).values("other"))
        | Q(email__in=mine.exclude(email="").values("email"))
        | Q(pk__in=conflicts.filter(Q(other__in=me) | Q(email__in=addresses)).values("person"))
    ).values("pk")
    near |= Q(owner__in=met)
    return near | Q(pk__in=CoAuthor.objects.filter(person__in=met).values("project"))


def _of_school(key: str, projects: Projects) -> Projects:
    """Projects with an author or a named co-author from the school."""
    if not key:
        return projects.none()
    named = CoAuthor.objects.filter(person__school_key=key)
    return projects.filter(Q(owner__school_key=key) | Q(pk__in=named.values("project")))


def conflict_free(user: User, review_round: ReviewRound) -> QuerySet[ProjectVersion]:
    """Versions of which the user is neither author nor tutor, nor near by school or group."""
    versions = ProjectVersion.objects.filter(project__enrolment__session=review_round.session_id)
    return versions.exclude(_bound(user, review_round, "project"))


def _bound(user: User, review_round: ReviewRound, project: str) -> Q:
    """Whether the project at this path of lookups is one the user is bound to."""
    found = ties(user, [review_round.session_id])
    bound = Q(**{f"{project}__in": found.own.values("pk")})
    if review_round.exclude_same_school:
        bound |= Q(**{f"{project}__in": found.school.values("pk")})
    if review_round.exclude_same_group:
        bound |= Q(**{f"{project}__in": found.group.values("pk")})
    return bound


def claimable(user: User, review_round: ReviewRound, now: datetime) -> QuerySet[Any, Any]:
    """Versions with a slot that the user may take: as dictionaries with `version`, `slot` (the
    open one to take) and `taken`.

    First what is kept for the user, then fewest taken, then those whose promised date is at
    risk, then by chance. Fewest first is breadth before depth: nobody gets review n+1 while
    somebody the user may review has fewer than n. What the user gave back or let lapse does not
    come again.
    """
    slots = ReviewSlot.objects.filter(round=review_round)
    free = Q(pk__in=slots.free_for(user, now).order_by().values("pk"))
    mine = free & Q(reserved_for=user)
    return (
        slots.filter(state__in=Live | {Open})
        .exclude(version__in=_seen(user))
        .exclude(_bound(user, review_round, "version__project"))
        .order_by()
        .values("version")
        .annotate(
            taken=Count("pk", filter=Q(state__in=Live) & ~FEEDBACK_ONLY),
            slot=Coalesce(Min("pk", filter=mine), Min("pk", filter=free)),
            kept=Count("pk", filter=mine),
        )
        .filter(slot__isnull=False)
        .order_by("-kept", "taken", _at_risk_first(review_round, now), "?")
    )


def _at_risk_first(review_round: ReviewRound, now: datetime) -> Any:
    moment = review_round.at_risk_since(now)
    if moment is None:
        return Value(0)
    return Case(When(version__pooled_at__lte=moment, then=Value(0)), default=Value(1))


def _seen(user: User) -> QuerySet[ReviewSlot, Any]:
    """Versions that the person had before, whatever became of it."""
    return ReviewSlot.objects.filter(reviewer__in=user.accounts().values("pk")).values("version")


def rounds_with_work(user: User, rounds: Sequence[ReviewRound], now: datetime) -> set[int]:
    """The rounds in which something waits for this user; one query for all, and no counting."""
    if not rounds:
        return set()
    bound = ties(user, {found.session_id for found in rounds})
    near_by_school = Q(round__exclude_same_school=True, version__in=_versions_of(bound.school))
    near_by_group = Q(round__exclude_same_group=True, version__in=_versions_of(bound.group))
    free = (
        ReviewSlot.objects.free_for(user, now)
        .filter(round=OuterRef("pk"))
        .exclude(version__in=_seen(user))
        .exclude(version__in=_versions_of(bound.own))
        .exclude(near_by_school)
        .exclude(near_by_group)
    )
    found = ReviewRound.objects.filter(Exists(free), pk__in=[one.pk for one in rounds])
    return set(found.order_by().values_list("pk", flat=True))


def _versions_of(projects: Projects) -> QuerySet[ProjectVersion, Any]:
    """Asked for so, the long rows of the versions that wait need not be read."""
    return ProjectVersion.objects.filter(project__in=projects.values("pk")).values("pk")
