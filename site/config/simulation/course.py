"""The course of the simulation: a clock that goes from tick to tick, people, and the real jobs."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

import time_machine

from config.simulation.people import GIVES, Author, Reviewer, release_sheets
from config.simulation.world import STARTS_ON, World, build
from people.models import User
from project_guide import tasks
from project_guide.models import Kind, ReviewRound

TICK = timedelta(hours=3)
NIGHT = range(3)  # the hours of the one tick at which the nightly job runs
PEERS_TIME = timedelta(days=14)  # from the opening of the round; then the sheets go to authors
EARLY, LATE = timedelta(days=5), timedelta(days=10)  # before the opening, and after it
EXPERTS_GIVE = 3
AFTERWARDS = timedelta(days=7)  # an expert's lease


class Setting(NamedTuple):
    learners: int = 60
    no_show: float = 0.4  # of the learners review nothing
    late: float = 0.15  # of the authors send after the round has opened
    one_sitting: bool = False
    seed: int = 1


class Course:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.dice = random.Random(setting.seed)  # noqa: S311 - it must be the same every time
        begins = datetime.combine(STARTS_ON, time(8), tzinfo=UTC)
        with time_machine.travel(begins, tick=False):
            self.world: World = build(setting.learners, self.dice)
            tasks.plan_rounds()
        local = self.world.session.review_rounds.filter(project_kind=Kind.LOCAL)
        rounds = {found.reviewers: found for found in local}
        self.peers, self.experts = rounds["peer"], rounds["expert"]
        self.opens = self.peers.opens_at
        self.ends = self.peers.opens_at + PEERS_TIME

    def run(self) -> None:
        """Through the weeks of peers and experts, and what the experts then still hold."""
        actors: list[Author | Reviewer] = [*self.authors(), *self.reviewers(), *self.helpers()]
        assert self.peers.closes_at is not None
        now, last = self.opens - EARLY, self.peers.closes_at + AFTERWARDS
        while now < last:
            with time_machine.travel(now, tick=False):
                self.tick(now, actors)
            now += TICK

    def tick(self, now: datetime, actors: list[Author | Reviewer]) -> None:
        tasks.let_in()
        tasks.expire_leases()
        tasks.return_pieces()
        if now.hour in NIGHT:
            tasks.repair_rounds()
        for actor in actors:
            if actor.acts_at <= now:
                actor.act(now)
        release_sheets(self.world, self.peers, all_of_them=now >= self.ends)

    def authors(self) -> list[Author]:
        number = round(self.setting.late * self.setting.learners)
        late = set(self.dice.sample(range(self.setting.learners), number))
        return [
            Author(project, self.opens + self.when(is_late=place in late))
            for place, project in enumerate(self.world.projects)
        ]

    def when(self, *, is_late: bool) -> timedelta:
        return self.within(LATE) if is_late else -self.within(EARLY)

    def reviewers(self) -> list[Reviewer]:
        willing = round((1 - self.setting.no_show) * self.setting.learners)
        people = self.dice.sample(self.world.teachers, willing)
        return [self.reviewer(user, self.peers, self.opens, GIVES) for user in people]

    def helpers(self) -> list[Reviewer]:
        begins = self.opens + timedelta(days=7)
        return [
            self.reviewer(user, self.experts, begins, EXPERTS_GIVE) for user in self.world.experts
        ]

    def reviewer(
        self, user: User, review_round: ReviewRound, begins: datetime, gives: int
    ) -> Reviewer:
        sittings = [begins + self.within(PEERS_TIME) for _number in range(gives)]
        one_sitting = self.setting.one_sitting
        return Reviewer(user, review_round, sittings, self.dice, one_sitting=one_sitting)

    def within(self, span: timedelta) -> timedelta:
        return span * self.dice.random()
