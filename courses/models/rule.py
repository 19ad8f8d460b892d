"""The completion rule of a session, applied to one enrolment."""

from dataclasses import dataclass
from math import ceil

from courses.models.enrolment import Enrolment
from courses.models.progress import Achievement
from courses.models.session import Track

What = Achievement.What


@dataclass(frozen=True)
class Requirement:
    """One line of the rule: how much is done, of how much."""

    what: str
    label: str
    done: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.done >= self.needed


def requirements(enrolment: Enrolment) -> list[Requirement]:
    """What this enrolment needs for completion, and how far it is; three queries."""
    session = enrolment.session
    lessons = set(session.course.lessons().values_list("pk", flat=True))
    done = sum(
        lesson in lessons for lesson in enrolment.lessons_done.values_list("lesson_id", flat=True)
    )
    reached = dict(enrolment.achievements.values_list("what", "amount"))
    run_may_wait = session.network_run_may_wait and enrolment.track == Track.NETWORK_PROJECT
    needed = {
        What.LESSONS: ceil(len(lessons) * session.lessons_share / 100),
        What.REVIEWS: session.reviews_to_give,
        What.PRODUCT: int(session.product_required),
        What.RUN: int(session.run_required and not run_may_wait),
        What.REFLECTION: int(session.reflection_required),
    }
    return [
        Requirement(
            what=what,
            label=str(what.label),
            done=done if what is What.LESSONS else reached.get(what, 0),
            needed=amount,
        )
        for what, amount in needed.items()
        if amount
    ]


def is_complete(enrolment: Enrolment) -> bool:
    return all(line.is_met for line in requirements(enrolment))
