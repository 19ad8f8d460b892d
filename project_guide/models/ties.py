"""What binds a person, under any of their accounts, to versions of projects.

Every way of being near is a query of its own that begins with the person, so the database walks
from a few rows to a few rows, however many projects there are. Together they are one statement,
whose SQL is built once.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Lower

from core.prepared import Prepared
from courses.models import GroupMembership
from people.models import User
from project_guide.models.conflict import DeclaredConflict
from project_guide.models.project import CoAuthor, ProjectVersion
from project_guide.models.review_invitation import ReviewInvitation
from project_guide.models.review_slot import ReviewSlot

Rows = QuerySet[Any, Any]


class Why(StrEnum):
    OWN = "own"  # author, named co-author, tutor of any group the author was ever in; declared
    SEEN = "seen"  # they had it before, whatever became of it, or declined to review it
    SCHOOL = "school"  # an author or a named co-author works at one of their schools
    GROUP = "group"  # an author ever was in a group with them


def person_of(user: User) -> int:
    """One key for all the accounts of a person."""
    return user.first_account_id or user.pk


def tied(user: User, reasons: Iterable[Why]) -> RawSQL:
    """Keys of versions, of all sessions, to which the person is bound in one of these ways."""
    return tied_to(person_of(user), reasons)


def tied_to(person: int, reasons: Iterable[Why]) -> RawSQL:
    """The same of the person with this key."""
    sql, given = TIES.about(person)
    names = sorted(reasons)
    places = ", ".join(["%s"] * len(names))
    # The ORM wrote the inner statement; everything else is a parameter.
    whole = f"SELECT tied FROM ({sql}) AS ties WHERE why IN ({places})"  # noqa: S608
    return RawSQL(whole, [*given, *names])  # noqa: S611


def _ties(person: int) -> Rows:
    me = User.objects.of_person(person).order_by().values("pk")
    seen = ReviewSlot.objects.filter(reviewer__in=me).order_by()
    declined = ReviewInvitation.objects.filter(
        person__in=me, state=ReviewInvitation.State.DECLINED
    ).order_by()
    ties: list[Rows] = [
        rows.values(tied=F("version"), why=Value(Why.SEEN.value)) for rows in (seen, declined)
    ]
    for why, found in [(Why.OWN, _own(me)), (Why.SCHOOL, _school(me)), (Why.GROUP, _group(me))]:
        for near in found:
            rows = ProjectVersion.objects.filter(near).order_by()
            ties.append(rows.values(tied=F("pk"), why=Value(why.value)))
    return ties[0].union(*ties[1:], all=True)


def _own(me: Rows) -> list[Q]:
    addresses = me.values(low=Lower("email"))
    named = CoAuthor.objects.annotate(low=Lower("email")).filter(low__in=addresses)
    tutored = GroupMembership.objects.filter(group__tutors__in=me)
    return [
        Q(project__owner__in=me),
        Q(project__in=CoAuthor.objects.filter(person__in=me).values("project")),
        Q(project__in=named.values("project")),
        Q(project__enrolment__in=tutored.values("enrolment")),
        *_declared(me),
    ]


def _declared(me: Rows) -> list[Q]:
    """Projects that the person, or somebody for them, said they are too near to."""
    mine = DeclaredConflict.objects.standing().order_by().filter(person__in=me)
    met = _met(me, mine)
    return [
        Q(project__in=mine.filter(project__isnull=False).values("project")),
        Q(project__owner__in=met),
        Q(project__in=CoAuthor.objects.filter(person__in=met).values("project")),
    ]


def _met(me: Rows, mine: Rows) -> Rows:
    """All accounts of everybody of whom one of the two said that they must not review the other,
    by name or by address."""
    of_me = DeclaredConflict.objects.standing().order_by()
    addresses = me.values(low=Lower("email"))
    named = User.objects.filter(email__in=mine.exclude(email="").values("email")).order_by()
    keys = mine.filter(other__isnull=False).values(key=Coalesce("other__first_account", "other"))
    keys = keys.union(
        named.values(key=Coalesce("first_account", "pk")),
        of_me.filter(other__in=me).values(key=Coalesce("person__first_account", "person")),
        of_me.filter(email__in=addresses).values(key=Coalesce("person__first_account", "person")),
    )
    return User.objects.of_people(keys).order_by().values("pk")


def _school(me: Rows) -> list[Q]:
    keys = me.exclude(school_key="").values("school_key")
    named = CoAuthor.objects.filter(person__school_key__in=keys)
    return [Q(project__owner__school_key__in=keys), Q(project__in=named.values("project"))]


def _group(me: Rows) -> list[Q]:
    mine = GroupMembership.objects.filter(enrolment__teacher__in=me).values("group")
    together = GroupMembership.objects.filter(group__in=mine)
    colleagues = CoAuthor.objects.accepted().filter(
        person__enrolments__in=together.values("enrolment")
    )
    return [
        Q(project__enrolment__in=together.values("enrolment")),
        Q(project__in=colleagues.values("project")),
    ]


TIES = Prepared(_ties)
