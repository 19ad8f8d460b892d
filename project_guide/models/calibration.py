"""Who has calibrated in which round: read in one query for any number of rounds."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.prepared import Prepared
from people.models import User
from project_guide.models.agreement import Agreement, Standing
from project_guide.models.anchor import RoundAnchor, Trial
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot


def pairs_of(places: Iterable[RoundAnchor]) -> list[list[int]]:
    """Anchors of each pair, from places in their order."""
    pairs: dict[int, list[int]] = defaultdict(list)
    for row in places:
        pairs[row.pair].append(row.anchor_id)
    return [pairs[number] for number in sorted(pairs)]


def standings(user: User, rounds: Iterable[ReviewRound]) -> dict[int, Standing]:
    """By the round's key."""
    found = {one.pk: one for one in rounds}
    places: dict[int, list[RoundAnchor]] = defaultdict(list)
    results: dict[int, dict[int, Agreement]] = defaultdict(dict)
    for row in PLACES.rows(user.pk, tuple(found)):
        places[row.round_id].append(row)
        if row.halves is not None:
            results[row.round_id][row.anchor_id] = Agreement(row.halves, row.criteria)
    return {
        pk: Standing(pairs_of(places[pk]), results[pk], one.calibration_share)
        for pk, one in found.items()
    }


def _places(person: int, rounds: tuple[int, ...]) -> QuerySet[Any, Any]:
    """With what the person reached there, if they have marked it."""
    mine = Trial.objects.filter(person=person, round=OuterRef("round"), anchor=OuterRef("anchor"))
    rows = RoundAnchor.objects.filter(round__in=rounds).order_by("round_id", "place")
    return rows.annotate(
        halves=Subquery(mine.values("halves")), criteria=Subquery(mine.values("criteria"))
    )


PLACES = Prepared(_places)


def standing(user: User, review_round: ReviewRound) -> Standing:
    return standings(user, [review_round])[review_round.pk]


def not_ready(review_round: ReviewRound, people: Iterable[User]) -> set[int]:
    """Keys of those who must mark the example works before they may take a piece."""
    places = list(RoundAnchor.objects.filter(round=review_round))
    if not places:
        return set()
    results: dict[int, dict[int, Agreement]] = defaultdict(dict)
    for trial in Trial.objects.filter(round=review_round).only(
        "person", "anchor", "halves", "criteria"
    ):
        results[trial.person_id][trial.anchor_id] = trial.agreement
    begun = set(review_round.slots.order_by().values_list("reviewer", flat=True))
    pairs, share = pairs_of(places), review_round.calibration_share
    return {
        user.pk
        for user in people
        if user.pk not in begun and not Standing(pairs, results[user.pk], share).is_done
    }


def is_asked(user: User, review_round: ReviewRound) -> bool:
    """Whether the person calibrates before the next piece.

    Who had begun to review before anchors were chosen goes on without.
    """
    return not standing(user, review_round).is_done and not has_begun(user, review_round)


def has_begun(user: User, review_round: ReviewRound) -> bool:
    return ReviewSlot.objects.of_reviewer(user).filter(round=review_round).exists()
