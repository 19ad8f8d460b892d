"""The reviews somebody has given as an expert, as their records tell of them: without titles."""

from dataclasses import dataclass

from people.models import Centre, User
from project_guide.models.review import Review
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot


@dataclass(frozen=True)
class Given:
    """What was given in one centre, the oldest first."""

    centre: Centre
    reviews: list[Review]

    @property
    def minutes(self) -> int:
        """Of those reviews for which the time was told."""
        return sum(review.minutes or 0 for review in self.reviews)

    @property
    def sessions(self) -> int:
        return len({review.slot.round.session_id for review in self.reviews})


def given_by(person: User) -> list[Given]:
    reviews = (
        Review.objects.filter(
            slot__reviewer=person,
            slot__state=ReviewSlot.State.SUBMITTED,
            slot__round__reviewers=ReviewRound.ReviewerKind.EXPERT,
        )
        .select_related("slot__round__session__centre", "slot__round__session__course")
        .order_by("submitted_at", "pk")
    )
    by_centre: dict[Centre, list[Review]] = {}
    for review in reviews:
        by_centre.setdefault(review.slot.round.session.centre, []).append(review)
    return [Given(centre, found) for centre, found in by_centre.items()]
