"""The completion rule of a session, applied to enrolments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from courses.models.enrolment import Enrolment
from courses.models.outline import outline_of
from courses.models.progress import Achievement, LessonDone
from courses.models.session import Track, TrainingSession

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
    return requirements_of(enrolment.session, [enrolment])[enrolment.pk]


def requirements_of(
    session: TrainingSession, enrolments: Iterable[Enrolment]
) -> dict[int, list[Requirement]]:
    """The same for several enrolments of one session; still three queries."""
    people = list(enrolments)
    ids = [enrolment.pk for enrolment in people]
    outline = outline_of(session.course)
    lessons = {lesson.pk for lesson in outline.lessons}
    asked = len(outline.asked_by(session))
    reached: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, lesson in LessonDone.objects.filter(enrolment__in=ids).values_list(
        "enrolment", "lesson"
    ):
        if lesson in lessons:
            reached[pk][What.LESSONS] = reached[pk].get(What.LESSONS, 0) + 1
    achieved = Achievement.objects.filter(enrolment__in=ids).exclude(what=What.LESSONS)
    for pk, what, amount in achieved.values_list("enrolment", "what", "amount"):
        reached[pk][what] = amount
    return {
        enrolment.pk: requirements_from(session, enrolment.track, asked, reached[enrolment.pk])
        for enrolment in people
    }


def requirements_from(
    session: TrainingSession, track: str, lessons: int, reached: dict[str, int]
) -> list[Requirement]:
    """`lessons` of the course count in the session. Who did more than is asked has done it all."""
    run_may_wait = session.network_run_may_wait and track == Track.NETWORK_PROJECT
    needed = {
        What.LESSONS: ceil(lessons * session.lessons_share / 100),
        What.REVIEWS: session.reviews_to_give,
        What.PRODUCT: int(session.product_required),
        What.RUN: int(session.run_required and not run_may_wait),
        What.REFLECTION: int(session.reflection_required),
    }
    return [
        Requirement(what, str(what.label), done=min(reached.get(what, 0), amount), needed=amount)
        for what, amount in needed.items()
        if amount
    ]


def is_complete(enrolment: Enrolment) -> bool:
    return all(line.is_met for line in requirements(enrolment))
