"""Reviewers of the session of today, who take a given project and hand in a sheet."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from desk.demo.world import World
from people.models import User
from project_guide.actions import queue, reviews
from project_guide.actions.reviews import Entry, Sheet
from project_guide.models import Project, ReviewRound, ReviewSlot
from project_guide.models.eligibility import conflict_free

PEER = ReviewRound.ReviewerKind.PEER
USUAL = (2, 2, 2, 3)
SEVERE = (1, 1, 1, 2)


def review(
    world: World,
    project: Project | None,
    seats: dict[str, Any],
    *,
    sheets: int,
    last: Sequence[int] = USUAL,
) -> None:
    """Let as many peers who may do it take the project and hand in their sheets; `last` are the
    levels among which the last of them chooses."""
    assert project is not None
    review_round = ReviewRound.objects.select_related("rubric").get(
        session=project.enrolment.session_id, project_kind=project.kind, reviewers=PEER
    )
    version = project.latest()
    assert version is not None
    for person in _peers(world, seats):
        if not sheets:
            return
        if person.review_slots.filter(version=version).exists():
            continue
        if not conflict_free(person, review_round).filter(pk=version.pk).exists():
            continue
        slot = version.slots.filter(round=review_round, state=ReviewSlot.State.OPEN)[0]
        queue.lease(slot, by=person, now=timezone.now(), counts=True)
        hand_in(world, slot, person, levels=last if sheets == 1 else USUAL)
        sheets -= 1


def _peers(world: World, seats: dict[str, Any]) -> list[User]:
    """Not those with accounts on the sign-in page: they have all their work before them."""
    known = {person.pk for person in world.accounts.values()}
    peers = [seat.enrolment.teacher for seat in seats.values()]
    world.dice.shuffle(peers)
    return [person for person in peers if person.pk not in known]


def hand_in(
    world: World,
    slot: ReviewSlot,
    person: User,
    *,
    levels: Sequence[int] = USUAL,
    minutes: int | None = None,
) -> None:
    entries = {}
    for criterion in slot.round.rubric.criteria.all():
        level = world.dice.choice(levels)
        entries[criterion.code] = Entry(level, comment=world.comment(criterion.code, level))
    sheet = Sheet(
        entries=entries,
        strengths=world.dice.sample(world.prose["strengths"], 2),
        must_fix=world.dice.sample(world.prose["must_fix"], 2),
        name_shown=slot.round.is_for_experts,
    )
    reviews.save(slot.review, sheet, edition=slot.review.edition, by=person)
    reviews.submit(slot.review, minutes=minutes, by=person)
