"""A version that comes back goes first to those who know the one before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from activity.actions import tell
from project_guide.actions import queue
from project_guide.models import ProjectVersion, ReviewRound, ReviewSlot
from project_guide.models.eligibility import conflict_free


def keep_for_those_who_know(places: Sequence[ReviewSlot], *, now: datetime) -> int:
    """Keep the open places of a version for the experts of the version before, for some days of
    the round, and tell them; after that anybody may take them. Says how many are kept."""
    if not places or not places[0].round.keep_days:
        return 0
    version, review_round = places[0].version, places[0].round
    until = now + timedelta(days=review_round.keep_days)
    kept = 0
    known = [
        slot for slot in earlier_places(version, review_round) if _may_take(slot, version, now)
    ]
    for place, earlier in zip(places, known, strict=False):
        ReviewSlot.objects.filter(pk=place.pk).update(
            reserved_for=earlier.reviewer, reserved_until=until
        )
        _tell(earlier, place, until)
        kept += 1
    return kept


def earlier_places(version: ProjectVersion, review_round: ReviewRound) -> list[ReviewSlot]:
    """Of the last version before this one that the round has reviewed; third opinions last."""
    done = ReviewSlot.objects.filter(
        round=review_round,
        version__project=version.project_id,
        version__number__lt=version.number,
        state=ReviewSlot.State.SUBMITTED,
    )
    last = done.order_by("-version__number").values("version")[:1]
    return list(done.filter(version__in=last).select_related("reviewer", "round").order_by("pk"))


def _may_take(earlier: ReviewSlot, version: ProjectVersion, now: datetime) -> bool:
    person = earlier.reviewer
    if person is None or queue.refusal_of_claim(person, earlier.round, now=now):
        return False
    return conflict_free(person, earlier.round).filter(pk=version.pk).exists()


def _tell(earlier: ReviewSlot, place: ReviewSlot, until: datetime) -> None:
    assert earlier.reviewer is not None  # asked in `_may_take`
    tell(
        earlier.reviewer,
        "project_guide/notices/kept_for_you",
        key=f"kept:{place.pk}",
        label=earlier.label,
        until=until,
    )
