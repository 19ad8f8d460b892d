"""What was said of the versions before, as a reviewer of the next one reads it.

Like the review copy it is built part by part, of plain texts: no object that knows a person.
"""

from dataclasses import dataclass

from project_guide.models import Remark, Review, ReviewSlot
from project_guide.pseudonyms import titled


@dataclass(frozen=True)
class Answered:
    """A remark, and what the authors say they did about it."""

    text: str
    outcome: str
    answer: str


@dataclass(frozen=True)
class EarlierSheet:
    title: str
    version: int
    is_mine: bool
    remarks: tuple[Answered, ...]


@dataclass(frozen=True)
class Earlier:
    letter: str
    sheets: tuple[EarlierSheet, ...]


def earlier_of(slot: ReviewSlot) -> Earlier | None:
    """The author's letter and the answered remarks; None: it is the first version."""
    if slot.version.number == 1:
        return None
    reviews = list(
        Review.objects.filter(
            slot__version__project=slot.version.project_id,
            slot__version__number__lt=slot.version.number,
            released_at__isnull=False,
        )
        .select_related("slot__round", "slot__version")
        .prefetch_related("remarks")
        .order_by("submitted_at", "pk")
    )
    if not reviews:
        return None
    return Earlier(
        letter=slot.version.letter,
        sheets=tuple(_sheet(title, review, slot) for review, title in titled(reviews)),
    )


def _sheet(title: str, review: Review, slot: ReviewSlot) -> EarlierSheet:
    return EarlierSheet(
        title=title,
        version=review.slot.version.number,
        is_mine=review.slot.reviewer_id == slot.reviewer_id,
        remarks=tuple(_answered(remark) for remark in review.remarks.all()),
    )


def _answered(remark: Remark) -> Answered:
    return Answered(remark.text, str(remark.get_outcome_display()), remark.answer)
