"""The session of today: three groups at different stages, work in both queues.

Everything here is done by the actions of the house, as people would do it by clicking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from courses.actions import authors, enrolment, groups, sessions
from courses.models import CoursePage, Enrolment, Group, Track, TrainingSession
from desk.demo import experts
from desk.demo.approval import ask_for_approval
from desk.demo.calibration import calibrate
from desk.demo.deciding import prepare
from desk.demo.past import card_fields
from desk.demo.people import hire
from desk.demo.reviewers import SEVERE, review
from desk.demo.study import study
from desk.demo.world import World, read
from people.models import User
from project_guide.actions import cards, comments, release, rounds, submission
from project_guide.models import Project, ProjectVersion, Remark, ReviewRound

SEASONS = {
    1: "Зима",
    2: "Зима",
    3: "Весна",
    4: "Весна",
    5: "Весна",
    6: "Лето",
    7: "Лето",
    8: "Лето",
    9: "Осень",
    10: "Осень",
    11: "Осень",
    12: "Зима",
}
Answer = Callable[[World, ProjectVersion], None]  # of an expert who was asked
PREPARED = "pl8"  # of this project the sheets are in
WEEKS_GONE = 7  # today is in the eighth week: peers and experts are at work
GRADUATE, NEWCOMER = "teacher5", "teacher6"
EXPERIENCED = 4  # graduates of the past who make network projects now


@dataclass
class Seat:
    """A teacher of today: the place in the session, and the project when there is one."""

    enrolment: Enrolment
    project: Project | None = None


def hold(world: World, course: CoursePage, today: date) -> TrainingSession:
    session = _open(world, course, today)
    authors.appoint(course, world.accounts["tutor"], by=world.accounts["coordinator"])
    seats = _seats(world, session)
    places = {name: seat.enrolment for name, seat in seats.items() if name != NEWCOMER}
    study(places)
    ask_for_approval(world)
    deck = {card["key"]: card for card in read("projects_present")}
    _teacher(world, seats["teacher"])
    _in_peer_review(world, seats, deck)
    _in_revision(world, seats, deck)
    _with_experts(world, seats, deck)
    calibrate(world, session, seats, newcomer=NEWCOMER)
    return session


def _open(world: World, course: CoursePage, today: date) -> TrainingSession:
    starts_on = today - timedelta(weeks=WEEKS_GONE, days=today.weekday())
    session = TrainingSession(
        centre=world.centres[0],
        course=course,
        title=f"{SEASONS[starts_on.month]} {starts_on.year}",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=13 * 7 - 1),
        enrolment_opens=_at(starts_on - timedelta(days=30)),
        enrolment_closes=_at(starts_on + timedelta(days=13 * 7 - 14)),
        time_zone=world.centres[0].time_zone,
        capacity=60,
    )
    coordinator = world.accounts["coordinator"]
    sessions.open_session(session, by=coordinator)
    rounds.plan(session, by=coordinator)
    session.review_rounds.update(
        schedule=ReviewRound.Schedule.OWN,
        grace_minutes=1,
        alternates=6,
        opens_at=_at(starts_on + timedelta(days=28)),
    )
    return session


def _at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _seats(world: World, session: TrainingSession) -> dict[str, Seat]:
    """Three groups: the first is the tutor's with two of the accounts, the others have two each."""
    accounts = world.accounts
    leaders = [accounts["tutor"], accounts["tutor2"], world.tutors[2]]
    formed = [
        groups.form_group(session, name, quota=12, by=leader)
        for name, leader in zip(("Исток", "Перекрёсток", "Мост"), leaders, strict=True)
    ]
    pairs = [("teacher", "teacher2"), ("teacher3", "teacher4"), ("teacher5", "teacher6")]
    seats: dict[str, Seat] = {}
    for group, names in zip(formed, pairs, strict=True):
        for name in names:
            track = Track.NETWORK_PROJECT if name == GRADUATE else Track.LOCAL_PROJECT
            seats[name] = _take(session, group, accounts[name], track)
    for index, person in enumerate(hire(world, 12, "member", first_school=0)):
        seats[f"local{index}"] = _take(session, formed[index % 3], person, Track.LOCAL_PROJECT)
    for index, person in enumerate(_graduates(world)):
        seats[f"network{index}"] = _take(session, formed[index % 3], person, Track.NETWORK_PROJECT)
    return seats


