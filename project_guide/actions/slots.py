"""The places of a version in a round: opened, replaced, closed."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from activity.actions import move
from core.codes import random_code
from people.models import User
from project_guide.models import Project, ProjectVersion, ReviewRound, ReviewSlot, RoundAnchor
from project_guide.models.review_slot import ReviewSlotQuerySet

State = ReviewSlot.State
Cause = ReviewSlot.Cause


def open_slots(
    version: ProjectVersion, review_round: ReviewRound, number: int = 0, *, cause: str = ""
) -> list[ReviewSlot]:
    """Open as many slots as the round wants of each version, or `number`."""
    now = timezone.now()
    return ReviewSlot.objects.bulk_create(
        ReviewSlot(
            code=random_code(26),
            round=review_round,
            version=version,
            author_id=version.project.owner_id,
            cause=cause or Cause.PLANNED,
            opened_at=now,
        )
        for _place in range(number or review_round.wanted)
    )


def replace(slot: ReviewSlot) -> None:
    """Open a place instead of one that comes to nothing, inside the transaction that ends it.

    When the authors have been given the sheets already, nobody else need begin.
    """
    if slot.version.project.state not in Project.UNDER_REVIEW:
        return
    cause = Cause.THIRD_OPINION if slot.cause == Cause.THIRD_OPINION else Cause.REPLACEMENT
    (new,) = open_slots(slot.version, slot.round, 1, cause=cause)
    ReviewSlot.objects.filter(pk=slot.pk).update(replaced_by=new)


def cancel_slots(project: Project, *, by: User | None) -> None:
    """Close what is open or held of the project's slots; handed-in reviews stay."""
    waiting = ReviewSlot.objects.filter(
        version__project=project, state__in=ReviewSlot.HELD | {State.OPEN}
    )
    for slot in waiting:
        move(slot, State.CANCELLED, by=by)


def lock(review_round: ReviewRound) -> ReviewRound:
    """The round as it is now; who claims, expires or hands in waits here for the one before.

    On SQLite the transaction itself is the lock.
    """
    rounds = ReviewRound.objects.select_for_update(of=("self",)).select_related("session", "rubric")
    chosen = RoundAnchor.objects.filter(round=OuterRef("pk"))
    found = rounds.annotate(has_anchors=Exists(chosen)).get(pk=review_round.pk)
    found.calibrates = found.has_anchors
    return found


def is_needed(slot: ReviewSlot) -> bool:
    """A late sheet is still accepted as long as nobody has handed in another instead of it."""
    waiting = {State.OPEN, State.LEASED}
    return slot.version.slots.filter(round=slot.round_id, state__in=waiting).exists()


def settle(slot: ReviewSlot, *, was_late: bool) -> None:
    """After a sheet came in: a late one takes the place that was opened instead of it, and when
    all the wanted sheets are in, nobody who is late need go on."""
    others = ReviewSlot.objects.filter(version=slot.version_id, round=slot.round_id)
    if was_late and (spare := others.filter(state=State.OPEN).order_by("-pk").first()):
        move(spare, State.CANCELLED, by=None)
    if not others.filter(state__in=[State.OPEN, State.LEASED]).exists():
        for late in others.filter(state=State.EXPIRED):
            move(late, State.CANCELLED, by=None)


def fit_slots(review_round: ReviewRound, *, by: User) -> None:
    """Open or close places of versions under review, so that each has what the round wants.

    Work that was begun is never taken away, nor is a third opinion.
    """
    versions = ProjectVersion.objects.filter(
        slots__round=review_round, project__state__in=Project.UNDER_REVIEW
    ).distinct()
    for version in versions.select_related("project"):
        surplus = fill(version, review_round)
        for slot in planned(version, review_round).filter(state=State.OPEN)[: max(surplus, 0)]:
            move(slot, State.CANCELLED, by=by)


def planned(version: ProjectVersion, review_round: ReviewRound) -> ReviewSlotQuerySet:
    """The places that the number of the round speaks of."""
    return version.slots.filter(round=review_round).exclude(cause=Cause.THIRD_OPINION)


def fill(version: ProjectVersion, review_round: ReviewRound) -> int:
    """Open what the version lacks of the number that the round wants; how many are too many."""
    surplus = planned(version, review_round).filling().count() - review_round.wanted
    if surplus < 0:
        open_slots(version, review_round, -surplus)
    return surplus
