"""Marking a lesson and answering its questions, with and without JavaScript."""

import pytest
from django.urls import reverse

from courses.models import Enrolment, LessonDone, SelfCheck
from tests.factories.courses import EnrolmentFactory, SessionFactory
from tests.factories.people import CentreFactory

HTMX = {"HX-Request": "true"}
RIGHT, WRONG = 1, 0


def done_url(enrolment, lesson):
    return reverse("courses:lesson_done", args=[enrolment.code, lesson.translation_key])


def answer(client, enrolment, lesson, chosen, *, question=None, headers=None):
    url = reverse("courses:answer", args=[enrolment.code, lesson.translation_key])
    question = lesson.questions()[0].id if question is None else question
    return client.post(url, {"question": question, "answer": chosen}, headers=headers or {})


def test_a_lesson_is_marked_as_done_and_the_mark_is_taken_back(sign_in, enrolment, lesson):
    client = sign_in(enrolment.teacher)

    response = client.post(done_url(enrolment, lesson))

    assert response.url == f"{lesson.get_url()}#done"
    assert LessonDone.objects.filter(enrolment=enrolment, lesson=lesson).count() == 1
    client.post(done_url(enrolment, lesson), {"done": "0"})
    assert not LessonDone.objects.filter(enrolment=enrolment).exists()


def test_marking_twice_marks_once(sign_in, enrolment, lesson):
    client = sign_in(enrolment.teacher)
    client.post(done_url(enrolment, lesson))

    client.post(done_url(enrolment, lesson))

    assert LessonDone.objects.filter(enrolment=enrolment).count() == 1


def test_with_htmx_only_the_end_of_the_lesson_comes_back(sign_in, enrolment, lesson, text_of):
    response = sign_in(enrolment.teacher).post(done_url(enrolment, lesson), headers=HTMX)

    html = text_of(response)
    assert html.strip().startswith("<section")
    assert "1 of 3" in html
    assert "Take the mark back" in html


def test_a_right_answer_is_explained_on_the_page(sign_in, enrolment, lesson, text_of):
    client = sign_in(enrolment.teacher)
    question = lesson.questions()[0].id

    response = answer(client, enrolment, lesson, RIGHT)

    assert response.url == f"{lesson.get_url()}#question-{question}"
    html = text_of(client.get(lesson.get_url()))
    assert "Right." in html
    assert "It needs work." in html
    assert SelfCheck.objects.get(enrolment=enrolment).is_correct


def test_the_last_answer_counts(sign_in, enrolment, lesson):
    client = sign_in(enrolment.teacher)
    answer(client, enrolment, lesson, RIGHT)

    answer(client, enrolment, lesson, WRONG)

    assert not SelfCheck.objects.get(enrolment=enrolment).is_correct


def test_with_htmx_only_the_question_comes_back(sign_in, enrolment, lesson, text_of):
    response = answer(sign_in(enrolment.teacher), enrolment, lesson, WRONG, headers=HTMX)

    html = text_of(response)
    assert html.strip().startswith("<section")
    assert "Not quite" in html
    assert "One click." in html
    assert "<html" not in html


@pytest.mark.parametrize("chosen", ["", "9", "-1", "²", "99999999999999999999", "<b>"])
def test_an_answer_that_is_not_there_is_refused_with_a_sentence(
    sign_in, enrolment, lesson, chosen, text_of
):
    client = sign_in(enrolment.teacher)

    response = answer(client, enrolment, lesson, chosen)

    assert response.url == lesson.get_url()
    assert "This question has changed" in text_of(client.get(lesson.get_url()))
    assert not SelfCheck.objects.exists()


def test_an_unknown_question_is_refused_with_htmx_too(sign_in, enrolment, lesson):
    response = answer(
        sign_in(enrolment.teacher), enrolment, lesson, RIGHT, question="?", headers=HTMX
    )

    assert response.headers["HX-Redirect"] == lesson.get_url()


def test_an_answer_that_the_author_removed_is_forgotten(sign_in, enrolment, lesson, text_of):
    client = sign_in(enrolment.teacher)
    answer(client, enrolment, lesson, RIGHT)
    SelfCheck.objects.update(answer=5)

    html = text_of(client.get(lesson.get_url()))

    assert "Check the answer" in html


def test_nothing_is_marked_on_a_break(sign_in, session, lesson, text_of):
    enrolment = EnrolmentFactory(session=session, state=Enrolment.State.ON_BREAK)
    client = sign_in(enrolment.teacher)

    client.post(done_url(enrolment, lesson))

    assert not LessonDone.objects.exists()
    assert "not active now" in text_of(client.get(lesson.get_url()))


def test_a_lesson_of_another_course_is_not_there(sign_in, enrolment):
    foreign = SessionFactory(centre=CentreFactory()).course.lessons()[0]

    assert sign_in(enrolment.teacher).post(done_url(enrolment, foreign)).status_code == 404


def test_a_stranger_finds_nothing_and_a_tutor_may_not_mark(
    sign_in, stranger, tutor, enrolment, lesson
):
    assert sign_in(stranger).post(done_url(enrolment, lesson)).status_code == 404
    assert sign_in(tutor).post(done_url(enrolment, lesson)).status_code == 403
    assert answer(sign_in(tutor), enrolment, lesson, RIGHT).status_code == 403
    assert not LessonDone.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, enrolment, lesson):
    assert client.post(done_url(enrolment, lesson)).status_code == 302
    assert client.get(done_url(enrolment, lesson)).status_code == 302
