"""Five sessions of the founding paper with their projects, reviews, conclusions and runs.

History is written down as it was, with its own dates, not acted out: the actions of the house
stamp the present, and nobody is to be told today of what happened then.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from activity.actions import record
from courses.actions.completion import certify
from courses.actions.sessions import lay_out
from courses.models import (
    Achievement,
    CoursePage,
    Enrolment,
    Group,
    GroupMembership,
    LessonDone,
    Reflection,
    Track,
    TrainingSession,
)
from desk.demo.people import hire
from desk.demo.reviewing import Reviewing
from desk.demo.world import World, read
from people.models import User
from project_guide.actions import rounds
from project_guide.models import Kind, Project, RunRecord
from project_guide.models.card import CARD_FIELDS

TITLES = ["Осень 2015", "Весна 2016", "Осень 2016", "Весна 2017", "Осень 2017"]
RETURNED = "n17"  # the one project of the past that did not enter the Guide


@dataclass
class Past:
    """One project of the past on its way through the house."""

    card: dict[str, Any]
    session: TrainingSession
    group: Group
    teacher: User
    enrolment: Enrolment | None = None
    project: Project | None = None


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def relive(world: World, course: CoursePage) -> list[Project]:
    """Write five sessions down; returns the projects that are to enter the Guide, oldest first."""
    cards = _dealt_cards(world)
    accepted: list[Project] = []
    for number, (starts_on, ends_on) in enumerate(read("figures")["sessions"]):
        session = _session(world, course, number, starts_on, ends_on)
        mine = cards[number :: len(TITLES)]
        accepted += _hold(world, session, mine)
    return accepted


def _dealt_cards(world: World) -> list[dict[str, Any]]:
    cards = [card for card in read("projects_local") if card["key"] != "l01"]
    cards += [card for card in read("projects_present") if card["key"] == "l01b"]
    cards += read("projects_network")
    world.dice.shuffle(cards)
    return cards


def _session(
    world: World, course: CoursePage, number: int, starts_on: str, ends_on: str
) -> TrainingSession:
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    session = TrainingSession.objects.create(
        centre=world.centres[number % 2],
        course=course,
        title=TITLES[number],
        starts_on=first,
        ends_on=last,
        enrolment_opens=at(first - timedelta(days=30)),
        enrolment_closes=at(first + timedelta(days=14)),
        time_zone=world.centres[0].time_zone,
        capacity=60,
    )
    lay_out(session)
    rounds.plan(session, by=None)
    world.sessions.append(session)
    return session


def _hold(world: World, session: TrainingSession, cards: list[dict[str, Any]]) -> list[Project]:
    groups = _groups(world, session)
    teachers = hire(world, len(cards), "teacher")
    if session.title == TITLES[-1]:  # the graduate of the sign-in page made a local project then
        local = next(index for index, card in enumerate(cards) if card["kind"] == "local")
        teachers[local] = world.accounts["teacher5"]
    pasts = [
        Past(card, session, groups[index % len(groups)], teacher)
        for index, (card, teacher) in enumerate(zip(cards, teachers, strict=True))
    ]
    _enrol(world, pasts)
    _make_projects(pasts)
    reviewing = Reviewing(world, session, [past.teacher for past in pasts])
    accepted = []
    for past in pasts:
        assert past.project is not None
        if reviewing.carry(past.project, returned=past.card["key"] == RETURNED):
            accepted.append(past.project)
    reviewing.write()
    _finish(world, pasts, accepted)
    return accepted


def _groups(world: World, session: TrainingSession) -> list[Group]:
    offset = 2 if session.centre == world.centres[0] else 5
    groups = []
    for index in range(3):
        group = Group.objects.create(session=session, name=f"Группа {index + 1}", quota=15, taken=0)
        group.tutors.add(world.tutors[offset + index])
        groups.append(group)
    return groups


def _enrol(world: World, pasts: list[Past]) -> None:
    session = pasts[0].session
    opened = at(session.starts_on)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            teacher=past.teacher,
            session=session,
            track=Track.LOCAL_PROJECT if past.card["kind"] == "local" else Track.NETWORK_PROJECT,
            state=Enrolment.State.COMPLETED,
            applied_at=opened,
        )
        for past in pasts
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=past.group, enrolment=enrolment, since=opened)
        for past, enrolment in zip(pasts, enrolments, strict=True)
    )
    for group in {past.group for past in pasts}:
        Group.objects.filter(pk=group.pk).update(taken=group.memberships.count())
    TrainingSession.objects.filter(pk=session.pk).update(taken=len(pasts))
    lessons = list(session.course.lessons())
    LessonDone.objects.bulk_create(
        LessonDone(enrolment=enrolment, lesson=lesson, at=opened + timedelta(days=5 * index))
        for enrolment in enrolments
        for index, lesson in enumerate(lessons)
    )
    for past, enrolment in zip(pasts, enrolments, strict=True):
        past.enrolment = enrolment


def _make_projects(pasts: list[Past]) -> None:
    for past in pasts:
        session = past.session
        project = Project(
            **card_fields(past.card),
            kind=past.card["kind"],
            owner=past.teacher,
            enrolment=past.enrolment,
            state=Project.State.DRAFT,
            saved_at=at(session.starts_on + timedelta(days=55)),
        )
        past.project = project
    Project.objects.bulk_create([past.project for past in pasts if past.project])


def card_fields(card: dict[str, Any]) -> dict[str, Any]:
    """The fields of the card that the data give, with the consents of their authors."""
    fields = {name: card[name] for name in CARD_FIELDS if name in card}
    return {**fields, "names_shown": True, "no_pupils_data": True}


def _finish(world: World, pasts: list[Past], accepted: list[Project]) -> None:
    """Runs with pupils, reflections, and certificates."""
    done = {project.pk for project in accepted}
    runs, reached, reflections = [], [], []
    for index, past in enumerate(pasts):
        assert past.project is not None and past.enrolment is not None
        ends_on = past.session.ends_on
        moment = at(ends_on - timedelta(days=3))
        runs.append(_run(world, past, index))
        reflections.append(
            Reflection(
                enrolment=past.enrolment,
                text=world.prose["reflections"][index % len(world.prose["reflections"])],
                written_at=moment,
            )
        )
        facts = {"title": past.project.title, "verdict": READY_WORDS}
        whats: list[tuple[str, int, dict[str, Any]]] = [
            (Achievement.What.REVIEWS, 2, {}),
            (Achievement.What.RUN, 1, {}),
            (Achievement.What.REFLECTION, 1, {}),
        ]
        if past.project.pk in done:
            whats.append((Achievement.What.PRODUCT, 1, facts))
        reached += [
            Achievement(enrolment=past.enrolment, what=what, amount=amount, facts=facts_, at=moment)
            for what, amount, facts_ in whats
        ]
    RunRecord.objects.bulk_create(runs)
    Achievement.objects.bulk_create(reached)
    Reflection.objects.bulk_create(reflections)
    for past in pasts:
        assert past.enrolment is not None and past.project is not None
        if past.project.pk in done:
            certify(past.enrolment, at=at(past.session.ends_on))
            record(
                past.enrolment,
                "move",
                by=None,
                at=at(past.session.ends_on),
                before="active",
                after="completed",
            )
        else:
            Enrolment.objects.filter(pk=past.enrolment.pk).update(
                state=Enrolment.State.NOT_COMPLETED
            )


READY_WORDS = {"en": "Ready to run", "ru": "Готов к проведению"}


def _run(world: World, past: Past, index: int) -> RunRecord:
    assert past.project is not None
    results = world.prose["run_results"]
    weeks = past.project.weeks or 3
    starts_on = past.session.ends_on - timedelta(weeks=min(weeks, 5), days=7)
    return RunRecord(
        project=past.project,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=min(weeks, 5)),
        grade_band=past.project.grade_bands[0],
        pupils=world.dice.randint(12, 60) if past.project.kind == Kind.LOCAL else 100,
        results=results[index % len(results)],
        recorded_at=at(past.session.ends_on - timedelta(days=4)),
    )
