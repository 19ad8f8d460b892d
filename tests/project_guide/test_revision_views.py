"""The author reads the released sheets, answers the remarks, and sends the next version."""

import pytest
from django.urls import reverse

from activity.models import Notice
from project_guide.actions import cards, release
from project_guide.models import Project, Remark
from tests.factories.courses import make_group, place_in
from tests.factories.people import UserFactory
from tests.factories.projects import (
    make_project,
    plan_open_rounds,
    review_by,
    round_of,
    send,
)

SCRIPT = "<script>alert(1)</script>"
KEY = "0123456789abcdef0123456789abcdef"


def url(project, name="revision", *more):
    return reverse(f"project_guide:{name}", args=[project.code, *more])


@pytest.fixture
def peers(session):
    others = make_group(session, name="Others")
    return [
        place_in(others, UserFactory(last_name=f"Peerson{number}")).teacher for number in range(2)
    ]


@pytest.fixture
def project(enrolment):
    project = make_project(enrolment)
    plan_open_rounds(enrolment.session)
    send(project)
    return project


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


@pytest.fixture
def released(project, peers, tutor):
    for peer in peers:
        review_by(peer, round_of(project), must_fix=["Name the dates.", SCRIPT])
    release.release(project, by=tutor)
    project.refresh_from_db()
    return project


def answer(client, project, remark, text="Done.", outcome="done"):
    said = {"remark": remark.pk, "outcome": outcome, "answer": text}
    return client.post(url(project), said)


def test_nothing_is_shown_before_the_sheets_are_released(author, project, peers):
    review_by(peers[0], round_of(project))

    page = author.get(url(project)).content.decode()

    assert "No sheet has been given to you yet" in page
    assert "The question is alive." not in page


def test_released_sheets_name_no_reviewer(author, released, peers):
    page = author.get(url(released)).content.decode()

    assert "Reviewer A" in page and "Reviewer B" in page
    assert "The question is alive." in page
    assert "Because it is so." in page
    assert SCRIPT not in page and "&lt;script&gt;" in page
    for peer in peers:
        for token in (peer.last_name, peer.email, peer.school, peer.code):
            assert token not in page


def test_levels_come_with_their_words(author, released):
    sheet = author.get(url(released)).context["sheets"][0]

    assert sheet.marks
    for row in sheet.marks:
        assert row["words"] == row["criterion"].descriptors()[2]


def test_the_authors_are_told(released):
    told = Notice.objects.get(recipient=released.owner, path=url(released))

    assert "2 sheets are released" in told.text


def test_remarks_are_answered_one_by_one(author, released):
    first, *rest = Remark.objects.all()

    there = answer(author, released, first)

    assert there.url == f"{url(released)}#remark-{first.pk}"
    page = author.get(url(released))
    assert (page.context["answered"], page.context["remarks"]) == (1, 4)
    assert len(rest) == 3
    refused = author.post(url(released, "send"), {"key": KEY})
    assert b"Answer the remarks" in refused.content


def test_what_is_typed_to_several_remarks_is_kept_together(author, released):
    remarks = list(Remark.objects.all())
    texts = ["Dates are named.", "", "It stays.", "  "]
    outcomes = ["done", "", "not_done", ""]
    numbers = [one.pk for one in remarks]

    author.post(url(released), {"remark": numbers, "outcome": outcomes, "answer": texts})

    kept = Remark.objects.values_list("answer", flat=True)
    assert list(kept) == ["Dates are named.", "", "It stays.", ""]
    assert list(Remark.objects.values_list("outcome", flat=True)) == outcomes
    assert Remark.objects.filter(answered_at__isnull=False).count() == 2


@pytest.mark.parametrize("texts", [[], ["Fits.", "One too many."]])
def test_a_form_with_more_or_fewer_texts_than_remarks_is_no_trouble(author, released, texts):
    remark = Remark.objects.first()

    said = {"remark": remark.pk, "outcome": "done" if texts else "", "answer": texts}
    status = author.post(url(released), said).status_code

    remark.refresh_from_db()
    assert (status, remark.answer) == ((302, "Fits.") if texts else (200, ""))


def test_one_unfit_answer_leaves_all_on_the_page(author, released):
    remarks = [one.pk for one in Remark.objects.all()][:2]

    said = {"outcome": ["done", "done"], "answer": ["Fits.", "x" * 2001]}
    page = author.post(url(released), {"remark": remarks, **said})

    assert "Fits." in page.content.decode() and "x" * 2001 in page.content.decode()
    assert not Remark.objects.filter(answered_at__isnull=False).exists()


def test_what_was_done_as_asked_needs_no_words(author, released):
    answer(author, released, Remark.objects.first(), text="")

    remark = Remark.objects.first()
    assert (remark.outcome, remark.answer) == ("done", "")
    assert remark.answered_at


def test_an_answer_can_be_changed_and_sent_twice(author, released):
    remark = Remark.objects.first()

    for text in ("Done.", "Done.", "Done better."):
        answer(author, released, remark, text)

    remark.refresh_from_db()
    assert remark.answer == "Done better."


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("", ""), ("   ", "not_done"), ("", "differently"), ("x" * 2001, "done"), ("Mended.", "")],
)
def test_an_unfit_answer_stays_on_the_page(author, released, text, outcome):
    page = answer(author, released, Remark.objects.first(), text, outcome).content.decode()

    assert "form-errors" in page
    assert text in page
    assert not Remark.objects.filter(answered_at__isnull=False).exists()


def test_the_second_version_goes_to_the_experts(author, released):
    for remark in Remark.objects.all():
        answer(author, released, remark)
    assert b"Send the new version" in author.get(url(released)).content

    sent = author.post(url(released, "send"), {"key": KEY, "letter": "All is mended."})

    assert sent.url == url(released, "receipt", 2)
    assert b"sheets are promised by" in author.get(sent.url).content
    released.refresh_from_db()
    assert released.state == Project.State.SUBMITTED


def test_a_closed_card_takes_no_answers_and_loses_none(author, released):
    remark = Remark.objects.first()
    for each in Remark.objects.all():
        release.answer(each, "Done.", by=released.owner)
    send(released)

    page = answer(author, released, remark, "Too late").content.decode()

    assert "its card is closed now" in page
    assert "Too late" in page


def test_the_tutor_reads_and_does_not_answer(sign_in, released, tutor):
    client = sign_in(tutor)

    assert b"Reviewer A" in client.get(url(released)).content
    assert answer(client, released, Remark.objects.first()).status_code == 403


def test_a_coauthor_answers(sign_in, released):
    colleague = UserFactory()
    cards.name_coauthor(released, colleague.email, by=released.owner)
    cards.accept_coauthorship(released, by=colleague)

    assert answer(sign_in(colleague), released, Remark.objects.first()).status_code == 302


@pytest.mark.parametrize("number", ["0", "x", "²", "9" * 30])
def test_remarks_that_are_not_there(author, released, number):
    assert author.post(url(released), {"remark": number, "answer": "x"}).status_code == 404


def test_the_page_costs_the_same_for_one_and_two_sheets(
    author, project, peers, tutor, django_assert_num_queries
):
    review_by(peers[0], round_of(project))
    release.release(project, by=tutor)
    author.get(url(project))
    with django_assert_num_queries(10):
        author.get(url(project))


def test_two_sheets_cost_no_more(author, released, django_assert_num_queries):
    author.get(url(released))
    with django_assert_num_queries(10):
        author.get(url(released))
