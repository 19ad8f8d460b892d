"""The review rounds of a session, planned from its milestones."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from courses.models import Milestone, TrainingSession
from people.models import User
from project_guide.actions import slots
from project_guide.models import Kind, ReviewRound, Rubric
from project_guide.models.project import KIND_OF_TRACK

Reviewers = ReviewRound.ReviewerKind
RUBRIC_OF = {
    Kind.LOCAL: "local",
    Kind.NETWORK: "network",
    Kind.TRAINING_PROGRAMME: "training_programme",
}
EXPERTS_WANTED = {Kind.LOCAL: 1, Kind.NETWORK: 2, Kind.TRAINING_PROGRAMME: 2}
PEERS_WANTED = 2
EXPERTS_PROMISE = 14  # days
WEEK = 7 * 24  # hours


@transaction.atomic
def plan(session: TrainingSession, *, by: User | None) -> list[ReviewRound]:
    """A round of peers and one of experts for every kind of project the session makes.

    Planned once: rounds that exist stay as they are, whatever a coordinator changed in them.
    """
    planned = []
    for kind in (KIND_OF_TRACK[track] for track in session.tracks if track in KIND_OF_TRACK):
        rubrics = Rubric.objects.of_centres([session.centre_id]).filter(key=RUBRIC_OF[kind])
        rubric = rubrics.latest("version")
        peers = {"wanted": PEERS_WANTED}
        experts = {
            "wanted": EXPERTS_WANTED[kind],
            "lease_hours": WEEK,
            "promise_days": EXPERTS_PROMISE,
        }
        for reviewers, rules in ((Reviewers.PEER, peers), (Reviewers.EXPERT, experts)):
            opens_at, closes_at = days_of(session, reviewers)
            fields = {"rubric": rubric, "opens_at": opens_at, "closes_at": closes_at}
            planned.append(_round(session, kind, reviewers, {**fields, **rules}, by))
    return planned


def days_of(session: TrainingSession, reviewers: str) -> tuple[datetime, datetime]:
    """When a round opens and closes by the session's calendar.

    Peers may serve late authors until the expert review ends, experts until the session does.
    """
    milestones = {found.kind: found for found in session.milestones.all()}
    last = milestones[Milestone.Kind.EXPERT_REVIEW].ends_on
    if reviewers == Reviewers.EXPERT:
        last = session.ends_on
    opens_on = milestones[Milestone.Kind.PEER_REVIEW].starts_on
    return _midnight(session, opens_on), _midnight(session, last + timedelta(days=1))


def follow_calendar(sessions: QuerySet[TrainingSession]) -> None:
    """Rounds that keep to the calendar move with it, when a session or its milestones move."""
    rounds = ReviewRound.objects.filter(
        session__in=sessions, schedule=ReviewRound.Schedule.CALENDAR
    ).select_related("session")
    for found in rounds.prefetch_related("session__milestones"):
        opens_at, closes_at = days_of(found.session, found.reviewers)
        if (found.opens_at, found.closes_at) != (opens_at, closes_at):
            with transaction.atomic():
                ReviewRound.objects.filter(pk=found.pk).update(
                    opens_at=opens_at, closes_at=closes_at
                )
                record(found, "follow_calendar", by=None)


@transaction.atomic
def change(review_round: ReviewRound, *, by: User) -> None:
    """Save changed rules; versions that wait in the round get places as the new number wants.

    Raises:
        Refused: who sees names, or the rubric, would change under the hands of reviewers.
    """
    before = slots.lock(review_round)
    promised = (before.blind, before.rubric_id)
    if promised != (review_round.blind, review_round.rubric_id) and before.is_in_use():
        raise Refused(_("The first piece has been taken: names and rubric stay as they are."))
    if review_round.schedule == ReviewRound.Schedule.CALENDAR:
        review_round.opens_at, review_round.closes_at = days_of(
            review_round.session, review_round.reviewers
        )
    review_round.save()
    record(review_round, "change", by=by)
    if review_round.wanted != before.wanted:
        slots.fit_slots(review_round, by=by)


def _round(
    session: TrainingSession,
    kind: str,
    reviewers: str,
    fields: dict[str, object],
    by: User | None,
) -> ReviewRound:
    found, is_new = ReviewRound.objects.get_or_create(
        session=session, project_kind=kind, reviewers=reviewers, defaults=fields
    )
    if is_new:
        record(found, "plan", by=by)
    return found


def _midnight(session: TrainingSession, day: date) -> datetime:
    """Deadlines are days of the session's own time zone."""
    return datetime.combine(day, time(), tzinfo=session.zone)
