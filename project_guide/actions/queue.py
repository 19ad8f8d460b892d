"""The queue of pieces to review: taking the next one, keeping it, giving it back."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move
from core.refusals import Refused
from courses.models import Enrolment
from people.models import Membership, User
from project_guide.actions import expertise, invitations, slots
from project_guide.actions.conflicts import declare_about
from project_guide.models import Project, Review, ReviewRound, ReviewSlot
from project_guide.models.agreement import Standing
from project_guide.models.calibration import standing
from project_guide.models.eligibility import next_slot
from project_guide.permissions import can_review_in

State = ReviewSlot.State
Decline = ReviewSlot.Decline
NOTHING_ASKED = Standing([], {}, 0)  # of a round without example works
MOST_AT_ONCE = 500


def mine_in(user: User, review_round: ReviewRound) -> list[ReviewSlot]:
    """What the person has taken or handed in, in all the rounds of the session."""
    live = ReviewSlot.objects.live().filter(round__session=review_round.session_id, reviewer=user)
    return list(live.select_related("round"))


def refusal_of_claim(
    user: User, review_round: ReviewRound, *, now: datetime, besides: Iterable[ReviewSlot] = ()
) -> str:
    """Why the person gets no piece in this round; empty when they may ask. `besides` are places
    that count as theirs already."""
    mine = [*mine_in(user, review_round), *besides]
    return _refusal(user, review_round, mine, standing(user, review_round), now=now)


def _refusal(
    user: User,
    review_round: ReviewRound,
    mine: list[ReviewSlot],
    calibration: Standing,
    *,
    now: datetime,
) -> str:
    here = [slot for slot in mine if slot.round_id == review_round.pk]
    if not review_round.is_open(now):
        return _("This review round is not open now.")
    if not can_review_in(user, review_round):
        return _("You do not review in this round.")
    if len(here) >= review_round.load_cap:
        return _("You have taken as many pieces as one person may take here. Thank you.")
    if not calibration.is_done and not here:
        return _("Before your first review, mark the example works of this round.")
    return expertise.refusal_of_more(user, review_round, mine, now=now)


@transaction.atomic
def claim_next(review_round: ReviewRound, *, by: User) -> ReviewSlot:
    """Give the reviewer the next piece; whoever holds one gets that one again.

    The round row is locked first, then a slot is taken by a conditional update: so no slot is
    given twice and versions stay even within one, on either database.

    Raises:
        Refused: the round is closed, the person does not review in it, has reached the cap,
            has not marked the example works, or nothing is left for them.
    """
    now = timezone.now()
    review_round = slots.lock(review_round)
    mine = mine_in(by, review_round)
    for held in mine:
        if held.round_id == review_round.pk and held.state == State.LEASED:
            return held
    calibration = standing(by, review_round) if review_round.calibrates else NOTHING_ASKED
    if reason := _refusal(by, review_round, mine, calibration, now=now):
        raise Refused(reason)
    slot = next_slot(by, review_round, now)
    if slot is None:
        raise Refused(_("There is nothing for you to review just now. Look in again tomorrow."))
    slot.round = review_round
    lease(slot, by=by, now=now, counts=not calibration.is_feedback_only)
    if review_round.asks:
        invitations.taken(slot, by=by, now=now)
    return slot


def lease(slot: ReviewSlot, *, by: User, now: datetime, counts: bool) -> None:
    """Give the open slot to the reviewer; without `counts` the sheet is feedback only."""
    move(
        slot,
        State.LEASED,
        by=by,
        at=now,
        changes={"reviewer": by, "leased_at": now, "lease_until": now + slot.round.lease},
    )
    Review.objects.create(
        slot=slot,
        rubric_id=slot.round.rubric_id,
        saved_at=now,
        counts=counts,
    )


def renew(slot: ReviewSlot, *, now: datetime) -> None:
    """Work on the sheet in the second half of the lease prolongs it, as often as the round says."""
    lease = slot.round.lease
    if slot.state != State.LEASED or slot.lease_until is None:
        return
    if slot.renewed >= slot.round.renewals or now < slot.lease_until - lease / 2:
        return
    ReviewSlot.objects.filter(pk=slot.pk, state=State.LEASED, renewed=slot.renewed).update(
        renewed=slot.renewed + 1, lease_until=now + lease
    )


@transaction.atomic
def give_back(
    slot: ReviewSlot, *, decline: str = Decline.OTHER, reason: str = "", by: User | None
) -> None:
    """Give a piece back and say why; a new slot opens in its place in the same transaction.

    Whoever is too near to the work is kept away from it, and from its later versions, for good.
    """
    review_round = slots.lock(slot.round)
    changes = {"decline": decline, "reason": reason[:300]}
    step = move(slot, State.DECLINED, by=by, note=reason, changes=changes)
    if step.before == State.LEASED:  # in place of one that was late a slot stands open already
        slots.replace(slot)
        invitations.fill(slot.version, review_round)
    if decline == Decline.CONFLICT and by is not None:
        declare_about(slot.version.project, person=by, note=reason, by=by)


@transaction.atomic
def expire(slot: ReviewSlot, *, now: datetime) -> None:
    """The time is over: somebody else may take the piece, in the same transaction.

    The sheet may still be handed in as long as it is needed (`slots.is_needed`).

    Raises:
        Refused: it was handed in, given back or prolonged meanwhile.
    """
    review_round = slots.lock(slot.round)
    slot.refresh_from_db(fields=["state", "lease_until"])
    if not slot.is_late(now):
        raise Refused(_("There is time left for this piece."))
    move(slot, State.EXPIRED, by=None, at=now)
    slots.replace(slot)
    invitations.fill(slot.version, review_round)


def expire_overdue(now: datetime) -> None:
    """Each in a transaction of its own, so that one trouble does not keep the others back."""
    overdue = ReviewSlot.objects.overdue(now).order_by("lease_until")
    for slot in overdue.select_related("version__project", "round")[:MOST_AT_ONCE]:
        with suppress(Refused):
            expire(slot, now=now)


def return_from_those_who_left(now: datetime) -> None:
    """What those hold who are no longer experts of the centre, have left the session, or whose
    account was closed, waits for somebody else again."""
    roles = Membership.objects.current(now).filter(
        person=OuterRef("reviewer"),
        centre=OuterRef("round__session__centre"),
        role=Membership.Role.EXPERT,
    )
    places = Enrolment.objects.filter(
        teacher=OuterRef("reviewer"),
        session=OuterRef("round__session"),
        state=Enrolment.State.ACTIVE,
    )
    held = ReviewSlot.objects.held().filter(
        Q(~Exists(roles), round__reviewers=ReviewRound.ReviewerKind.EXPERT)
        | Q(~Exists(places), round__reviewers=ReviewRound.ReviewerKind.PEER)
        | Q(reviewer__is_active=False)
    )
    for slot in held.select_related("version__project", "round", "reviewer"):
        with suppress(Refused):  # it was handed in or given back meanwhile
            give_back(slot, reason=_why_returned(slot), by=None)


def _why_returned(slot: ReviewSlot) -> str:
    if slot.reviewer is not None and not slot.reviewer.is_active:
        return _("The reviewer's account was closed.")
    if slot.round.is_for_experts:
        return _("The reviewer's role has ended.")
    return _("The reviewer has left the session or is on a break.")


def coordinators_of(project: Project) -> list[User]:
    """Everybody who coordinates the centre of the project's session now."""
    return [
        membership.person
        for membership in Membership.objects.current(timezone.now())
        .filter(centre=project.enrolment.session.centre_id, role=Membership.Role.COORDINATOR)
        .select_related("person")
    ]
