"""Lists of people in a session: where each stands, in a number of queries that does not grow."""

from django.db.models import Count, DateTimeField, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from courses.models.enrolment import Enrolment
from courses.models.group import GroupMembership
from courses.models.progress import LessonDone, SelfCheck


def with_standing(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Adds the group, the lessons done, the answers right and wrong, the last activity."""
    mine = {"enrolment": OuterRef("pk")}
    checks = SelfCheck.objects.filter(**mine)
    present = GroupMembership.objects.filter(**mine, until=None)
    return enrolments.select_related("teacher").annotate(
        group_name=Subquery(present.values("group__name")[:1]),
        group_code=Subquery(present.values("group__code")[:1]),
        done_count=_count(LessonDone.objects.filter(**mine)),
        checks_right=_count(checks.filter(is_correct=True)),
        checks_wrong=_count(checks.filter(is_correct=False)),
        last_activity=_latest(_last(LessonDone.objects.filter(**mine)), _last(checks)),
    )


def _latest(one: Subquery, other: Subquery) -> Greatest:
    """The later of two moments, either of which may be missing (SQLite then answers NULL)."""
    return Greatest(Coalesce(one, other), Coalesce(other, one))


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _last(rows: QuerySet) -> Subquery:
    latest = rows.order_by().values("enrolment").annotate(latest=Max("at")).values("latest")
    return Subquery(latest, output_field=DateTimeField())
