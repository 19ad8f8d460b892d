"""An expert's answer to an invitation: accept, decline, suggest somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, record
from core.codes import fingerprint
from core.refusals import Refused
from people.actions import members
from people.models import User
from project_guide.actions import invitations, queue, slots
from project_guide.actions.conflicts import declare_about
from project_guide.models import ReviewInvitation, ReviewSlot
from project_guide.models.calibration import standing
from project_guide.models.eligibility import conflict_free

State = ReviewInvitation.State


@dataclass(frozen=True)
class Suggestion:
    """Somebody else whom the coordinator might ask; nobody is invited by it."""

    name: str = ""
    email: str = ""
    words: str = ""


@transaction.atomic
def accept(invitation: ReviewInvitation, *, by: User) -> ReviewSlot:
    """Take the piece, with the time the round gives for a review.

    Raises:
        Refused: the time to answer is over, the invitation was withdrawn, or the person may
            not take the piece: a conflict, the cap, a pause, the end of the round.
    """
    review_round = slots.lock(invitation.round)
    now = timezone.now()
    invitation = _mine(invitation, by, now)
    slot = invitation.slot
    assert slot is not None  # as asked for
    if reason := queue.refusal_of_claim(by, review_round, now=now):
        raise Refused(reason)
    if not conflict_free(by, review_round).filter(pk=invitation.version_id).exists():
        raise Refused(_("You are too near to this project to review it. Decline it, please."))
    move(invitation, State.ACCEPTED, by=by, at=now, changes={"answered_at": now})
    counts = not standing(by, review_round).is_feedback_only
    queue.lease(slot, by=by, now=now, counts=counts)
    return slot


@transaction.atomic
def decline(
    invitation: ReviewInvitation,
    *,
    decline: str,
    reason: str = "",
    suggestion: Suggestion | None = None,
    by: User,
) -> None:
    """Say no, and why; the next in line is asked in the same transaction.

    Whoever is too near to the work is kept away from it for good.

    Raises:
        Refused: the time to answer is over, the invitation was withdrawn, or the person suggests
            themselves.
    """
    slots.lock(invitation.round)
    now = timezone.now()
    invitation = _mine(invitation, by, now)
    suggested = suggestion or Suggestion()
    if suggested.email.lower() == by.email.lower():
        raise Refused(_("Suggest somebody else, or nobody."))
    if decline == ReviewSlot.Decline.CONFLICT:
        declare_about(invitation.version.project, person=by, note=reason, by=by)
    invitations.end(
        invitation,
        State.DECLINED,
        by=by,
        answered_at=now,
        decline=decline,
        reason=reason[:300],
        suggested_name=suggested.name,
        suggested_email=suggested.email.lower(),
        suggested_words=suggested.words,
    )


def _mine(invitation: ReviewInvitation, by: User, now: datetime) -> ReviewInvitation:
    """The invitation as it is now, under the lock of the round."""
    found = ReviewInvitation.objects.select_related(
        "slot__round__session", "round__session", "version__project", "person"
    ).get(pk=invitation.pk)
    if found.person_id != by.pk or not found.is_waiting(now):
        raise Refused(_("This invitation cannot be answered any more. Nothing is asked of you."))
    return found


def invitation_of(token: str) -> ReviewInvitation | None:
    """The invitation behind a link, whether it can still be used or not."""
    found = ReviewInvitation.objects.select_related("person", "slot", "round__session")
    return found.filter(token=fingerprint(token)).first()


@transaction.atomic
def use_link(invitation: ReviewInvitation, *, now: datetime) -> None:
    """The link signs its owner in once; written down as their step.

    Raises:
        Refused: it was used, or the invitation cannot be answered any more.
    """
    waiting = ReviewInvitation.objects.waiting(now).filter(pk=invitation.pk)
    # No join in the update: with one, PostgreSQL would let two at once through.
    unused = ReviewInvitation.objects.filter(
        pk=invitation.pk, state=State.SENT, token=invitation.token, used_at=None
    )
    if not waiting.exists() or not unused.update(used_at=now):
        raise Refused(_("This link does not work any more."))
    record(invitation, "sign_in", by=invitation.person, at=now)


@transaction.atomic
def follow(invitation: ReviewInvitation, *, by: User) -> None:
    """Offer the role of an expert to the person who was suggested.

    Raises:
        Refused: nobody was suggested, or the person is an expert of the centre already.
    """
    if not invitation.suggested_email:
        raise Refused(_("Nobody was suggested."))
    centre = invitation.round.session.centre
    members.invite(centre, invitation.suggested_email, "expert", by=by)
    record(invitation, "follow", by=by, note=invitation.suggested_email)
