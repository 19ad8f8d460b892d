"""What follows when a sheet differs from the others: a card to look at, one more opinion asked."""

from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, record, tell
from core.refusals import Refused
from people.models import User
from project_guide.actions import invitations, slots
from project_guide.actions.queue import coordinators_of
from project_guide.models import Moderation, ProjectVersion, Review, ReviewRound, ReviewSlot
from project_guide.models.disagreement import Difference, Reason, difference, reasons
from project_guide.models.review_round import yardstick_of
from project_guide.models.verdict import total
from project_guide.permissions import can_decide

Cause = ReviewSlot.Cause
Peer = ReviewRound.ReviewerKind.PEER


def weigh(review: Review) -> None:
    """Follow the rule in the transaction that hands the sheet in, under the lock of its round.

    A sheet that is feedback only differs from nobody's.
    """
    if not review.counts:
        return
    slot = review.slot
    sheets = sheets_on(slot.version, slot.round)
    open_card(review, sheets)
    if not slot.round.is_for_experts or _was_asked(slot):
        return
    if found := why_one_more(slot.version, slot.round, sheets):
        ask_one_more(slot, found)


def sheets_on(version: ProjectVersion, review_round: ReviewRound) -> list[Review]:
    """Sheets of the round that are in, in the order they came."""
    found = Review.objects.filter(counts=True, slot__version=version, slot__round=review_round)
    return list(found.handed_in().with_marks().with_rubric())


def open_card(review: Review, sheets: list[Review]) -> None:
    """One card a sheet at most: beside the earlier one from which it differs most."""
    mine = next(one for one in sheets if one.pk == review.pk)
    found = [(_differs(one, mine, review.slot.round), one) for one in sheets if one.pk != mine.pk]
    wide = [pair for pair in found if pair[0].is_wide]
    if not wide:
        return
    widest, other = max(wide, key=lambda pair: (pair[0].points, len(pair[0].gates)))
    card = Moderation.objects.create(
        version=review.slot.version,
        round=review.slot.round,
        first=other,
        second=review,
        criteria=list(widest.criteria),
        gates=list(widest.gates),
        points=f"{float(widest.points):.6f}",
        opened_at=timezone.now(),
    )
    record(card, "open", by=None)


def _differs(one: Review, other: Review, review_round: ReviewRound) -> Difference:
    yardstick = yardstick_of(one.rubric)
    return difference(one.levels(), other.levels(), yardstick, review_round.gaps)


def why_one_more(
    version: ProjectVersion, review_round: ReviewRound, sheets: list[Review]
) -> tuple[Reason, ...]:
    """What the rule says to the experts' sheets on a version; empty: it asks for nobody."""
    return reasons(
        [sheet.levels() for sheet in sheets],
        peers_totals(version),
        yardstick_of(review_round.rubric),
        review_round.gaps,
        review_round.wanted,
    )


def peers_totals(version: ProjectVersion) -> list[Fraction]:
    sheets = Review.objects.filter(
        counts=True, slot__version__project=version.project_id, slot__round__reviewers=Peer
    )
    return [
        total(sheet.levels(), yardstick_of(sheet.rubric))
        for sheet in sheets.handed_in().with_marks().with_rubric()
    ]


def _was_asked(slot: ReviewSlot) -> bool:
    """The rule asks once for each version, whatever became of it: never for a fourth."""
    return slot.version.slots.filter(round=slot.round, cause=Cause.THIRD_OPINION).exists()


def ask_one_more(slot: ReviewSlot, found: tuple[Reason, ...]) -> None:
    (third,) = slots.open_slots(slot.version, slot.round, 1, cause=Cause.THIRD_OPINION)
    record(third, "open", by=None, note=", ".join(found))
    for person in coordinators_of(slot.version.project):
        tell(
            person,
            "project_guide/notices/third_opinion",
            key=f"third:{slot.version_id}:{slot.round_id}",
            project=slot.version.project,
            reasons=found,
        )
    invitations.offer(slot.version, slot.round)


@transaction.atomic
def close_third_opinion(version: ProjectVersion, *, reason: str, by: User) -> None:
    """Nobody need wait for an opinion that no expert is left to give.

    Raises:
        Refused: the person may not decide on the project, no reason is given, nothing waits, or
            an expert has taken it.
    """
    if not can_decide(by, version.project):
        raise Refused(_("Somebody else decides on this project."))
    if not reason.strip():
        raise Refused(_("Say why nobody need wait for one more opinion."))
    awaited = version.slots.third_opinions_awaited().select_related("round").first()
    if awaited is None:
        raise Refused(_("No further opinion is awaited."))
    slots.lock(awaited.round)
    awaited.refresh_from_db(fields=["state"])
    if awaited.state != ReviewSlot.State.OPEN:
        raise Refused(_("An expert has taken it, or handed it in already."))
    move(awaited, ReviewSlot.State.CANCELLED, by=by, note=reason, changes={"reason": reason[:300]})
