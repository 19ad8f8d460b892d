"""The review rounds of a session, planned from its milestones."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from activity.actions import record
from courses.models import Milestone, TrainingSession
from people.models import User
from project_guide.actions import queue
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
WEEK = 7 * 24  # hours


@transaction.atomic
def plan(session: TrainingSession, *, by: User | None) -> list[ReviewRound]:
    """A round of peers and one of experts for every kind of project the session makes.

    Planned once: rounds that exist stay as they are, whatever a coordinator changed in them.
    Peers may serve late authors until the expert review ends, experts until the session does.
    """
    planned = []
    milestones = {found.kind: found for found in session.milestones.all()}
    opens_at = _midnight(session, milestones[Milestone.Kind.PEER_REVIEW].starts_on)
    peers_close = _midnight(
        session, milestones[Milestone.Kind.EXPERT_REVIEW].ends_on + timedelta(days=1)
    )
    experts_close = _midnight(session, session.ends_on + timedelta(days=1))
    for kind in (KIND_OF_TRACK[track] for track in session.tracks if track in KIND_OF_TRACK):
        fields = {
            "rubric": Rubric.objects.filter(key=RUBRIC_OF[kind]).latest("version"),
            "opens_at": opens_at,
        }
        peers = {"closes_at": peers_close, "wanted": PEERS_WANTED}
        experts = {
            "closes_at": experts_close,
            "wanted": EXPERTS_WANTED[kind],
            "lease_hours": WEEK,
        }
        planned.append(_round(session, kind, Reviewers.PEER, {**fields, **peers}, by))
        planned.append(_round(session, kind, Reviewers.EXPERT, {**fields, **experts}, by))
    return planned


@transaction.atomic
def change(review_round: ReviewRound, *, by: User) -> None:
    """Save changed rules; versions that wait in the round get places as the new number wants."""
    before = ReviewRound.objects.select_for_update().get(pk=review_round.pk)
    review_round.save()
    record(review_round, "change", by=by)
    if review_round.wanted != before.wanted:
        queue.fit_slots(review_round, by=by)


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
