"""Which versions a person may review: what conflicts shut out, and what comes first.

Asked when a piece is claimed, when a sheet is handed in, and for the list of what waits.
"""

from collections.abc import Iterable, Set
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from core.prepared import Prepared
from people.models import User
from project_guide.models.project import ProjectVersion
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot
from project_guide.models.ties import Why, person_of, tied, tied_to

Live = ReviewSlot.LIVE
Open = ReviewSlot.State.OPEN
Rows = QuerySet[Any, Any]
FEEDBACK_ONLY = Q(state=ReviewSlot.State.SUBMITTED, review__counts=False)
EVERY_WAY = [
    frozenset({Why.OWN, *by_rule})
    for by_rule in ([], [Why.SCHOOL], [Why.GROUP], [Why.SCHOOL, Why.GROUP])
]  # that `in_the_way` may answer
DAY = timedelta(days=1)  # of the farthest time zone


def in_the_way(review_round: ReviewRound) -> set[Why]:
    """Always, or by the rules of the round."""
    reasons = {Why.OWN}
    if review_round.exclude_same_school:
        reasons.add(Why.SCHOOL)
    if review_round.exclude_same_group:
        reasons.add(Why.GROUP)
    return reasons


def conflict_free(user: User, review_round: ReviewRound) -> QuerySet[ProjectVersion]:
    """Versions of which the user is neither author nor tutor, nor near by school or group."""
    found = ProjectVersion.objects.filter(project__enrolment__session=review_round.session_id)
    return found.exclude(pk__in=tied(user, in_the_way(review_round)))


def claimable(user: User, review_round: ReviewRound, now: datetime) -> Rows:
    """Versions with a slot that the user may take: as dictionaries with `version`, `slot` (the
    open one to take) and `taken`.

    First what is kept for the user, then fewest taken, then those whose promised date is at
    risk, then by chance. Fewest first is breadth before depth: nobody gets review n+1 while
    somebody the user may review has fewer than n. What the user gave back or let lapse does not
    come again.
    """
    return _claimable(in_the_way(review_round), *_asked(user, review_round, now))


def next_slot(user: User, review_round: ReviewRound, now: datetime) -> ReviewSlot | None:
    """Of what is claimable, the first."""
    first = _first(frozenset(in_the_way(review_round)))
    return next(iter(first.rows(*_asked(user, review_round, now))), None)


@cache
def _first(reasons: frozenset[Why]) -> Prepared[ReviewSlot]:
    def build(*asked: Any) -> QuerySet[ReviewSlot]:
        following = _claimable(reasons, *asked).values("slot")[:1]
        return ReviewSlot.objects.filter(pk__in=following).order_by()

    return Prepared(build)


def _asked(user: User, review_round: ReviewRound, now: datetime) -> tuple[Any, ...]:
    """At the end, when versions can be at risk: those that came between these two moments are."""
    found = (user.pk, person_of(user), review_round.pk, now)
    moment = review_round.at_risk_since(now)
    if moment is None:
        return found
    return (
        *found,
        datetime.combine(review_round.session.starts_on, time(), tzinfo=UTC) - DAY,
        moment,
    )


def _claimable(
    reasons: Set[Why], user: int, person: int, review_round: int, now: datetime, *risk: datetime
) -> Rows:
    free = ReviewSlot.is_free_for(user, now)
    return (
        ReviewSlot.objects.filter(free | Q(state__in=Live), round=review_round)
        .exclude(version__in=tied_to(person, reasons | {Why.SEEN}))
        .order_by()
        .values("version")
        .annotate(
            taken=Count("pk", filter=Q(state__in=Live) & ~FEEDBACK_ONLY),
            kept=Min("pk", filter=Q(state=Open, reserved_for=user)),
            slot=Coalesce("kept", Min("pk", filter=Q(state=Open))),
            patience=_patience(*risk),
        )
        .filter(slot__isnull=False)
        .order_by(F("kept").asc(nulls_last=True), "taken", "patience", "?")
    )


def _patience(*risk: datetime) -> Any:
    """0 when the promised date is at risk. Without a join, which would read the long rows of all
    versions: this reads an index."""
    if not risk:
        return Min(Value(0))
    begins, moment = risk
    at_risk = ProjectVersion.objects.filter(pooled_at__gte=begins, pooled_at__lte=moment)
    late = When(version__in=at_risk.order_by().values("pk"), then=Value(0))
    return Min(Case(late, default=Value(1)))


def rounds_with_work(user: User, rounds: Iterable[ReviewRound], now: datetime) -> set[int]:
    """The rounds in which something waits for this user; one query for all, and no counting."""
    alike: dict[frozenset[Why], list[int]] = {reasons: [] for reasons in EVERY_WAY}
    for found in rounds:
        alike[frozenset(in_the_way(found))].append(found.pk)
    keys = map(tuple, alike.values())
    return set(WITH_WORK.rows(user.pk, person_of(user), now, *keys))


def _with_work(user: int, person: int, now: datetime, *alike: tuple[int, ...]) -> Rows:
    """`alike` are keys of rounds, for each of EVERY_WAY those that go that way."""
    waits = Q()
    for reasons, same in zip(EVERY_WAY, alike, strict=True):
        waits |= Q(round__in=same) & ~Q(version__in=tied_to(person, reasons | {Why.SEEN}))
    free = ReviewSlot.objects.free_for(user, now).filter(waits, round=OuterRef("pk"))
    waiting = ReviewRound.objects.filter(Exists(free), pk__in=sum(alike, ()))
    return waiting.order_by().values_list("pk", flat=True)


WITH_WORK = Prepared(_with_work)
