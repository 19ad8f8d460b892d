"""Which lessons the completion rule of a session asks for."""

from datetime import timedelta

from courses.models import LessonPage, ModulePage
from courses.models.outline import outline_of
from courses.models.rule import requirements, requirements_from
from tests.factories.courses import TEXT, at


def publish(course, *, on):
    """One more lesson of the first module, which is read in week 1."""
    lesson = LessonPage(
        title="Written later", summary="In short.", body=[TEXT], first_published_at=at(on)
    )
    return course.modules()[0].add_child(instance=lesson)


def lessons_needed(enrolment):
    return next(line.needed for line in requirements(enrolment) if line.what == "lessons")


def test_a_lesson_that_was_there_when_its_week_ended_counts(enrolment):
    session = enrolment.session
    session.lessons_share = 100
    publish(session.course, on=session.starts_on + timedelta(days=6))

    assert lessons_needed(enrolment) == 4


def test_a_lesson_published_after_its_week_asks_nothing_of_a_running_session(enrolment):
    session = enrolment.session
    session.lessons_share = 100
    publish(session.course, on=session.starts_on + timedelta(days=7))

    assert lessons_needed(enrolment) == 3
    assert len(outline_of(session.course).lessons) == 4


def test_nobody_is_behind_because_of_a_lesson_published_later(enrolment):
    session = enrolment.session
    course = session.course
    course.add_child(instance=ModulePage(title="Second week", slug="second", week=2))
    publish(course, on=session.starts_on + timedelta(days=20))

    assert len(outline_of(course).due(session, week=5)) == 3


def test_who_did_more_than_is_asked_has_done_it_all(session):
    line, *_others = requirements_from(session, "local_project", 10, {"lessons": 10})

    assert (line.done, line.needed) == (8, 8)
