"""What came of it, in numbers and in lines."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from config.simulation.course import Course
from project_guide.models import RepairMove, ReviewRound, ReviewSlot

State = ReviewSlot.State
TWO_THIRDS = 2 / 3
BAR = 40  # characters


class Outcome(NamedTuple):
    """Of one round."""

    reviews: Counter[int]  # versions by how many reviews they got
    waits: list[timedelta]  # from the pool, or the opening, to each review
    expired: int  # leases whose time was over
    late: int  # sheets that came late and were still needed
    unused: int  # sheets, or pieces in hand, that nobody needed any more

    @property
    def versions(self) -> int:
        return sum(self.reviews.values())

    def with_at_least(self, number: int) -> int:
        return sum(versions for got, versions in self.reviews.items() if got >= number)


def outcome(review_round: ReviewRound) -> Outcome:
    slots = list(review_round.slots.select_related("review", "version").order_by("pk"))
    got = Counter({slot.version_id: 0 for slot in slots})
    done = [slot for slot in slots if slot.state == State.SUBMITTED]
    got.update(slot.version_id for slot in done)
    waits = [
        slot.review.submitted_at - max(slot.version.pooled_at, review_round.opens_at)
        for slot in done
        if slot.review.submitted_at and slot.version.pooled_at
    ]
    return Outcome(
        reviews=Counter(got.values()),
        waits=waits,
        expired=sum(slot.replaced_by_id is not None for slot in slots),
        late=sum(slot.replaced_by_id is not None for slot in done),
        unused=sum(
            slot.state == State.CANCELLED and slot.reviewer_id is not None for slot in slots
        ),
    )


def lines(course: Course) -> Iterator[str]:
    setting = course.setting
    manner = "at one sitting" if setting.one_sitting else "held for hours or days"
    yield (
        f"{setting.learners} learners, {setting.no_show:.0%} review nothing, {setting.late:.0%} "
        f"send late; reviews {manner}; seed {setting.seed}"
    )
    for name, review_round in (("peers", course.peers), ("experts", course.experts)):
        yield ""
        yield from of_round(name, outcome(review_round))
    yield ""
    moves = RepairMove.objects.filter(run__round__session=course.world.session).count()
    yield f"moves that the nights proposed, none of them accepted: {moves}"


def of_round(name: str, found: Outcome) -> Iterator[str]:
    yield f"{name}: {found.versions} versions"
    for number in range(max([*found.reviews, 2]) + 1):
        versions = found.reviews[number]
        bar = "#" * round(BAR * versions / max(found.versions, 1))
        yield f"  {number} reviews  {versions:4}  {bar}"
    yield f"  two or more: {found.with_at_least(2) / max(found.versions, 1):.0%}"
    if found.waits:
        ordered = sorted(found.waits)
        half, most = (ordered[int(part * (len(ordered) - 1))] for part in (0.5, 0.95))
        yield f"  wait for a review: half of them {hours(half)} at most, 95 % {hours(most)}"
    yield f"  leases over: {found.expired}, sheets that came late: {found.late}"
    yield f"  pieces in hand that were not needed any more: {found.unused}"


def hours(time: timedelta) -> str:
    return f"{time / timedelta(hours=1):.0f} h"


def failures(course: Course) -> list[str]:
    """What was promised of reviews at one sitting, and did not come true."""
    found = outcome(course.peers)
    broken = []
    if found.reviews[0]:
        broken.append(f"{found.reviews[0]} versions have no review")
    if found.with_at_least(2) < TWO_THIRDS * found.versions:
        broken.append(f"only {found.with_at_least(2)} of {found.versions} versions have two")
    return broken if course.setting.one_sitting else []
