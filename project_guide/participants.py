"""Whoever may write, lead or review something in a training session."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.models import Enrolment, TrainingSession
from people.models import Membership, User
from project_guide.models import CoAuthor


def participants_of(session: TrainingSession) -> QuerySet[User]:
    """Teachers with a place, holders of a role in the centre, co-authors."""
    roles = Membership.objects.current(timezone.now()).filter(centre=session.centre_id)
    places = Enrolment.objects.filter(session=session)
    named = CoAuthor.objects.filter(project__enrolment__session=session)
    return User.objects.filter(
        Q(pk__in=places.values("teacher"))
        | Q(pk__in=roles.values("person"))
        | Q(pk__in=named.values("person"))
    ).order_by("last_name", "first_name", "pk")
