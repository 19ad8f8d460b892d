"""What an expert is told before they accept: enough to decide, and nothing of the author."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from project_guide.models import Criterion, Review, ReviewInvitation, ReviewRound
from project_guide.models.card import Kind, label_of
from project_guide.models.review_copy import SHOWN, WORDS

# Of the allow-list of the blind copy; the rest, and the files, come after accepting.
TOLD = ("subjects", "grade_bands", "languages", "weeks")
READING = 15  # minutes, and then for each criterion:
MARKING = 5
ENOUGH = 5  # reviews whose minutes are known, to say more than a guess


@dataclass(frozen=True)
class Brief:
    kind: str
    idea: str
    facts: list[dict[str, str]]
    rubric: str
    criteria: list[Criterion]
    minutes: int


def brief_of(invitation: ReviewInvitation) -> Brief:
    version, review_round = invitation.version, invitation.round
    criteria = list(review_round.rubric.criteria.all())
    card: Mapping[str, Any] = version.card
    return Brief(
        kind=str(Kind(version.kind).label),
        idea=str(card.get("idea", "")),
        facts=[
            {"term": label_of(name).capitalize(), "value": WORDS[name](card[name])}
            for name in TOLD
            if name in SHOWN and card.get(name)
        ],
        rubric=str(review_round.rubric.title),
        criteria=criteria,
        minutes=expected_minutes(review_round, len(criteria)),
    )


def expected_minutes(review_round: ReviewRound, criteria: int) -> int:
    """What it took others by this rubric, or a guess from the number of criteria."""
    known = Review.objects.filter(
        rubric=review_round.rubric_id, submitted_at__isnull=False, minutes__isnull=False
    )
    found = list(known.order_by("-submitted_at").values_list("minutes", flat=True)[:100])
    if len(found) < ENOUGH:
        return READING + MARKING * criteria
    return round(median(minutes for minutes in found if minutes is not None))
