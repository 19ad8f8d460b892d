"""What people do in the simulation, by the actions of the house; each act may be refused."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from config.simulation.world import World
from core.refusals import Refused
from people.models import User
from project_guide.actions import queue, release, reviews, submission
from project_guide.actions.reviews import Entry, Sheet
from project_guide.models import Project, Remark, Review, ReviewRound, ReviewSlot

GIVES = 3  # reviews of one peer
ABANDONED = 0.1  # of the pieces that are taken
WAIT = timedelta(hours=12)  # before somebody asks again
NEVER = datetime.max.replace(tzinfo=UTC)
HELD = (2, 96)  # hours from taking to handing in, unless it is done at one sitting


class Author:
    """Sends the project once, answers when the sheets come, and sends it to the experts."""

    def __init__(self, project: Project, sends_at: datetime) -> None:
        self.project, self.acts_at = project, sends_at

    def act(self, now: datetime) -> None:
        self.project.refresh_from_db()
        if self.project.state == Project.State.REVISION:
            for remark in Remark.objects.filter(review__slot__version__project=self.project):
                release.answer(remark, "Done.", by=self.project.owner)
        self.acts_at = now + WAIT
        if self.project.is_editable:
            with suppress(Refused):
                submission.submit(
                    self.project, key=uuid4().hex, letter="Done.", by=self.project.owner
                )


class Reviewer:
    """Sits down now and then, takes a piece, and hands it in at once or hours later; now and then
    it is left lying until its time is over."""

    def __init__(
        self,
        user: User,
        review_round: ReviewRound,
        sittings: list[datetime],
        dice: random.Random,
        *,
        one_sitting: bool,
    ) -> None:
        self.user, self.round, self.dice = user, review_round, dice
        self.one_sitting = one_sitting
        self.sittings = sorted(sittings)
        self.in_hand: ReviewSlot | None = None
        self.acts_at = self.sittings.pop(0)

    def act(self, now: datetime) -> None:
        if self.in_hand is None:
            self.take(now)
        else:
            self.finish(now)

    def take(self, now: datetime) -> None:
        try:
            slot = queue.claim_next(self.round, by=self.user)
        except Refused:
            self.acts_at = now + WAIT
            return
        if self.dice.random() < ABANDONED:
            self.acts_at = now + self.round.lease + WAIT
            return
        self.in_hand = slot
        self.acts_at = now + timedelta(hours=self.dice.uniform(*HELD))
        if self.one_sitting:
            self.finish(now)

    def finish(self, now: datetime) -> None:
        assert self.in_hand is not None
        with suppress(Refused):  # it came too late, and is not needed any more
            hand_in(Review.objects.get(slot=self.in_hand), self.user, self.dice)
        self.in_hand = None
        self.acts_at = max(now, self.sittings.pop(0)) if self.sittings else NEVER


def hand_in(review: Review, by: User, dice: random.Random) -> None:
    codes = review.rubric.criteria.values_list("code", flat=True)
    sheet = Sheet(
        entries={code: Entry(level=dice.choice([1, 2, 2, 3]), comment="So.") for code in codes},
        strengths=["The question is alive.", "The stages are clear."],
        must_fix=["Name the dates."],
    )
    reviews.save(review, sheet, edition=review.edition, by=by)
    reviews.submit(review, by=by)


def release_sheets(world: World, review_round: ReviewRound, *, all_of_them: bool) -> None:
    """The coordinator gives a project's sheets to its author when all are in; at the end, any."""
    for project in Project.objects.filter(state=Project.State.PEER_REVIEW):
        sheets = ReviewSlot.objects.filter(
            version__project=project, round=review_round, state=ReviewSlot.State.SUBMITTED
        ).count()
        if sheets >= (1 if all_of_them else review_round.wanted):
            release.release(project, by=world.coordinator)