def _graduates(world: World) -> list[User]:
    """Teachers of the last session who completed track A."""
    done = Enrolment.objects.filter(
        session=world.sessions[-1],
        state=Enrolment.State.COMPLETED,
        track=Track.LOCAL_PROJECT,
    ).select_related("teacher")
    done = done.exclude(teacher__in=world.accounts.values())
    return [found.teacher for found in done.order_by("pk")[:EXPERIENCED]]


def _take(session: TrainingSession, group: Group, person: User, track: str) -> Seat:
    return Seat(enrolment.enrol(person, session, track, group=group))


def _begin(seat: Seat, card: dict[str, Any], *, fields: int = 0) -> Project:
    """Begin the project and fill the card in, wholly or with its first `fields` fields."""
    person = seat.enrolment.teacher
    seat.project = cards.begin(seat.enrolment, by=person)
    values = card_fields(card)
    if fields:
        values = dict(list(values.items())[:fields])
    return cards.save(seat.project, values, edition=seat.project.edition, by=person)


def _teacher(world: World, seat: Seat) -> None:
    """The teacher of the sign-in page is in the middle of the card, with the tutor's comments."""
    card = next(card for card in read("projects_local") if card["key"] == "l01")
    project = _begin(seat, card, fields=9)
    tutor, prose = world.accounts["tutor"], world.prose
    comments.comment(project, "idea", prose["tutor_comments"]["idea"][0], key="demo-idea", by=tutor)
    comments.comment(
        project, "stages", prose["tutor_comments"]["stages"][0], key="demo-stages", by=tutor
    )


def _send(seat: Seat, key: str) -> ProjectVersion:
    assert seat.project is not None
    version = submission.submit(seat.project, key=key, by=seat.project.owner)
    ProjectVersion.objects.filter(pk=version.pk).update(grace_until=timezone.now())
    submission.enter_pool(version)
    seat.project.refresh_from_db()
    version.refresh_from_db()
    return version


def _in_peer_review(world: World, seats: dict[str, Seat], deck: dict[str, Any]) -> None:
    """Six projects wait for peers; one has one sheet already, one has both, and they differ."""
    names = ["local0", "local1", "local2", "local3", "teacher3", "network0"]
    keys = ["pl1", "pl2", "pl3", "pl4", "pl5", "pn1"]
    for name, key in zip(names, keys, strict=True):
        _begin(seats[name], deck[key])
        _send(seats[name], f"demo-{key}-1")
    review(world, seats["local0"].project, seats, sheets=1)
    review(world, seats["local1"].project, seats, sheets=2, last=SEVERE)


def _in_revision(world: World, seats: dict[str, Seat], deck: dict[str, Any]) -> None:
    """teacher2's sheets were given back: the remarks wait for an answer."""
    seat = seats["teacher2"]
    _begin(seat, deck["pl6"])
    _send(seat, "demo-pl6-1")
    review(world, seat.project, seats, sheets=2)
    assert seat.project is not None
    release.release(seat.project, by=world.accounts["tutor"])


def _with_experts(world: World, seats: dict[str, Seat], deck: dict[str, Any]) -> None:
    """One waits for an expert, one for a third opinion on two sheets that differ, and of one the
    decision is prepared and waits to be released.

    Of those who were asked one was silent, and one suggested a colleague.
    """
    experts.introduce(world)
    plan: list[tuple[str, str, list[Answer]]] = [
        ("local5", "pl7", [experts.stay_silent, experts.take_others_out, experts.suggest_another]),
        ("network1", "pn2", [experts.accept, experts.take_others_out, experts.be_severe]),
        ("local6", "pl8", [experts.accept]),
    ]
    for name, key, said in plan:
        seat = seats[name]
        _begin(seat, deck[key])
        _send(seat, f"demo-{key}-1")
        review(world, seat.project, seats, sheets=2)
        assert seat.project is not None
        release.release(seat.project, by=world.accounts["coordinator"])
        seat.project.refresh_from_db()
        for remark in Remark.objects.filter(review__slot__version__project=seat.project):
            release.answer(remark, world.reply(seat.project.owner), by=seat.project.owner)
        version = _send(seat, f"demo-{key}-2")
        for answer in said:
            answer(world, version)
        if key == PREPARED:
            prepare(seat.project, by=world.accounts["coordinator"])
