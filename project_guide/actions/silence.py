"""What becomes of invitations that nobody answered: the work of a job, safe to run at any time."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from activity.actions import move
from core.refusals import Refused
from project_guide.actions import invitations, slots
from project_guide.models import Project, ProjectVersion, ReviewInvitation, ReviewRound, ReviewSlot

State = ReviewInvitation.State
MOST_AT_ONCE = 500


def sweep(now: datetime) -> None:
    """Close what was not answered, and offer what stands open; it may run at any time."""
    closing = ReviewInvitation.objects.to_be_closed(now).order_by("answer_by")
    for invitation in closing.select_related("round", "version__project")[:MOST_AT_ONCE]:
        with suppress(Refused):  # it was answered meanwhile
            close(invitation, now=now)
    _empty_lines()
    for version, review_round in _left_open(now):
        with transaction.atomic():
            invitations.fill(version, slots.lock(review_round))


@transaction.atomic
def close(invitation: ReviewInvitation, *, now: datetime) -> None:
    """End an invitation that cannot be accepted any more: silent, or without its place.

    Raises:
        Refused: it was answered, or sent again, meanwhile.
    """
    slots.lock(invitation.round)
    if not ReviewInvitation.objects.to_be_closed(now).filter(pk=invitation.pk).exists():
        raise Refused(_("This invitation can still be answered."))
    invitation.refresh_from_db(fields=["answer_by"])
    is_silent = invitation.answer_by is not None and invitation.answer_by <= now
    invitations.end(invitation, State.SILENT if is_silent else State.REVOKED, by=None)


def _empty_lines() -> None:
    """Nobody stays in line for a version that is with the experts no more."""
    over = ReviewInvitation.objects.filter(state=State.PLANNED).exclude(
        version__project__state__in=Project.UNDER_REVIEW
    )
    for invitation in over[:MOST_AT_ONCE]:
        with suppress(Refused):
            move(invitation, State.REVOKED, by=None)


def _left_open(now: datetime) -> list[tuple[ProjectVersion, ReviewRound]]:
    """Versions with somebody in line and a place that nobody is asked for."""
    line = ReviewInvitation.objects.filter(state=State.PLANNED)
    open_places = ReviewSlot.objects.filter(
        Q(reserved_for=None) | Q(reserved_until__lte=now),
        state=ReviewSlot.State.OPEN,
        version__in=line.values("version"),
        round__in=ReviewRound.objects.open(now).filter(invites=True),
    ).select_related("version__project", "round")
    found = {(slot.version_id, slot.round_id): slot for slot in open_places[:MOST_AT_ONCE]}
    return [(slot.version, slot.round) for slot in found.values()]
