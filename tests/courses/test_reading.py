"""Who reads what, what stands on the pages, and what they cost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import progress
from courses.models import Enrolment, LessonDone, LessonPage, ModulePage
from courses.models.outline import outline_of
from tests.factories.courses import (
    EnrolmentFactory,
    SessionFactory,
    catalogue,
    home,
    make_course,
    make_group,
)
from tests.factories.people import CentreFactory, UserFactory, member

State = Enrolment.State

PUBLIC_CATALOGUE = 4
COURSE, LESSON = 8, 7


def enrolled(session, **fields):
    return EnrolmentFactory(session=session, **fields)


def page_of(client, page):
    return client.get(page.get_url())


def test_the_catalogue_shows_published_courses_and_their_next_session(client, session, text_of):
    draft = make_course(session.centre, "A secret draft")
    draft.unpublish()

    html = text_of(page_of(client, catalogue()))

    assert session.course.title in html
    assert "Enrolment is open" in html
    assert "A secret draft" not in html
    assert "csrfmiddlewaretoken" not in html


def test_an_empty_catalogue_names_the_next_step(client, db, text_of):
    home()

    html = text_of(page_of(client, catalogue()))

    assert "No course is published yet" in html
    assert reverse("courses:sessions") in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_catalogue_costs_the_same_for_any_number_of_courses(
    client, centre, django_assert_num_queries, number
):
    for _ in range(number):
        SessionFactory(centre=CentreFactory())
    address = catalogue().get_url()
    client.get(address)

    with django_assert_num_queries(PUBLIC_CATALOGUE):
        client.get(address)


def test_a_visitor_sees_the_programme_and_which_lessons_are_open(client, session, lesson, text_of):
    LessonPage.objects.filter(pk=lesson.pk).update(is_open=True)

    response = page_of(client, session.course)

    html = text_of(response)
    assert lesson.title in html
    assert "Open to all" in html
    assert "After enrolment" in html
    assert reverse("courses:session", args=[session.code]) in html
    assert "csrfmiddlewaretoken" not in html
    assert "sessionid" not in response.cookies


def test_a_course_without_an_open_session_says_so(client, centre, text_of):
    home()
    html = text_of(page_of(client, make_course(centre, "Quiet")))

    assert "No session of this course is open now" in html


def test_an_enrolled_teacher_sees_progress_and_continues(sign_in, enrolment, lesson, text_of):
    progress.mark_done(enrolment, lesson, by=enrolment.teacher)

    html = text_of(page_of(sign_in(enrolment.teacher), enrolment.session.course))

    second = enrolment.session.course.lessons()[1]
    assert "1 of 3" in html
    assert "Continue" in html
    assert f'href="{second.get_url()}"' in html
    assert "You are enrolled" in html


def test_whoever_waits_is_told_when_lessons_open(sign_in, session, lesson, text_of):
    waiting = enrolled(session, state=State.WAITING)

    course = page_of(sign_in(waiting.teacher), session.course)
    closed = page_of(sign_in(waiting.teacher), lesson)

    assert "The lessons open when the place is active" in text_of(course)
    assert closed.status_code == 403
    assert "On the waiting list" in text_of(closed)


def test_a_module_lists_its_lessons_with_the_first_day_of_its_week(
    sign_in, client, enrolment, lesson, text_of
):
    module = lesson.get_parent().specific

    html = text_of(page_of(sign_in(enrolment.teacher), module))

    assert lesson.title in html
    assert "Week 1" in html
    assert "from" in html
    assert page_of(client, module).status_code == 200


def test_an_empty_module_says_so(client, session, text_of):
    module = session.course.add_child(instance=ModulePage(title="Later", week=30))

    assert "No lesson is published in this module yet" in text_of(page_of(client, module))


def test_a_closed_lesson_tells_a_visitor_why_and_the_ways_in_and_back(client, lesson, text_of):
    response = page_of(client, lesson)

    assert response.status_code == 403
    html = text_of(response)
    assert "This lesson opens after enrolment" in html
    assert "Read this." not in html
    for way in ("account_login", "account_signup"):
        assert f"{reverse(way)}?next={lesson.get_url()}" in html


def test_a_closed_lesson_tells_a_stranger_how_it_opens(sign_in, stranger, session, lesson, text_of):
    response = page_of(sign_in(stranger), lesson)

    assert response.status_code == 403
    assert "This lesson opens after enrolment" in text_of(response)
    assert reverse("courses:session", args=[session.code]) in text_of(response)
    assert "Read this" not in text_of(response)


def test_a_closed_lesson_without_an_open_session_shows_the_way_to_the_course(
    sign_in, stranger, centre, text_of
):
    home()
    course = make_course(centre, "Quiet")

    html = text_of(page_of(sign_in(stranger), course.lessons()[0]))

    assert "No session of this course is open now" in html
    assert course.get_url() in html


def test_an_open_lesson_is_read_by_everybody_without_a_token(client, lesson, text_of):
    LessonPage.objects.filter(pk=lesson.pk).update(is_open=True)

    response = page_of(client, lesson)

    assert response.status_code == 200
    html = text_of(response)
    assert "Lesson 1 of 3" in html
    assert "Show the answer" in html
    assert "csrfmiddlewaretoken" not in html
    assert "Mark as done" not in html


@pytest.mark.parametrize("part", ["tutor", "coordinator"])
def test_tutors_and_coordinators_of_the_centre_read_closed_lessons(
    sign_in, request, lesson, part, text_of
):
    response = page_of(sign_in(request.getfixturevalue(part)), lesson)

    assert response.status_code == 200
    assert "Mark as done" not in text_of(response)


def test_a_tutor_of_a_session_held_elsewhere_reads_its_lessons(sign_in, course, lesson):
    elsewhere = SessionFactory(centre=CentreFactory(), course=course)
    tutor = member("tutor", elsewhere.centre)
    assert page_of(sign_in(tutor), lesson).status_code == 403

    make_group(elsewhere, tutor)

    assert page_of(sign_in(tutor), lesson).status_code == 200


def test_a_restriction_on_a_course_holds_for_its_lessons(rf, course, lesson):
    from wagtail.models import PageViewRestriction

    way = lesson.get_url().strip("/").split("/")[1:]
    assert not catalogue().route(rf.get("/"), way).page.get_view_restrictions()

    restriction = PageViewRestriction.objects.create(page=course, restriction_type="login")

    found = catalogue().route(rf.get("/"), way).page
    assert list(found.get_view_restrictions()) == [restriction]
    assert list(lesson.get_view_restrictions()) == [restriction]


def test_an_administrator_reads_closed_lessons(sign_in, lesson):
    assert page_of(sign_in(UserFactory(is_superuser=True)), lesson).status_code == 200


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.WAITING, State.APPLIED])
def test_without_a_place_no_closed_lesson_is_read(sign_in, session, lesson, state):
    person = enrolled(session, state=state).teacher

    assert page_of(sign_in(person), lesson).status_code == 403


@pytest.mark.parametrize("state", [State.ON_BREAK, State.COMPLETED, State.NOT_COMPLETED])
def test_lessons_stay_readable_but_are_marked_only_while_active(
    sign_in, session, lesson, state, text_of
):
    person = enrolled(session, state=state).teacher

    response = page_of(sign_in(person), lesson)

    assert response.status_code == 200
    assert "Lessons are marked while your place in the session is active" in text_of(response)


def test_the_lesson_leads_to_the_one_before_and_after(sign_in, enrolment, text_of):
    first, second, third = enrolment.session.course.lessons()

    html = text_of(page_of(sign_in(enrolment.teacher), second))

    assert "Lesson 2 of 3" in html
    assert f'rel="prev" href="{first.get_url()}"' in html
    assert f'rel="next" href="{third.get_url()}"' in html


@pytest.mark.parametrize("level", ["lesson", "module", "course"])
def test_what_is_unpublished_is_not_there_and_neither_is_what_stands_under_it(
    sign_in, enrolment, lesson, level
):
    module = lesson.get_parent().specific
    {"lesson": lesson, "module": module, "course": module.get_parent().specific}[level].unpublish()

    response = page_of(sign_in(enrolment.teacher), lesson)

    assert response.status_code == 404
    assert lesson not in enrolment.session.course.lessons() or level == "course"


@pytest.mark.parametrize("path", ["nothing/", "nothing/at/", "nothing/at/all/", "a/b/c/d/"])
def test_unknown_addresses_under_the_catalogue_are_not_there(client, session, path):
    assert client.get(catalogue().get_url() + path).status_code == 404


def test_the_reading_session_is_the_one_under_way(sign_in, course, lesson, text_of):
    person = UserFactory()
    EnrolmentFactory(
        teacher=person,
        session=SessionFactory(centre=CentreFactory(), course=course),
        state=State.COMPLETED,
    )
    active = EnrolmentFactory(teacher=person, session=course.sessions.order_by("pk").first())

    html = text_of(page_of(sign_in(person), lesson))

    assert reverse("courses:lesson_done", args=[active.code, lesson.translation_key]) in html


@pytest.mark.parametrize("lessons", [1, 3, 12])
def test_lesson_and_course_cost_the_same_for_any_number_of_lessons(
    sign_in, centre, django_assert_num_queries, lessons
):
    home()
    course = make_course(centre, "Big", lessons=lessons)
    client = sign_in(enrolled(SessionFactory(centre=centre, course=course)).teacher)
    address, lesson = course.get_url(), course.lessons()[0].get_url()
    client.get(address), client.get(lesson)

    with django_assert_num_queries(COURSE):
        client.get(address)
    with django_assert_num_queries(LESSON):
        client.get(lesson)


def test_contents_are_kept_for_all_and_marks_for_nobody(
    sign_in, session, lesson, course, django_assert_num_queries
):
    first, second = enrolled(session), enrolled(session)
    LessonDone.objects.create(enrolment=first, lesson=lesson, at=timezone.now())

    assert outline_of(course, first).done == 1
    with django_assert_num_queries(2):  # whether a page has changed, and what they have done
        assert outline_of(course, second).done == 0
    assert outline_of(course).done == 0

    lesson.title = "A new title"
    lesson.save_revision().publish()

    assert "A new title" in [line.title for line in outline_of(course, second).lessons]


# Wagtail leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_block_of_a_lesson_is_shown(sign_in, enrolment, lesson, text_of, image, document):
    lesson.body = [
        ("heading", "A heading <b>"),
        ("text", "<p>Words</p>"),
        ("image", {"image": image, "alternative": "A river", "caption": "The river"}),
        (
            "video",
            {
                "address": "https://rutube.ru/play/embed/1",
                "title": "A film",
                "minutes": 3,
                "transcript": "<p>Said</p>",
            },
        ),
        ("file", {"document": document, "about": "A table"}),
        ("callout", {"kind": "warning", "text": "<p>Careful</p>"}),
        ("callout", {"kind": "example", "text": "<p>Like so</p>"}),
        ("callout", {"kind": "tip", "text": "<p>Try it</p>"}),
        ("steps", {"title": "Do it", "steps": [{"task": "First", "result": "A list"}]}),
    ]
    lesson.save_revision().publish()

    html = text_of(page_of(sign_in(enrolment.teacher), lesson))

    for words in (
        "A heading &lt;b&gt;",
        'alt="A river"',
        "The river",
        "A film",
        "3 minutes",
        "Said",
        "A table",
        "Careful",
        "Like so",
        "Try it",
        "First",
        "A list",
    ):
        assert words in html
    assert "<iframe" not in html
    assert "style=" not in html


def test_a_preview_of_a_lesson_shows_its_text(sign_in, session, lesson, coordinator, text_of):
    response = lesson.make_preview_request()

    assert response.status_code == 200
    assert "Show the answer" in response.rendered_content


def test_a_plain_page_is_read_by_everybody(client, db, text_of):
    from pages.models import TextPage

    page = home().add_child(
        instance=TextPage(title="About", slug="about", body=[("text", "<p>Who we are</p>")])
    )

    assert "Who we are" in text_of(page_of(client, page))
