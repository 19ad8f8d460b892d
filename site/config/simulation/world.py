"""A session with its people, written straight into an empty database; reviewing is left to them."""

import math
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from django.utils import timezone
from wagtail.models import Page

from config.bench.cards import cards
from courses.actions import groups, sessions
from courses.models import CoursePage, CoursesIndexPage, Enrolment, Track, TrainingSession
from people.models import Centre, Membership, User
from project_guide.actions import cards as cards_actions
from project_guide.models import Kind, Project

STARTS_ON = date(2026, 9, 7)
WEEKS = 13
FEWEST_GROUPS = 3  # nobody reviews within their own
A_GROUP, A_SCHOOL = 12, 3  # people
AN_EXPERT = 2.5  # learners


@dataclass
class World:
    session: TrainingSession
    coordinator: User
    teachers: list[User] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    experts: list[User] = field(default_factory=list)


def person(part: str, number: int, **fields: str) -> User:
    return User.objects.create(
        email=f"{part}{number}@simulation.example",
        first_name=part.title(),
        last_name=str(number),
        password="!",  # noqa: S106 - nobody can sign in with it
        **fields,
    )


def member(part: str, number: int, centre: Centre) -> User:
    found = person(part, number)
    Membership.objects.create(person=found, centre=centre, role=part, since=timezone.now())
    return found


def build(learners: int, dice: random.Random) -> World:
    """On the first day of the session; every learner has a complete card."""
    centre = Centre.objects.create(name="Simulation", kind=Centre.Kind.FORMAL)
    session = open_session(centre, learners)
    world = World(session, member("coordinator", 1, centre))
    experts = range(math.ceil(learners / AN_EXPERT))
    world.experts = [member("expert", number, centre) for number in experts]
    rooms = [
        groups.form_group(
            session, f"Group {number}", quota=A_GROUP, by=member("tutor", number, centre)
        )
        for number in range(max(FEWEST_GROUPS, -(-learners // A_GROUP)))
    ]
    schools = [f"School {number}" for number in range(-(-learners // A_SCHOOL))] * A_SCHOOL
    dice.shuffle(schools)
    deck = cards(Kind.LOCAL, seed=dice.randrange(10**6))
    for number, room, school in zip(range(learners), cycle(rooms), schools, strict=False):
        teacher = person("teacher", number, school=school)
        enrolment = enrol(teacher, session)
        groups.join(enrolment, room, by=teacher)
        project = cards_actions.begin(enrolment, by=teacher)
        cards_actions.save(project, next(deck), edition=project.edition, by=teacher)
        world.teachers.append(teacher)
        world.projects.append(project)
    return world


def open_session(centre: Centre, places: int) -> TrainingSession:
    root = Page.get_first_root_node()
    courses = root.add_child(instance=CoursesIndexPage(title="Courses", slug="simulation"))
    page = CoursePage(title="Course", centre=centre, intro="A course.", hours=72)
    course = courses.add_child(instance=page)
    now = timezone.now()
    session = TrainingSession(
        centre=centre,
        course=course,
        title="Simulation",
        starts_on=STARTS_ON,
        ends_on=STARTS_ON + timedelta(weeks=WEEKS, days=-1),
        enrolment_opens=now - timedelta(days=60),
        enrolment_closes=now + timedelta(days=10),
        capacity=places,
    )
    return sessions.open_session(session, by=None)


def enrol(teacher: User, session: TrainingSession) -> Enrolment:
    TrainingSession.objects.take_place(session.pk)
    return Enrolment.objects.create(
        teacher=teacher,
        session=session,
        track=Track.LOCAL_PROJECT,
        state=Enrolment.State.ACTIVE,
        applied_at=timezone.now(),
    )
