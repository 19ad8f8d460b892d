"""First screens: what next, for each role, at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import authors
from courses.actions import enrolment as enrolments
from courses.models import Enrolment, Track
from desk.screens import coordinator as coordinator_desk
from project_guide.actions import cards, comments, release
from project_guide.models import Project
from tests.courses.editor import editor
from tests.factories.courses import SessionFactory, make_group, place_in
from tests.factories.people import UserFactory
from tests.factories.projects import (
    decided,
    in_expert_review,
    make_project,
    plan_open_rounds,
    review_by,
    round_of,
    send,
)

pytestmark = pytest.mark.django_db

FIRST_SCREEN, COORDINATORS = 12, 15


@pytest.fixture
def peer(session):
    return place_in(make_group(session, name="Elsewhere")).teacher


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_newcomer_is_led_to_the_open_sessions(sign_in, stranger):
    assert "Choose a training session" in text(sign_in(stranger).get("/desk/"))


def test_a_teacher_is_led_to_the_next_lesson(sign_in, enrolment):
    page = text(sign_in(enrolment.teacher).get("/desk/"))

    first = enrolment.session.course.lessons().first()
    assert f"Next: “{first.title}”" in page and "Continue" in page


def test_who_waits_for_a_place_is_told_so(sign_in, db):
    session = SessionFactory(capacity=1)
    enrolments.enrol(UserFactory(), session, Track.LOCAL_PROJECT)
    late = enrolments.enrol(UserFactory(), session, Track.LOCAL_PROJECT)

    assert "You are on the waiting list" in text(sign_in(late.teacher).get("/desk/"))


def test_who_is_on_a_break_comes_back_with_one_click(sign_in, enrolment):
    enrolments.take_break(enrolment, by=enrolment.teacher)
    client = sign_in(enrolment.teacher)
    assert "Come back" in text(client.get("/desk/"))

    client.post(f"/sessions/enrolments/{enrolment.code}/back/")

    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.ACTIVE


def test_after_the_lessons_come_the_project_the_reviews_the_run_and_the_reflection(
    sign_in, enrolment, peer, coordinator, expert
):
    from courses.actions import progress

    client = sign_in(enrolment.teacher)
    for lesson in enrolment.session.course.lessons():
        progress.mark_done(enrolment, lesson, by=enrolment.teacher)
    assert "Begin your project" in text(client.get("/desk/"))

    project = make_project(enrolment)
    assert "Finish the card" in text(client.get("/desk/"))

    version = in_expert_review(project, peer, coordinator)
    assert "Review a colleague&#x27;s project" in text(client.get("/desk/"))

    progress.reach(enrolment, "reviews", amount=2, by=enrolment.teacher)
    assert "Record the run" in text(client.get("/desk/"))

    progress.reach(enrolment, "run", by=enrolment.teacher)
    assert "Write your reflection" in text(client.get("/desk/"))

    progress.reflect(enrolment, "It went well.", by=enrolment.teacher)
    assert "Nothing is waiting for you" in text(client.get("/desk/"))

    decided(version, expert, coordinator)
    page = text(client.get("/desk/"))
    assert "You have completed the session" in page and "Certificate" in page


def test_released_sheets_come_before_lessons(sign_in, enrolment, peer, coordinator):
    project = make_project(enrolment)
    send(project)
    review_by(peer, round_of(project))
    release.release(project, by=coordinator)

    page = text(sign_in(enrolment.teacher).get("/desk/"))

    assert "The reviewers&#x27; sheets are here" in page


def test_a_remark_of_the_tutor_waits_until_it_is_answered(sign_in, enrolment, tutor):
    project = make_project(enrolment)
    comments.comment(project, "idea", "Who are the pupils?", key="a" * 20, by=tutor)
    assert "Remark of the tutor: Idea" in text(sign_in(enrolment.teacher).get("/desk/"))
    assert "Nobody waits" in text(sign_in(tutor).get("/desk/"))

    comments.comment(project, "idea", "Class 7.", key="b" * 20, by=enrolment.teacher)

    assert "Remark of the tutor" not in text(sign_in(enrolment.teacher).get("/desk/"))
    assert "Answer about “Birds of our town”: Idea" in text(sign_in(tutor).get("/desk/"))


def test_a_tutor_sees_who_is_behind_and_who_is_silent(sign_in, group, tutor):
    quiet = place_in(group, UserFactory(first_name="Vera", last_name="Zimina"))
    Enrolment.objects.filter(pk=quiet.pk).update(applied_at=timezone.now() - timedelta(days=20))

    page = text(sign_in(tutor).get("/desk/"))

    assert page.count("Vera Z.") == 1  # silent; the course's only module is not over for anybody


def test_a_coordinator_sees_the_groups_most_at_risk_and_the_way_to_all(
    sign_in, session, coordinator
):
    for number in range(coordinator_desk.MOST_GROUPS + 1):
        make_group(session, name=f"Group {number}")

    page = text(sign_in(coordinator).get("/desk/coordinator/"))

    assert page.count('data-label="Projects sent"') == coordinator_desk.MOST_GROUPS
    assert 'href="/sessions/groups/"' in page


def test_an_expert_sees_how_many_reviews_are_wanted_and_what_is_held(
    sign_in, enrolment, peer, coordinator, expert
):
    from project_guide.actions import queue

    project = make_project(enrolment)
    plan_open_rounds(enrolment.session)
    enrolment.session.review_rounds.update(invites=False)
    in_expert_review(project, peer, coordinator)
    assert "1 review is wanted" in text(sign_in(expert).get("/desk/"))

    queue.claim_next(round_of(project, "expert"), by=expert)

    assert "A piece is with you" in text(sign_in(expert).get("/desk/"))


def test_experts_are_told_once_a_day_that_projects_wait(enrolment, peer, coordinator, expert):
    plan_open_rounds(enrolment.session)
    enrolment.session.review_rounds.update(invites=False)
    in_expert_review(make_project(enrolment), peer, coordinator)
    other = place_in(make_group(enrolment.session, name="Third"))
    in_expert_review(make_project(other), peer, coordinator)

    assert expert.notices.filter(key__startswith="wanted:").count() == 1


def test_numbers_of_the_coordinator_open_what_is_behind_them(
    sign_in, enrolment, peer, coordinator, expert
):
    version = in_expert_review(make_project(enrolment), peer, coordinator)
    client = sign_in(coordinator)
    page = text(client.get("/desk/"))
    assert f"/sessions/manage/{enrolment.session.code}/?state=active" in page

    decided(version, expert, coordinator)

    accepted = client.get("/reviews/decisions/?show=accepted")
    assert "Birds of our town" in text(accepted) and "Publish in the Guide" in text(accepted)


def test_a_screen_of_a_role_one_does_not_hold_is_not_there(sign_in, teacher):
    assert sign_in(teacher).get("/desk/coordinator/").status_code == 404


def test_who_holds_two_roles_has_two_screens(sign_in, tutor, session):
    place_in(make_group(session, name="Another"), tutor)

    page = text(sign_in(tutor).get("/desk/"))

    assert "/desk/teacher/" in page and "/desk/tutor/" in page


@pytest.mark.parametrize("number", [1, 3])
def test_first_screens_cost_the_same_for_any_number_of_people(
    sign_in, django_assert_max_num_queries, group, tutor, coordinator, expert, number
):
    plan_open_rounds(group.session)
    for _place in range(number):
        send(make_project(place_in(group)))
    teacher = Project.objects.earliest("pk").owner
    screens = [(teacher, FIRST_SCREEN), (tutor, FIRST_SCREEN), (expert, FIRST_SCREEN)]
    for person, most in [*screens, (coordinator, COORDINATORS)]:
        client = sign_in(person)
        client.get("/desk/")
        with django_assert_max_num_queries(most):
            assert client.get("/desk/").status_code == 200


def test_a_draft_with_remarks_keeps_the_first_screen_in_its_budget(
    sign_in, django_assert_max_num_queries, enrolment, tutor
):
    plan_open_rounds(enrolment.session)
    project = make_project(enrolment, complete=False, title="Begun")
    for section in ("idea", "stages"):
        comments.comment(project, section, "And then?", key=section * 5, by=tutor)
    client = sign_in(enrolment.teacher)
    client.get("/desk/")

    with django_assert_max_num_queries(FIRST_SCREEN):
        assert text(client.get("/desk/")).count("Remark of the tutor") == 2


def test_a_co_author_finds_the_joint_project_on_the_desk(sign_in, enrolment, group):
    project = make_project(enrolment, title="The river of our town")
    colleague = place_in(group)
    cards.name_coauthor(project, colleague.teacher.email, by=project.owner)
    client = sign_in(colleague.teacher)
    assert "You are named as co-author" in text(client.get("/desk/"))

    cards.accept_coauthorship(project, by=colleague.teacher)

    page = text(client.get("/desk/"))
    assert "The river of our town" in page
    assert "Not begun yet" not in page
    assert "You are named as co-author" not in page


def test_a_joint_project_of_another_session_stays_off_the_desk(sign_in, enrolment):
    project = make_project(enrolment, title="The river of our town")
    elsewhere = place_in(make_group(SessionFactory()))
    cards.name_coauthor(project, elsewhere.teacher.email, by=project.owner)
    cards.accept_coauthorship(project, by=elsewhere.teacher)

    assert "The river of our town" not in text(sign_in(elsewhere.teacher).get("/desk/"))


def test_an_editor_finds_the_texts_that_wait_for_approval(sign_in, course, tutor, coordinator):
    authors.want_approval(course.centre, True, by=coordinator)
    authors.appoint(course, tutor, by=coordinator)
    lesson = course.lessons()[0]
    lesson.title = "A better lesson"
    revision = lesson.save_revision(user=tutor)
    lesson.get_workflow().start(lesson, tutor)
    assert revision.pk

    page = text(sign_in(editor()).get("/desk/"))

    assert "1 text waits for your approval" in page
    assert "A better lesson" in page
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page


def test_an_administrator_stands_in_for_every_coordinator(sign_in, session):
    admin = UserFactory(is_superuser=True)
    client = sign_in(admin)

    assert "The centre today" in text(client.get("/desk/"))
    assert client.get(reverse("people:members", args=[session.centre.code])).status_code == 200
    assert client.get(reverse("courses:edit_session", args=[session.code])).status_code == 200
    assert client.get(reverse("project_guide:decisions")).status_code == 200
