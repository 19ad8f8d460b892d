"""The queue of pieces to review: opening slots, taking the next one, giving it back."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move
from core.codes import random_code
from core.refusals import Refused
from people.models import Membership, User
from project_guide.models import Project, ProjectVersion, Review, ReviewRound, ReviewSlot
from project_guide.models.eligibility import claimable
from project_guide.permissions import can_review_in

State = ReviewSlot.State


def open_slots(version: ProjectVersion, review_round: ReviewRound, number: int = 0) -> None:
    """Open as many slots as the round wants of each version, or `number`."""
    now = timezone.now()
    ReviewSlot.objects.bulk_create(
        ReviewSlot(
            code=random_code(26),
            round=review_round,
            version=version,
            author_id=version.project.owner_id,
            opened_at=now,
        )
        for _place in range(number or review_round.wanted)
    )


def cancel_slots(project: Project, *, by: User | None) -> None:
    """Close what is open or taken of the project's slots; handed-in reviews stay."""
    waiting = ReviewSlot.objects.filter(
        version__project=project, state__in=[State.OPEN, State.LEASED]
    )
    for slot in waiting:
        move(slot, State.CANCELLED, by=by)


def fit_slots(review_round: ReviewRound, *, by: User) -> None:
    """Open or close places of versions under review, so that each has what the round wants.

    Work that was begun is never taken away.
    """
    states = {Project.State.PEER_REVIEW, Project.State.EXPERT_REVIEW}
    versions = ProjectVersion.objects.filter(
        slots__round=review_round, project__state__in=states
    ).distinct()
    for version in versions.select_related("project"):
        slots = version.slots.filter(round=review_round)
        surplus = slots.exclude(state__in=ReviewSlot.GONE).count() - review_round.wanted
        if surplus < 0:
            open_slots(version, review_round, -surplus)
        for slot in slots.filter(state=State.OPEN)[: max(surplus, 0)]:
            move(slot, State.CANCELLED, by=by)


def held(user: User, review_round: ReviewRound) -> ReviewSlot | None:
    """What the reviewer has taken and not handed in."""
    return ReviewSlot.objects.filter(round=review_round, reviewer=user, state=State.LEASED).first()


def refusal_of_claim(user: User, review_round: ReviewRound, *, now: datetime) -> str:
    """Why the person gets no piece in this round; empty when they may ask."""
    if not review_round.is_open(now):
        return _("This review round is not open now.")
    if not can_review_in(user, review_round):
        return _("You do not review in this round.")
    done = ReviewSlot.objects.of_reviewer(user).filter(round=review_round).count()
    if done >= review_round.load_cap:
        return _("You have given as many reviews as one person may give here. Thank you.")
    return ""


@transaction.atomic
def claim_next(review_round: ReviewRound, *, by: User) -> ReviewSlot:
    """Give the reviewer the next piece; whoever holds one gets that one again.

    The round row is locked first, then a slot is taken by a conditional update: so no slot is
    given twice and versions stay even within one, on either database.

    Raises:
        Refused: the round is closed, the person does not review in it, has reached the cap,
            or nothing is left for them.
    """
    now = timezone.now()
    review_round = (
        ReviewRound.objects.select_for_update(of=("self",))
        .select_related("session", "rubric")
        .get(pk=review_round.pk)
    )
    if holding := held(by, review_round):
        return holding
    if reason := refusal_of_claim(by, review_round, now=now):
        raise Refused(reason)
    version = claimable(by, review_round).first()
    if version is None:
        raise Refused(_("There is nothing for you to review just now. Look in again tomorrow."))
    slot = version.slots.filter(round=review_round, state=State.OPEN).order_by("pk")[0]
    lease(slot, by=by, now=now)
    return slot


def lease(slot: ReviewSlot, *, by: User, now: datetime) -> None:
    move(
        slot,
        State.LEASED,
        by=by,
        at=now,
        changes={"reviewer": by, "leased_at": now, "lease_until": now + slot.round.lease},
    )
    Review.objects.create(slot=slot, rubric_id=slot.round.rubric_id, saved_at=now)


@transaction.atomic
def give_back(slot: ReviewSlot, *, reason: str, by: User | None) -> None:
    """Give a piece back with a reason; a new slot opens in its place in the same transaction."""
    move(slot, State.DECLINED, by=by, note=reason, changes={"reason": reason[:300]})
    open_slots(slot.version, slot.round, 1)


def return_from_former_experts(now: datetime) -> None:
    """What those hold who are no longer experts of the centre waits for somebody else again."""
    roles = Membership.objects.current(now).filter(
        person=OuterRef("reviewer"),
        centre=OuterRef("round__session__centre"),
        role=Membership.Role.EXPERT,
    )
    held = ReviewSlot.objects.filter(
        state=State.LEASED, round__reviewers=ReviewRound.ReviewerKind.EXPERT
    ).exclude(Exists(roles))
    for slot in held.select_related("version__project", "round"):
        with suppress(Refused):  # it was handed in or given back meanwhile
            give_back(slot, reason=_("The reviewer's role has ended."), by=None)


def coordinators_of(project: Project) -> list[User]:
    """Everybody who coordinates the centre of the project's session now."""
    return [
        membership.person
        for membership in Membership.objects.current(timezone.now())
        .filter(centre=project.enrolment.session.centre_id, role=Membership.Role.COORDINATOR)
        .select_related("person")
    ]
