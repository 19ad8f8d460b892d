"""Open sessions, one session, enrolling, and one's own place."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from courses.actions import enrolment as enrolling
from courses.models import Enrolment, Reflection, Track, TrainingSession
from tests.factories.courses import EnrolmentFactory, SessionFactory, home
from tests.factories.people import CentreFactory, UserFactory

State = Enrolment.State
A, B, C = Track.LOCAL_PROJECT, Track.TEAM, Track.NETWORK_PROJECT


def of(name, thing):
    return reverse(f"courses:{name}", args=[thing.code])


@pytest.mark.parametrize("number", [1, 3])
def test_open_sessions_cost_the_same_for_any_number(
    client, db, django_assert_num_queries, number, text_of
):
    home()
    made = [SessionFactory() for _ in range(number)]

    with django_assert_num_queries(1):
        html = text_of(client.get(reverse("courses:sessions")))

    assert all(session.title in html for session in made)


def test_without_open_sessions_the_list_names_the_next_step(client, session, text_of):
    TrainingSession.objects.update(enrolment_closes=timezone.now())

    html = text_of(client.get(reverse("courses:sessions")))

    assert "No session is open" in html
    assert "/courses/" in html


def test_a_visitor_sees_dates_tracks_places_and_the_ways_in(client, session, text_of):
    html = text_of(client.get(of("session", session)))

    assert "Peer review" in html
    assert "A. Local project" in html
    assert "B. Team" not in html
    assert "60 places are left" in html
    assert f"{reverse('account_signup')}?next=/sessions/{session.code}/" in html
    assert "csrfmiddlewaretoken" not in html


def test_html_in_a_title_is_shown_as_text(client, session, text_of):
    TrainingSession.objects.update(title="<script>alert(1)</script>")

    html = text_of(client.get(of("session", session)))

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_unknown_sessions_and_those_of_drafts_look_the_same(client, session):
    missing = client.get(reverse("courses:session", args=["NOTHING"]))
    session.course.unpublish()

    hidden = client.get(of("session", session))

    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_a_full_session_says_that_one_will_wait(sign_in, stranger, client, session, text_of):
    TrainingSession.objects.update(capacity=0, taken=0)

    assert "You will be on the waiting list" in text_of(client.get(of("session", session)))
    assert "Join the waiting list" in text_of(sign_in(stranger).get(of("session", session)))


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(-9, -1, "Enrolment closed on"), (1, 9, "Enrolment opens on")],
)
def test_closed_enrolment_says_since_when(client, session, opens, closes, words, text_of):
    now = timezone.now()
    TrainingSession.objects.update(
        enrolment_opens=now + timedelta(days=opens), enrolment_closes=now + timedelta(days=closes)
    )

    assert words in text_of(client.get(of("session", session)))


def test_enrolling_gives_a_place_and_says_what_is_next(sign_in, stranger, session, text_of):
    client = sign_in(stranger)

    response = client.post(of("enrol", session), {"track": A}, follow=True)

    mine = Enrolment.objects.get(teacher=stranger)
    assert mine.state == State.ACTIVE
    assert response.redirect_chain[-1][0] == of("enrolment", mine)
    assert "You have a place" in text_of(response)
    notice = Notice.objects.get(recipient=stranger)
    assert session.title in notice.title
    assert notice.path == of("enrolment", mine)
    assert "&" not in notice.title


def test_the_last_place_is_given_once_and_the_next_person_waits(sign_in, session, text_of):
    TrainingSession.objects.update(capacity=1)
    first, second, third = UserFactory(), UserFactory(), UserFactory()
    for person in (first, second):
        sign_in(person).post(of("enrol", session), {"track": A})

    response = sign_in(third).post(of("enrol", session), {"track": A}, follow=True)

    assert "you are on the waiting list" in text_of(response)
    assert "1 person is before you" in text_of(response)
    assert "waiting list" in Notice.objects.get(recipient=third).title


@pytest.mark.parametrize(
    ("track", "words"),
    [("", "Choose a track first"), (B, "does not offer"), (C, "Track C opens"), ("<b>", "offer")],
)
def test_a_track_that_is_not_open_is_refused_with_the_reason(
    sign_in, stranger, session, track, words, text_of
):
    response = sign_in(stranger).post(of("enrol", session), {"track": track}, follow=True)

    assert words in text_of(response)
    assert not Enrolment.objects.exists()


def test_the_form_shows_the_refused_track_with_its_reason(sign_in, stranger, session, text_of):
    html = text_of(sign_in(stranger).get(of("session", session)))

    assert "Track C opens to those who have completed a session" in html
    assert "disabled" in html


def test_the_same_form_twice_enrols_once(sign_in, enrolment, text_of):
    client = sign_in(enrolment.teacher)

    response = client.post(of("enrol", enrolment.session), {"track": A}, follow=True)

    assert "already enrolled" in text_of(response)
    assert "You take part in this session" in text_of(response)
    assert Enrolment.objects.count() == 1


def test_a_visitor_cannot_enrol(client, session):
    response = client.post(of("enrol", session), {"track": A})

    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_my_place_shows_the_milestones_what_is_needed_and_the_next_lesson(
    sign_in, enrolment, text_of
):
    html = text_of(sign_in(enrolment.teacher).get(of("enrolment", enrolment)))

    for words in ("My place in the session", "0 of 3", "Reviews given", "Begin", "Group", "Design"):
        assert words in html


@pytest.mark.parametrize("part", ["stranger", "other_tutor", "other_coordinator"])
def test_a_foreign_place_looks_like_a_missing_one(sign_in, request, enrolment, part):
    client = sign_in(request.getfixturevalue(part))

    foreign = client.get(of("enrolment", enrolment))
    missing = client.get(reverse("courses:enrolment", args=["NOTHING"]))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


@pytest.mark.parametrize("part", ["tutor", "coordinator"])
def test_tutor_and_coordinator_see_the_place_but_do_not_decide_for_the_teacher(
    sign_in, request, enrolment, part, text_of
):
    client = sign_in(request.getfixturevalue(part))

    html = text_of(client.get(of("enrolment", enrolment)))

    assert str(enrolment.teacher) in html
    assert "Leave the session" not in html
    assert ("For the coordinator" in html) == (part == "coordinator")
    for name in ("withdraw", "take_break", "come_back", "track", "reflection"):
        assert client.post(of(name, enrolment), {"text": "x", "track": A}).status_code == 403


def test_a_break_keeps_everything_and_ends_with_one_click(sign_in, enrolment, text_of):
    client = sign_in(enrolment.teacher)

    html = text_of(client.post(of("take_break", enrolment), follow=True))

    assert "Come back" in html
    html = text_of(client.post(of("come_back", enrolment), follow=True))
    assert "Welcome back" in html
    enrolment.refresh_from_db()
    assert enrolment.state == State.ACTIVE


def test_leaving_is_said_and_can_be_undone_by_applying_again(sign_in, enrolment, text_of):
    client = sign_in(enrolment.teacher)

    html = text_of(client.post(of("withdraw", enrolment), follow=True))

    assert "You have left the session" in html
    assert "Apply again" in html
    again = client.post(of("withdraw", enrolment), follow=True)
    assert "cannot be done now" in text_of(again)


def test_whoever_applies_again_waits_behind_the_others(session):
    TrainingSession.objects.update(capacity=0)
    first = enrolling.enrol(UserFactory(), session, A)
    second = enrolling.enrol(UserFactory(), session, A)
    enrolling.withdraw(first, by=first.teacher)

    again = enrolling.enrol(first.teacher, session, A)

    assert list(Enrolment.objects.ahead_of(again)) == [second]


def test_the_track_is_changed_while_nothing_is_accepted(sign_in, enrolment, text_of):
    EnrolmentFactory(
        teacher=enrolment.teacher,
        session=SessionFactory(centre=CentreFactory()),
        state=State.COMPLETED,
    )
    client = sign_in(enrolment.teacher)

    client.post(of("track", enrolment), {"track": C})
    enrolment.refresh_from_db()
    assert enrolment.track == C
    enrolment.achievements.create(what="product", at=timezone.now())

    html = text_of(client.post(of("track", enrolment), {"track": A}, follow=True))

    enrolment.refresh_from_db()
    assert "the track stays" in html
    assert enrolment.track == C


def test_the_track_of_a_finished_place_stays(sign_in, session, text_of):
    done = EnrolmentFactory(session=session, state=State.COMPLETED)

    html = text_of(sign_in(done.teacher).post(of("track", done), {"track": C}, follow=True))

    assert "while the session is under way" in html
    assert "The session is completed" in html


def test_a_reflection_is_kept_and_shown_to_the_tutor_as_text(sign_in, enrolment, tutor, text_of):
    client = sign_in(enrolment.teacher)

    client.post(of("reflection", enrolment), {"text": "It worked.\n\n<b>Really</b>"})

    assert "Written on" in text_of(client.get(of("enrolment", enrolment)))
    html = text_of(sign_in(tutor).get(of("enrolment", enrolment)))
    assert "&lt;b&gt;Really&lt;/b&gt;" in html


@pytest.mark.parametrize("text", ["", "   ", "long " * 2000])
def test_an_unreadable_reflection_is_given_back(sign_in, enrolment, text, text_of):
    response = sign_in(enrolment.teacher).post(of("reflection", enrolment), {"text": text})

    assert response.status_code == 200
    assert text.strip() in text_of(response)
    assert "field-error" in text_of(response)
    assert not Reflection.objects.exists()


def test_a_refused_reflection_is_given_back_too(sign_in, session, text_of):
    paused = EnrolmentFactory(session=session, state=State.ON_BREAK)

    html = text_of(
        sign_in(paused.teacher).post(of("reflection", paused), {"text": "Typed with care"})
    )

    assert "Typed with care" in html
    assert "not active now" in html


@pytest.mark.parametrize("lessons", [1, 3])
def test_my_place_costs_the_same_for_any_number_of_lessons(
    sign_in, centre, django_assert_max_num_queries, lessons
):
    from tests.factories.courses import make_course

    home()
    session = SessionFactory(centre=centre, course=make_course(centre, "Big", lessons=lessons))
    mine = EnrolmentFactory(session=session)
    client = sign_in(mine.teacher)
    client.get(of("enrolment", mine))

    with django_assert_max_num_queries(20):
        client.get(of("enrolment", mine))
    assert mail.outbox == []
