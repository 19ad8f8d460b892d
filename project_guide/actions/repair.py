"""The nightly repair: finds what is at risk, and proposes who should take it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.actions import move, record, tell
from people.models import Membership
from project_guide.assignment import LOAD, MOVE, Plan, assign, step
from project_guide.models import RepairMove, RepairRun, ReviewRound
from project_guide.models.at_risk import Place, Situation

Why = RepairMove.Why


def repair_open_rounds(now: datetime) -> None:
    for review_round in ReviewRound.objects.open(now).queued().select_related("session"):
        with suppress(IntegrityError):  # another worker has made this night's
            repair(review_round, now=now)


def repair(review_round: ReviewRound, *, now: datetime) -> RepairRun:
    """Propose moves; nothing else changes. A day has one run, and asked again gives that one."""
    day = timezone.localtime(now, review_round.session.zone).date()
    run_id = f"{review_round.code}:{day.isoformat()}"
    if made := RepairRun.objects.filter(run_id=run_id).first():
        return made
    found = Situation(review_round, now)
    plan = assign(found.pieces(), found.people(), found.barred(), run=run_id)
    return _write(run_id, found, plan)


@transaction.atomic
def _write(run_id: str, found: Situation, plan: Plan) -> RepairRun:
    for old in RepairMove.objects.filter(run__round=found.round, state=RepairMove.State.PROPOSED):
        move(old, RepairMove.State.OUTDATED, by=None, at=found.now)
    moves = list(moves_of(found, plan))
    places = [place for places in found.places.values() for place in places]
    run = RepairRun.objects.create(
        run_id=run_id,
        round=found.round,
        made_at=found.now,
        at_risk={found.versions[place.slot.version_id].code: place.why for place in places},
        left=len(places) - sum(one.why != Why.MAKES_ROOM for one in moves),
        price=plan.price,
    )
    for position, one in enumerate(moves, start=1):
        one.run, one.position = run, position
    RepairMove.objects.bulk_create(moves)
    record(run, "propose", by=None, at=found.now)
    if moves:
        _tell_coordinators(run)
    return run


def moves_of(found: Situation, plan: Plan) -> Iterator[RepairMove]:
    """The difference between what is and what is planned; whoever stays is not in it."""
    load = Counter({person.key: person.load for person in found.people()})
    planned: dict[int, set[int]] = defaultdict(set)
    for version, person in plan.pairs:
        planned[version].add(person)
    for piece in found.pieces():
        load.update(planned[piece.key] & set(piece.holders))
    for piece in found.pieces():
        new = sorted(planned[piece.key] - set(piece.holders))
        places = [*leaving(found, piece.key, planned[piece.key]), *found.places.get(piece.key, [])]
        for place, person in zip(places, new, strict=False):
            moving = MOVE if place.slot.reviewer else 0
            yield RepairMove(
                slot=place.slot,
                from_reviewer=place.slot.reviewer,
                to_reviewer_id=person,
                why=place.why,
                price=step(LOAD, load[person]) + moving,
            )
            load[person] += 1


def leaving(found: Situation, version: int, planned: set[int]) -> list[Place]:
    """Taken places of the version whose people the plan needs elsewhere."""
    return [
        Place(slot, Why.MAKES_ROOM)
        for slot in found.movable
        if slot.version_id == version and found.owner_of(slot) not in planned
    ]


def _tell_coordinators(run: RepairRun) -> None:
    """Once a day and session, however many of its rounds have something."""
    session = run.round.session
    current = Membership.objects.current(run.made_at).filter(
        centre=session.centre_id, role=Membership.Role.COORDINATOR
    )
    key = f"moves:{session.pk}:{run.run_id.rpartition(':')[2]}"
    for membership in current.select_related("person"):
        tell(membership.person, "project_guide/notices/moves_proposed", key=key, session=session)
