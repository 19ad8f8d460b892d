"""What a coordinator does with a proposed move."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, tell
from people.models import User
from project_guide.actions import queue, slots
from project_guide.models import Project, RepairMove, ReviewSlot
from project_guide.models.at_risk import has_begun
from project_guide.models.eligibility import conflict_free

State = ReviewSlot.State
KEPT_FOR = timedelta(days=2)  # then anybody may take the place


@transaction.atomic
def accept(found: RepairMove, *, by: User) -> bool:
    """Keep the place for the person and ask them; False: something has changed since the night,
    and the proposal is outdated.

    Raises:
        Refused: it was answered already.
    """
    now = timezone.now()
    review_round = slots.lock(found.run.round)
    slot = ReviewSlot.objects.select_related("review", "version__project", "reviewer").get(
        pk=found.slot_id
    )
    slot.round = review_round
    fits = is_as_it_was(found, slot, now) and may_take(found.to_reviewer, slot, now)
    outcome = RepairMove.State.ACCEPTED if fits else RepairMove.State.OUTDATED
    move(found, outcome, by=by, at=now)
    if fits:
        place = _take_away(found, slot) if found.from_reviewer else slot
        _keep(place, found, now)
    return fits


def is_as_it_was(found: RepairMove, slot: ReviewSlot, now: datetime) -> bool:
    """The place is still open, or still with the same person, who has not begun or cannot end."""
    if slot.version.project.state not in Project.UNDER_REVIEW:
        return False
    if found.from_reviewer is None:
        free = ReviewSlot.objects.free_for(found.to_reviewer, now)
        return free.filter(pk=slot.pk).exists()
    if slot.state != State.LEASED or slot.reviewer_id != found.from_reviewer_id:
        return False
    if found.why == RepairMove.Why.CONFLICT:
        return not _is_far(found.from_reviewer, slot)
    return not has_begun(slot, now)


def may_take(person: User, slot: ReviewSlot, now: datetime) -> bool:
    """By the rules of a claim: with what is kept for the person they stay within the cap, they are
    not too near, and have not had the version before."""
    kept = ReviewSlot.objects.filter(
        reserved_for=person, reserved_until__gt=now, state=State.OPEN, round=slot.round
    ).exclude(pk=slot.pk)
    waiting = list(kept.select_related("round"))
    had = ReviewSlot.objects.filter(reviewer__in=person.accounts(), version=slot.version_id)
    return (
        person.is_active
        and not queue.refusal_of_claim(person, slot.round, now=now, besides=waiting)
        and _is_far(person, slot)
        and not had.exists()
        and not any(one.version_id == slot.version_id for one in waiting)
    )


def _is_far(person: User, slot: ReviewSlot) -> bool:
    return conflict_free(person, slot.round).filter(pk=slot.version_id).exists()


def _take_away(found: RepairMove, slot: ReviewSlot) -> ReviewSlot:
    """Give the piece back for its reviewer, and tell them; the place that opens instead."""
    assert found.from_reviewer is not None
    reason = _("Moved to somebody else, so that all works are reviewed in time.")
    queue.give_back(slot, reason=reason, by=None)
    tell(
        found.from_reviewer,
        "project_guide/notices/moved_away",
        key=f"moved:{found.code}",
        slot=slot,
        review_round=slot.round,
    )
    slot.refresh_from_db(fields=["replaced_by"])
    assert slot.replaced_by is not None  # the project is under review
    return slot.replaced_by


def _keep(place: ReviewSlot, found: RepairMove, now: datetime) -> None:
    until = now + KEPT_FOR
    ReviewSlot.objects.filter(pk=place.pk).update(
        reserved_for=found.to_reviewer, reserved_until=until
    )
    tell(
        found.to_reviewer,
        "project_guide/notices/move_kept",
        key=f"kept:{found.code}",
        review_round=found.run.round,
        until=until,
    )


def refuse(found: RepairMove, *, by: User) -> None:
    """The night does not propose this person for this work again."""
    move(found, RepairMove.State.REFUSED, by=by)
