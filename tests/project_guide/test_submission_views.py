"""Sending: what is missing, what would give the author away, one version a form, time to undo."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from project_guide.actions import cards, conclusions
from project_guide.models import ProjectVersion, Verdict
from tests.factories.courses import place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import (
    CARD,
    decided,
    in_expert_review,
    make_project,
    plan_open_rounds,
    send,
)

KEY = "0123456789abcdef0123456789abcdef"


def url(project, name="send", *more):
    return reverse(f"project_guide:{name}", args=[project.code, *more])


@pytest.fixture
def project(enrolment):
    project = make_project(enrolment)
    plan_open_rounds(enrolment.session)
    return project


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


@pytest.fixture
def peer(session):
    return place_in_another_group(session)


def place_in_another_group(session):
    from tests.factories.courses import make_group

    return place_in(make_group(session, name="Others"), UserFactory()).teacher


def test_the_same_form_twice_gives_one_version_and_one_receipt(author, project):
    answers = [author.post(url(project), {"key": KEY}) for _twice in range(2)]

    version = ProjectVersion.objects.get()
    assert {answer.url for answer in answers} == {url(project, "receipt", 1)}
    page = author.get(answers[0].url).content.decode()
    assert version.receipt in page
    assert "UTC" in page
    assert "Take it back" in page


def test_sending_from_a_second_tab_leads_to_the_receipt(author, project):
    author.post(url(project), {"key": KEY})

    answer = author.post(url(project), {"key": KEY[::-1]}, follow=True)

    assert answer.redirect_chain[-1][0] == url(project, "receipt", 1)
    assert ProjectVersion.objects.count() == 1


def test_authors_and_tutor_are_told(author, project, tutor):
    author.post(url(project), {"key": KEY})

    version = ProjectVersion.objects.get()
    for person in (project.owner, tutor):
        told = Notice.objects.get(recipient=person, path=url(project, "receipt", 1))
        assert version.receipt in told.text


def test_times_are_told_in_the_persons_zone_by_name(author, project):
    project.owner.time_zone = "Asia/Novokuznetsk"
    project.owner.save()
    author.post(url(project), {"key": KEY})

    page = author.get(url(project, "receipt", 1)).content.decode()

    until = ProjectVersion.objects.get().grace_until.astimezone(project.owner.zone)
    assert f"{until:%H:%M}" in page
    assert "Novokuznetsk (UTC+7)" in page


def test_what_is_missing_is_listed_and_the_project_stays(sign_in, enrolment):
    project = make_project(enrolment, goals="", licence="")
    author = sign_in(enrolment.teacher)

    page = author.get(url(project)).content.decode()
    answer = author.post(url(project), {"key": KEY})

    assert "2 fields are missing" in page
    assert f"{url(project, 'section', 'idea')}#id_goals" in page
    assert f"{url(project, 'section', 'safety')}#id_licence" in page
    assert "not complete yet" in answer.content.decode()
    assert not ProjectVersion.objects.exists()


@pytest.mark.parametrize("key", ["", "short", "x" * 41])
def test_a_form_without_its_key_is_not_sent(author, project, key):
    assert author.post(url(project), {"key": key}).status_code == 200
    assert not ProjectVersion.objects.exists()


def test_only_authors_send(sign_in, project, tutor, coordinator, stranger):
    for person, status in ((tutor, 403), (coordinator, 403), (stranger, 404)):
        client = sign_in(person)
        assert client.get(url(project)).status_code == status
        assert client.post(url(project), {"key": KEY}).status_code == status
    assert not ProjectVersion.objects.exists()


def test_a_coauthor_sends(sign_in, project):
    colleague = UserFactory()
    cards.name_coauthor(project, colleague.email, by=project.owner)
    cards.accept_coauthorship(project, by=colleague)

    answer = sign_in(colleague).post(url(project), {"key": KEY})

    assert answer.url == url(project, "receipt", 1)


def test_known_names_are_pointed_out_and_do_not_block(sign_in, enrolment):
    teacher = enrolment.teacher
    teacher.first_name, teacher.last_name, teacher.school = "Анна", "Кузнецова", "Школа 7"
    teacher.save()
    project = make_project(
        enrolment,
        description="Руководит Анна Ивановна.",
        goals="Написать Кузнецовой.",
        results="Выставка в Школа 7",
        safety=f"Пишите на {teacher.email}",
    )
    author = sign_in(teacher)

    page = author.get(url(project)).content.decode()

    for before, found, after in (
        ("Руководит ", "Анна", " Ивановна."),
        ("Написать ", "Кузнецовой", "."),
        ("Выставка в ", "Школа 7", ""),
        ("Пишите на ", teacher.email, ""),
    ):
        assert f"<li>{before}<mark>{found}</mark>{after}</li>" in page
    assert author.post(url(project), {"key": KEY}).status_code == 302


@pytest.mark.parametrize("others", [1, 3])
def test_people_of_the_session_are_looked_for_in_one_query(
    author, project, session, others, django_assert_num_queries
):
    for number in range(others):
        member("expert", session.centre, first_name="Олег", last_name=f"Верескин{number}")
    author.get(url(project))

    with django_assert_num_queries(17):
        author.get(url(project))


def test_it_is_taken_back_in_time_and_sent_again(author, project):
    author.post(url(project), {"key": KEY})
    author.post(url(project, "take_back", 1))
    project.refresh_from_db()
    assert project.is_editable
    assert b"was taken back" in author.get(url(project, "receipt", 1)).content

    again = author.post(url(project), {"key": KEY[::-1], "letter": "Better."})

    assert again.url == url(project, "receipt", 2)
    assert b"Better." in author.get(url(project, "version", 2)).content


def test_it_is_not_taken_back_too_late(author, project):
    send(project)

    answer = author.post(url(project, "take_back", 1), follow=True)

    assert b"The time for taking it back is over" in answer.content
    assert b"Take it back" not in author.get(url(project, "receipt", 1)).content


def test_only_authors_take_back(author, sign_in, project, tutor):
    author.post(url(project), {"key": KEY})

    assert sign_in(tutor).post(url(project, "take_back", 1)).status_code == 403
    assert b"Take it back" not in sign_in(tutor).get(url(project, "receipt", 1)).content


def test_a_version_never_changes(author, project):
    author.post(url(project), {"key": KEY})
    author.post(url(project, "take_back", 1))
    project.refresh_from_db()
    cards.save(project, {"title": "Another"}, edition=project.edition, by=project.owner)

    page = author.get(url(project, "version", 1)).content.decode()

    assert CARD["title"] in page
    assert author.get(url(project, "version", 2)).status_code == 404


def test_a_closed_round_is_told(author, project, session):
    session.review_rounds.update(closes_at=timezone.now() - timedelta(hours=1))

    page = author.get(url(project)).content.decode()
    answer = author.post(url(project), {"key": KEY})

    assert "The review in this session is closed" in page
    assert "The review in this session is closed" in answer.content.decode()


def test_after_sending_the_page_leads_to_the_project(author, project):
    send(project)

    assert author.get(url(project)).url == url(project, "project")


def test_a_returned_project_needs_a_letter(author, project, peer, expert, coordinator):
    version = in_expert_review(project, peer, coordinator)
    decided(version, expert, coordinator, Verdict.REVISE)
    from tests.factories.projects import revise

    revise(project)
    page = author.post(url(project), {"key": KEY, "letter": " "}).content.decode()
    assert "This field is required" in page

    answer = author.post(url(project), {"key": KEY, "letter": "Everything is new."})

    assert answer.url == url(project, "receipt", 3)


def test_the_decision_stands_on_the_overview(author, project, peer, expert, coordinator):
    version = in_expert_review(project, peer, coordinator)
    decision = decided(version, expert, coordinator)

    page = author.get(url(project, "project")).content.decode()

    assert "Decision: Ready to run" in page
    assert "Thank you." in page
    assert reverse("credentials:document", args=[decision.conclusion.document.code]) in page
    told = Notice.objects.filter(recipient=project.owner).first()
    assert told.path == url(project, "project")
    sheets = author.get(url(project, "revision")).content.decode()
    assert "Expert A" in sheets and "Reviewer A" in sheets
    for reviewer in (peer, expert):
        assert reviewer.last_name not in sheets + page


def test_small_edits_go_to_the_coordinator(author, project, peer, expert, coordinator):
    version = in_expert_review(project, peer, coordinator)
    decided(version, expert, coordinator, Verdict.AFTER_EDITS)
    from tests.factories.projects import revise

    assert b"make the small edits" in author.get(url(project, "project")).content
    revise(project)

    answer = author.post(url(project), {"key": KEY, "letter": "Done."})

    edited = ProjectVersion.objects.get(number=3)
    assert answer.url == url(project, "receipt", 3)
    assert Notice.objects.get(recipient=coordinator, path=url(project, "version", 3))
    assert b"with the coordinator" in author.get(url(project, "project")).content
    conclusions.confirm_edits(edited, by=coordinator)
    assert b"ready to run" in author.get(url(project, "project")).content


@pytest.mark.parametrize("stage", ["sent", "reviewed", "decided"])
def test_the_overview_keeps_to_its_budget_at_every_point(
    author, project, peer, expert, coordinator, stage, django_assert_max_num_queries
):
    if stage == "sent":
        send(project)
    else:
        version = in_expert_review(project, peer, coordinator)
        if stage == "decided":
            decided(version, expert, coordinator)
    author.get(url(project, "project"))

    with django_assert_max_num_queries(12):
        assert author.get(url(project, "project")).status_code == 200
