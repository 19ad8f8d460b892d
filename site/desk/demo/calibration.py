"""Example works of the first centre, and reviewers of today who have marked them."""

from typing import Any

from courses.models import TrainingSession
from desk.demo.world import World
from people.models import User
from project_guide.actions import anchors, calibration
from project_guide.examples import examples
from project_guide.models import Anchor, ReviewRound
from project_guide.models.verdict import Levels

PAIRS = [("local-1", "local-2"), ("local-3", "local-4")]


def calibrate(
    world: World, session: TrainingSession, seats: dict[str, Any], *, newcomer: str
) -> None:
    """Peers of local projects have marked the first pair, but for the newcomer; one of them, who
    has reviewed nothing yet, was too far from the reference twice."""
    coordinator = world.accounts["coordinator"]
    made = {
        key: anchors.from_example(example, centre=session.centre, by=coordinator)
        for key, example in examples().items()
    }
    found = session.review_rounds.get(reviewers=ReviewRound.ReviewerKind.PEER, project_kind="local")
    pairs = [[made[key] for key in pair] for pair in PAIRS]
    anchors.choose(found, pairs, by=coordinator)
    people = [seat.enrolment.teacher for name, seat in seats.items() if name != newcomer]
    known = {person.pk for person in world.accounts.values()}
    idle = [p for p in people if p.pk not in known and not p.review_slots.exists()]
    far = idle[0] if idle else None
    for number, person in enumerate(people):
        if person == far:
            _mark(found, [*pairs[0], *pairs[1]], person, far=True)
        else:
            _mark(found, pairs[0], person, number=number)


def _mark(
    found: ReviewRound,
    works: list[Anchor],
    person: User,
    *,
    number: int = 0,
    far: bool = False,
) -> None:
    for work in works:
        reference = work.reference()
        levels: Levels = dict.fromkeys(reference, 3) if far else _near(reference, number)
        calibration.hand_in(found, work, levels, comments={}, by=person)


def _near(reference: Levels, number: int) -> Levels:
    """One level off here and there: in every second to fifth criterion, as people differ."""
    step = 2 + number % 4
    return {
        code: level
        if (place + number) % step or level is None
        else level + (-1 if level > 1 else 1)
        for place, (code, level) in enumerate(reference.items())
    }
