"""Asking experts for a version: first those who fit best, then whoever is next in line.

All of it happens under the lock of the round: a place is offered to one person at a time.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, record, tell
from core.codes import fingerprint, secret_token
from core.refusals import Refused
from people.models import User
from project_guide.actions import slots
from project_guide.actions.letters import tell_experts, tell_nobody_left, write
from project_guide.models import ProjectVersion, ReviewInvitation, ReviewRound, ReviewSlot
from project_guide.models.match import Candidate, candidates

State = ReviewInvitation.State


@transaction.atomic
def begin(version: ProjectVersion, review_round: ReviewRound) -> None:
    """A version has come to the experts: line up those who fit, and ask the first of them."""
    review_round = slots.lock(review_round)
    if review_round.asks:
        _line_up(version, review_round)
    offer(version, review_round)


def _line_up(version: ProjectVersion, review_round: ReviewRound) -> None:
    """Those who fit best; not those for whom a place is kept already."""
    kept = version.slots.filter(reserved_for__isnull=False).values_list("reserved_for", flat=True)
    fit = [one for one in candidates(version, review_round, timezone.now()) if one.score]
    known = set(kept)
    chosen = [one for one in fit if one.may_be_asked and one.person.pk not in known]
    ReviewInvitation.objects.bulk_create(
        _in_line(version, review_round, one, position)
        for position, one in enumerate(chosen[: review_round.wanted + review_round.alternates], 1)
    )


def offer(version: ProjectVersion, review_round: ReviewRound) -> None:
    """A place has been opened: ask the next in line for it, or tell every expert."""
    if review_round.asks:
        fill(version, review_round)
    elif review_round.is_for_experts and any(places(version, review_round, timezone.now())):
        tell_experts(version, review_round)


def _in_line(
    version: ProjectVersion, review_round: ReviewRound, one: Candidate, position: int
) -> ReviewInvitation:
    return ReviewInvitation(
        round=review_round, version=version, person=one.person, score=one.score, position=position
    )


def fill(version: ProjectVersion, review_round: ReviewRound) -> None:
    """Offer every place that nobody is asked for to the next in line, in the transaction that
    opened it. When nobody is left, the place is open to every expert of the centre.

    Called again, it changes nothing.
    """
    now = timezone.now()
    if not review_round.asks or not review_round.is_open(now):
        return
    for place in places(version, review_round, now):
        following = _next_in_line(version, review_round, now)
        if following is None:
            tell_nobody_left(version, review_round)
            tell_experts(version, review_round)
            return
        _ask(following, place, by=None, now=now)


def places(
    version: ProjectVersion, review_round: ReviewRound, now: datetime
) -> Iterable[ReviewSlot]:
    """Open places that are neither asked for nor kept for anybody."""
    sent = ReviewInvitation.objects.filter(state=State.SENT, version=version)
    return ReviewSlot.objects.filter(
        Q(reserved_for=None) | Q(reserved_until__lte=now),
        version=version,
        round=review_round,
        state=ReviewSlot.State.OPEN,
    ).exclude(pk__in=sent.values("slot"))


def _next_in_line(
    version: ProjectVersion, review_round: ReviewRound, now: datetime
) -> ReviewInvitation | None:
    """The first who may be asked today; whoever may not keeps the place in the line."""
    line = list(version.invitations.filter(state=State.PLANNED, round=review_round))
    if not line:
        return None
    able = {one.person.pk for one in candidates(version, review_round, now) if one.may_be_asked}
    return next((one for one in line if one.person_id in able), None)


def _ask(invitation: ReviewInvitation, slot: ReviewSlot, *, by: User | None, now: datetime) -> None:
    """Keep the place for the person until the answer is due, and write to them."""
    token = secret_token()
    answer_by = invitation.round.answer_by(now)
    over = invitation.version.invitations.exclude(state=State.SENT)
    in_vain = over.aggregate(last=Max("wave"))["last"] or 0
    move(
        invitation,
        State.SENT,
        by=by,
        at=now,
        changes={
            "slot": slot,
            "wave": in_vain + 1,
            "sent_at": now,
            "answer_by": answer_by,
            "token": fingerprint(token),
        },
    )
    slot.reserved_for, slot.reserved_until = invitation.person, answer_by
    slot.save(update_fields=["reserved_for", "reserved_until"])
    write(invitation, token)


@transaction.atomic
def invite(version: ProjectVersion, review_round: ReviewRound, person: User, *, by: User) -> None:
    """A coordinator asks one more expert, chosen from those of the centre.

    Raises:
        Refused: the round is not open, every place is asked for or taken, or this person may
            not be asked.
    """
    review_round = slots.lock(review_round)
    now = timezone.now()
    place = next(iter(places(version, review_round, now)), None)
    if not review_round.is_open(now):
        raise Refused(_("This review round is not open now."))
    if place is None:
        raise Refused(_("Every review of this version is asked for or taken already."))
    found = {one.person.pk: one for one in candidates(version, review_round, now)}
    if person.pk not in found or not found[person.pk].may_be_asked:
        raise Refused(_("This person cannot be asked for this version now."))
    one = found[person.pk]
    invitation = version.invitations.filter(person=person, state=State.PLANNED).first()
    if invitation is None:
        invitation = _in_line(version, review_round, one, 1)
        invitation.save()
    _ask(invitation, place, by=by, now=now)


@transaction.atomic
def revoke(invitation: ReviewInvitation, *, by: User) -> None:
    """Take an invitation back, or somebody out of the line; the next in line is asked.

    Raises:
        Refused: it was answered meanwhile.
    """
    was_asked = invitation.state == State.SENT
    end(invitation, State.REVOKED, by=by)
    if was_asked:
        tell(
            invitation.person,
            "project_guide/notices/invitation_revoked",
            key=f"invitation-revoked:{invitation.pk}",
            review_round=invitation.round,
        )


@transaction.atomic
def resend(invitation: ReviewInvitation, *, by: User) -> None:
    """Write again, with a new link and the whole time to answer; the old link is worth nothing.

    Raises:
        Refused: it was answered meanwhile, or the place is gone.
    """
    review_round = slots.lock(invitation.round)
    now, token = timezone.now(), secret_token()
    answer_by = review_round.answer_by(now)
    kept = ReviewSlot.objects.filter(invitations=invitation, state=ReviewSlot.State.OPEN)
    sent = ReviewInvitation.objects.filter(pk=invitation.pk, state=State.SENT)
    if not review_round.is_open(now) or not kept.exists() or not sent.exists():
        raise Refused(_("This invitation waits for no answer any more."))
    sent.update(token=fingerprint(token), used_at=None, sent_at=now, answer_by=answer_by)
    kept.update(reserved_for=invitation.person, reserved_until=answer_by)
    invitation.refresh_from_db()
    record(invitation, "resend", by=by, at=now)
    write(invitation, token)


def end(invitation: ReviewInvitation, to: str, *, by: User | None, **changes: object) -> None:
    """Close an invitation without a review, let its place go, and ask the next in line.

    Raises:
        Refused: it was answered or closed meanwhile.
    """
    review_round = slots.lock(invitation.round)
    move(invitation, to, by=by, changes=changes)
    let_go(invitation)
    fill(invitation.version, review_round)


def let_go(invitation: ReviewInvitation) -> None:
    ReviewSlot.objects.filter(
        invitations=invitation,
        state=ReviewSlot.State.OPEN,
        reserved_for=invitation.person_id,
    ).update(reserved_for=None, reserved_until=None)


def taken(slot: ReviewSlot, *, by: User, now: datetime) -> None:
    """Whoever took the piece from the queue has answered the invitation to it."""
    mine = ReviewInvitation.objects.filter(version=slot.version_id, person=by)
    for invitation in mine.filter(state__in=ReviewInvitation.OPEN):
        let_go(invitation)
        move(
            invitation,
            State.ACCEPTED,
            by=by,
            at=now,
            changes={"slot": slot, "answered_at": now},
        )
