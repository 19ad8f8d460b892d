from datetime import date, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page

from courses.actions import groups, sessions
from courses.models import (
    CoursePage,
    CoursesIndexPage,
    Enrolment,
    Group,
    LessonPage,
    ModulePage,
    Track,
    TrainingSession,
)
from desk.models import HomePage
from people.models import Centre, User
from tests.factories.people import CentreFactory, UserFactory, member

QUESTION: dict[str, Any] = {
    "type": "question",
    "value": {
        "question": "Which question is open?",
        "answers": [
            {"text": "How many rivers are there?", "correct": False, "explanation": "One click."},
            {"text": "Is our river healthy?", "correct": True, "explanation": "It needs work."},
        ],
    },
}
TEXT = {"type": "text", "value": "<p>Read this.</p>"}


def home() -> HomePage:
    """The home page, made the root of the site when it is not there yet."""
    if found := HomePage.objects.first():
        return found
    page = HomePage(title="Tuetor", slug="tuetor-home", lead="What this is.")
    Page.get_first_root_node().add_child(instance=page)
    from wagtail.models import Site

    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": page, "hostname": "localhost"}
    )
    return page


def catalogue() -> CoursesIndexPage:
    if found := CoursesIndexPage.objects.first():
        return found
    return home().add_child(instance=CoursesIndexPage(title="Courses", slug="courses"))


def make_course(centre: Centre, title: str = "Course", lessons: int = 3) -> CoursePage:
    """A published course with one module; every lesson has one self-check question."""
    course = CoursePage(title=title, centre=centre, intro="What you will learn.", hours=72)
    catalogue().add_child(instance=course)
    module = course.add_child(instance=ModulePage(title=f"{title}: module", week=1))
    for number in range(1, lessons + 1):
        lesson = LessonPage(
            title=f"{title}: lesson {number}", summary="In short.", body=[TEXT, QUESTION]
        )
        module.add_child(instance=lesson)
    return course


class SessionFactory(DjangoModelFactory[TrainingSession]):
    """A session in its fifth week, open for enrolment."""

    class Meta:
        model = TrainingSession

    centre = factory.SubFactory(CentreFactory)
    course = factory.LazyAttribute(lambda it: make_course(it.centre, f"Course of {it.centre}"))
    title = factory.Sequence("Session {}".format)
    starts_on = factory.LazyFunction(lambda: date.today() - timedelta(days=30))
    ends_on = factory.LazyAttribute(lambda it: it.starts_on + timedelta(days=91))
    enrolment_opens = factory.LazyFunction(lambda: timezone.now() - timedelta(days=60))
    enrolment_closes = factory.LazyFunction(lambda: timezone.now() + timedelta(days=60))

    @classmethod
    def _create(cls, model_class: type, *args: Any, **fields: Any) -> TrainingSession:
        session = model_class(**fields)
        return sessions.open_session(session, by=None)


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    """An active place in a session, counted among the places taken."""

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    teacher = factory.SubFactory(UserFactory)
    session = factory.SubFactory(SessionFactory)
    track = Track.LOCAL_PROJECT
    state = Enrolment.State.ACTIVE
    applied_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def counted(self: Enrolment, create: bool, extracted: object, **kwargs: object) -> None:
        if self.state in Enrolment.HOLD_A_PLACE:
            TrainingSession.objects.take_place(self.session_id)


def make_group(
    session: TrainingSession, tutor: User | None = None, name: str = "Group", quota: int = 15
) -> Group:
    tutor = tutor or member("tutor", session.centre)
    return groups.form_group(session, name, quota=quota, by=tutor)


def place_in(group: Group, teacher: User | None = None, **fields: Any) -> Enrolment:
    """An active enrolment in the group."""
    if teacher is not None:
        fields["teacher"] = teacher
    enrolment = EnrolmentFactory(session=group.session, **fields)
    groups.join(enrolment, group, by=enrolment.teacher)
    return enrolment


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))
