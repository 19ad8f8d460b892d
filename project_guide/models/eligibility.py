"""Which versions a person may review: what conflicts shut out, in one queryset.

Asked when a piece is claimed and again when a sheet is handed in.
"""

from django.db.models import Count, Q, QuerySet

from courses.models import Group, GroupMembership
from people.models import User
from project_guide.models.project import CoAuthor, Project, ProjectVersion
from project_guide.models.review import ReviewRound, ReviewSlot

Live = ReviewSlot.LIVE


def conflict_free(user: User, review_round: ReviewRound) -> QuerySet[ProjectVersion]:
    """Versions of which the user is neither author nor tutor, nor near by school or group."""
    projects = Project.objects.filter(enrolment__session=review_round.session_id)
    projects = projects.exclude(owner=user).exclude(
        pk__in=CoAuthor.objects.filter(Q(person=user) | Q(email__iexact=user.email)).values(
            "project"
        )
    )
    tutored = GroupMembership.objects.filter(group__tutors=user).values("enrolment")
    projects = projects.exclude(enrolment__in=tutored)
    if review_round.exclude_same_school and user.school:
        projects = projects.exclude(owner__school__iexact=user.school).exclude(
            pk__in=CoAuthor.objects.accepted()
            .filter(person__school__iexact=user.school)
            .values("project")
        )
    if review_round.exclude_same_group:
        mine = Group.objects.filter(
            session=review_round.session_id, memberships__enrolment__teacher=user
        ).values("pk")
        together = GroupMembership.objects.filter(group__in=mine).values("enrolment")
        projects = projects.exclude(enrolment__in=together)
    return ProjectVersion.objects.filter(project__in=projects.values("pk"))


def claimable(user: User, review_round: ReviewRound) -> QuerySet[ProjectVersion]:
    """Versions with an open slot that the user may take, fewest taken first, then by chance.

    Fewest first is breadth before depth: nobody gets review n+1 while somebody the user may
    review has fewer than n. What the user gave back or let lapse does not come again.
    """
    in_round = Q(slots__round=review_round)
    seen = ReviewSlot.objects.filter(reviewer=user).values("version")
    return (
        conflict_free(user, review_round)
        .exclude(pk__in=seen)
        .annotate(
            free=Count("slots", filter=in_round & Q(slots__state=ReviewSlot.State.OPEN)),
            taken=Count("slots", filter=in_round & Q(slots__state__in=Live)),
        )
        .filter(free__gt=0)
        .order_by("taken", "?")
    )
