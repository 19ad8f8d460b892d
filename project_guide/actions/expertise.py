"""What an expert says of their work here: topics, how much, when not."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from activity.actions import record
from people.models import User
from project_guide.models import Expertise, Pause, ReviewRound, ReviewSlot
from project_guide.models.expertise import limits_of


def refusal_of_more(
    person: User, review_round: ReviewRound, mine: list[ReviewSlot], *, now: datetime
) -> str:
    """Why the person takes no more reviews as an expert; empty for peers."""
    if not review_round.is_for_experts:
        return ""
    today = now.astimezone(review_round.session.zone).date()
    load = sum(slot.round.is_for_experts for slot in mine)
    return limits_of(person, today).refusal(load)


@transaction.atomic
def save(expertise: Expertise, *, by: User) -> Expertise:
    expertise.saved_at = timezone.now()
    expertise.save()
    record(expertise, "save", by=by)
    return expertise


@transaction.atomic
def pause(found: Pause, *, by: User) -> Pause:
    """From the first day to the last the person is not asked, and takes nothing."""
    found.save()
    record(found, "pause", by=by)
    return found


@transaction.atomic
def end_pause(found: Pause, *, by: User) -> None:
    """Take a pause back, before or while it runs."""
    record(found, "end", by=by, note=f"{found.starts_on} - {found.ends_on}")
    found.delete()
