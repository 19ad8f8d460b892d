"""What of a round is at risk tonight, and who could take it: the question put to `assignment`."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from courses.models import Enrolment
from people.models import Membership, User
from project_guide.assignment import Person, Piece
from project_guide.models.calibration import not_ready
from project_guide.models.expertise import USUAL_CAP, Expertise, Pause
from project_guide.models.nearness import too_near
from project_guide.models.project import Project, ProjectVersion
from project_guide.models.repair import RepairMove
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot
from project_guide.models.ties import person_of

EXPERTS_WAIT = timedelta(days=3)
State = ReviewSlot.State
Why = RepairMove.Why
Pairs = set[tuple[int, int]]


def has_begun(slot: ReviewSlot, now: datetime) -> bool:
    """Something stands in the sheet, or half of the time is over: then nobody takes it away."""
    if slot.leased_at is None or slot.lease_until is None:
        return False
    half = (slot.lease_until - slot.leased_at) / 2
    return slot.review.edition > 0 or now >= slot.leased_at + half


def candidates(review_round: ReviewRound, now: datetime) -> list[User]:
    """Who may review in the round; of a person with two accounts, one."""
    people = User.objects.filter(is_active=True).order_by("-pk")
    if review_round.is_for_experts:
        experts = Membership.objects.current(now).filter(
            role=Membership.Role.EXPERT, centre=review_round.session.centre_id
        )
        people = people.filter(pk__in=experts.values("person"))
    else:
        active = Enrolment.objects.filter(
            state=Enrolment.State.ACTIVE, session=review_round.session_id
        )
        people = people.filter(pk__in=active.values("teacher"))
    return sorted({person_of(user): user for user in people}.values(), key=lambda user: user.pk)


class Version(NamedTuple):
    pk: int
    code: str
    project: int
    pooled_at: datetime | None


class Place(NamedTuple):
    slot: ReviewSlot
    why: str


class Situation:
    """A round at one moment. Pieces are versions and people are users, by their keys."""

    def __init__(self, review_round: ReviewRound, now: datetime) -> None:
        self.round, self.now = review_round, now
        self.users = candidates(review_round, now)
        self.not_ready = not_ready(review_round, self.users)
        self.user_of = {person_of(user): user.pk for user in self.users}
        self.near = too_near(review_round, self.users)
        versions = ProjectVersion.objects.filter(
            project__enrolment__session=review_round.session_id,
            project__state__in=Project.UNDER_REVIEW,
        ).order_by()
        rows = versions.values_list("pk", "code", "project", "pooled_at")
        self.versions = {row[0]: Version(*row) for row in rows}
        slots = ReviewSlot.objects.filter(round__session=review_round.session_id).order_by("pk")
        self.slots = list(slots.select_related("review", "reviewer", "reserved_for", "round"))

    def key_of(self, user: User | None) -> int:
        """The account that stands for the person; 0: they do not review here."""
        return self.user_of.get(person_of(user), 0) if user else 0

    def owner_of(self, slot: ReviewSlot) -> int:
        """Who has the place, or for whom it is kept; 0: nobody."""
        if slot.state in ReviewSlot.LIVE:
            return self.key_of(slot.reviewer)
        is_kept = slot.reserved_until is not None and slot.reserved_until > self.now
        return self.key_of(slot.reserved_for) if slot.state == State.OPEN and is_kept else 0

    def in_round(self, *states: str) -> list[ReviewSlot]:
        return [
            slot
            for slot in self.slots
            if slot.round_id == self.round.pk
            and slot.state in states
            and slot.version_id in self.versions
        ]

    def is_stuck(self, slot: ReviewSlot) -> bool:
        """Its reviewer could not hand in: a conflict has come up."""
        project = self.versions[slot.version_id].project
        return (project, self.owner_of(slot)) in self.near

    @cached_property
    def movable(self) -> list[ReviewSlot]:
        """Taken, not begun, and with somebody who could do it."""
        return [
            slot
            for slot in self.in_round(State.LEASED)
            if self.owner_of(slot) and not self.is_stuck(slot) and not has_begun(slot, self.now)
        ]

    @cached_property
    def places(self) -> dict[int, list[Place]]:
        """By version: what its reviewer cannot hand in, then what nobody takes in time."""
        found: dict[int, list[Place]] = defaultdict(list)
        for slot in filter(self.is_stuck, self.in_round(State.LEASED)):
            found[slot.version_id].append(Place(slot, Why.CONFLICT))
        late = {slot.version_id for slot in self.in_round(State.EXPIRED)}
        for slot in self.in_round(State.OPEN):
            why = self.risk(slot, is_late=slot.version_id in late)
            if why and not self.owner_of(slot):
                found[slot.version_id].append(Place(slot, why))
        return found

    def risk(self, slot: ReviewSlot, *, is_late: bool) -> str:
        """Why the open place should be given to somebody now; empty: it may wait."""
        closes, pooled = self.round.closes_at, self.versions[slot.version_id].pooled_at
        since = self.round.at_risk_since(self.now)
        if is_late:
            return Why.OVERDUE
        if closes and closes - self.now <= self.round.lease:
            return Why.CLOSING
        if since and pooled and pooled <= since:
            return Why.PROMISE
        if self.round.is_for_experts and slot.opened_at <= self.now - EXPERTS_WAIT:
            return Why.NO_EXPERT
        return ""

    def pieces(self) -> list[Piece]:
        holders: dict[int, list[int]] = defaultdict(list)
        for slot in self.movable:
            holders[slot.version_id].append(self.owner_of(slot))
        return [
            Piece(version, len(self.places.get(version, [])), tuple(sorted(holders[version])))
            for version in sorted({*self.places, *holders})
        ]

    def people(self) -> list[Person]:
        """With what stays theirs: in all rounds it is load, in this one it takes room; experts
        have the room that they said, and none on a pause."""
        can_move = {slot.pk for slot in self.movable}
        load, here = Counter[int](), Counter[int]()
        for slot in self.slots:
            if slot.pk in can_move or slot.round.reviewers != self.round.reviewers:
                continue
            load[self.owner_of(slot)] += 1
            here[self.owner_of(slot)] += slot.round_id == self.round.pk
        held = Counter(self.owner_of(slot) for slot in self.movable)
        return [
            Person(key, load[key], max(min(self.round.load_cap - here[key], room), held[key]))
            for key, room in self.own_room(load).items()
        ]

    def own_room(self, load: Counter[int]) -> dict[int, int]:
        """How many more each person takes by what they said themselves, and by the rules of
        calibration."""
        keys = self.user_of.values()
        if not self.round.is_for_experts:
            return {key: 0 if key in self.not_ready else self.round.load_cap for key in keys}
        caps = dict(Expertise.objects.order_by().values_list("person", "cap"))
        today = self.now.astimezone(self.round.session.zone).date()
        away = set(Pause.objects.running(today).order_by().values_list("person", flat=True))
        return {
            key: 0 if key in away | self.not_ready else caps.get(key, USUAL_CAP) - load[key]
            for key in keys
        }

    def barred(self) -> Pairs:
        """Too near, seen already, kept for them already, or refused by a coordinator before."""
        versions: dict[int, list[int]] = defaultdict(list)
        for version in self.versions.values():
            versions[version.project].append(version.pk)
        near = {(version, user) for project, user in self.near for version in versions[project]}
        seen = {(slot.version_id, self.key_of(slot.reviewer)) for slot in self.slots}
        kept = {(slot.version_id, self.owner_of(slot)) for slot in self.slots}
        held = {(slot.version_id, self.owner_of(slot)) for slot in self.movable}
        refused = RepairMove.objects.filter(run__round=self.round, state=RepairMove.State.REFUSED)
        pairs = refused.order_by().values_list("slot__version", "to_reviewer")
        return (near | seen | kept | set(pairs)) - held
