"""Example works with reference marks, and people who mark them."""

from collections.abc import Iterable

from django.utils import timezone

from people.models import User
from project_guide.actions import anchors, calibration
from project_guide.actions.anchors import Reference
from project_guide.models import Anchor, ReviewRound, Trial
from project_guide.models.calibration import standing
from project_guide.models.verdict import Levels
from tests.factories.projects import CARD


def make_anchor(review_round: ReviewRound, level: int = 2, title: str = "A pond") -> Anchor:
    """Of the round's kind and rubric, with the same reference level everywhere."""
    anchor = Anchor.objects.create(
        centre=review_round.session.centre,
        rubric=review_round.rubric,
        kind=review_round.project_kind,
        title=title,
        card={**CARD, "title": title},
        made_at=timezone.now(),
    )
    marks = {code: Reference(level, f"Reason of {title}") for code in codes(review_round)}
    anchors._write(anchor, marks)
    return anchor


def codes(review_round: ReviewRound) -> list[str]:
    return [row.code for row in review_round.rubric.criteria.all()]


def give_anchors(review_round: ReviewRound, by: User, pairs: int = 2) -> list[Anchor]:
    """As many pairs of anchors, every reference level 2."""
    made = [make_anchor(review_round, 2, f"Example {number}") for number in range(2 * pairs)]
    chosen = [made[place : place + 2] for place in range(0, len(made), 2)]
    anchors.choose(review_round, chosen, by=by)
    return made


def levels_of(review_round: ReviewRound, level: int) -> Levels:
    return dict.fromkeys(codes(review_round), level)


def mark_next(person: User, review_round: ReviewRound, level: int = 2) -> Trial:
    """The person marks the anchor that is asked of them, with one level everywhere."""
    key = standing(person, review_round).next_anchor
    anchor = Anchor.objects.get(pk=key)
    levels = levels_of(review_round, level)
    return calibration.hand_in(review_round, anchor, levels, comments={}, by=person)


def calibrate(person: User, review_round: ReviewRound, levels: Iterable[int] = (2, 2)) -> None:
    for level in levels:
        mark_next(person, review_round, level)
