"""The desk on which decisions are made."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from courses.models import Track
from people.models import Membership
from project_guide.actions import queue, release, slots, submission
from project_guide.models import Decision, Project, ReviewSlot, Verdict
from tests.factories.courses import place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import (
    hand_in,
    in_expert_review,
    make_project,
    review_by,
    revise,
    round_of,
    send,
)
from tests.reading import text_of

State = ReviewSlot.State


@pytest.fixture
def version(sent, peers, coordinator, peer_round):
    """The teacher's project in expert review."""
    review_by(peers[0], peer_round)
    release.release(sent, by=coordinator)
    revise(sent)
    return send(sent)


@pytest.fixture
def desk(sign_in, coordinator, version):
    client = sign_in(coordinator)
    client.address = reverse("project_guide:decision", args=[version.project.code])
    return client


def prepare(desk, **fields):
    """Send the form as it stands on the page, with what was typed."""
    page = desk.get(desk.address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|edition)" value="(\w+)">', page))
    return desk.post(desk.address, {**hidden, **fields}, follow=True)


def let_go(desk):
    edition = Decision.objects.get().edition
    return desk.post(f"{desk.address}release/", {"edition": edition}, follow=True)


def test_no_decision_before_the_sheets_are_in(desk, version):
    body = text_of(desk.get(desk.address))
    assert "has not come in yet" in body
    assert 'name="verdict"' not in body

    desk.post(desk.address, {"verdict": "ready", "letter": "Too early."})
    assert not Decision.objects.exists()


def test_the_desk_shows_the_proposal_with_its_arithmetic(desk, version, expert):
    review_by(expert, round_of(version.project, "expert"), private_note="A note.")

    body = text_of(desk.get(desk.address))

    assert "66.66" in body and "66.67" not in body  # not rounded up
    assert "Line 60, ready" in body and "the one expert&#x27;s total" in body.replace("'", "&#x27;")
    assert "A note." in body
    assert "The question is alive." in body
    assert "Done." in body  # the author's answer to the peer
    assert str(expert) in body


def test_a_decision_issues_a_numbered_conclusion(desk, version, expert, client):
    review_by(expert, round_of(version.project, "expert"))

    prepare(desk, verdict="ready", letter="Well done.")
    let_go(desk)

    decision = Decision.objects.get()
    number = decision.conclusion.document.number
    body = text_of(desk.get(desk.address))
    assert number in body
    assert reverse("project_guide:publish", args=[version.project.code]) in body
    public = client.get(reverse("credentials:document", args=[decision.conclusion.document.code]))
    assert number in text_of(public)
    told = Notice.objects.filter(recipient=version.project.owner, key__startswith="step:")
    assert told.exists()


def test_deciding_otherwise_wants_a_reason_and_a_confirmation(desk, version, expert):
    review_by(expert, round_of(version.project, "expert"))
    otherwise = {"verdict": "revise", "letter": "Please rework it."}

    body = text_of(desk.post(desk.address, otherwise))
    assert "Say why" in body and "Confirm that you decide otherwise" in body
    assert "Please rework it." in body
    assert not Decision.objects.exists()

    prepare(desk, **otherwise, reason="The dates clash.", differs="on")
    decision = Decision.objects.get()
    assert (decision.verdict, decision.proposed) == (Verdict.REVISE, Verdict.READY)
    assert decision.letter == "Please rework it.\n\nThe dates clash."


def test_the_letter_is_suggested_in_the_authors_language(desk, version, expert):
    version.project.owner.language = "ru"
    version.project.owner.save()
    review_by(expert, round_of(version.project, "expert"))

    body = text_of(desk.get(desk.address))

    assert "- The question is alive." in body
    assert "- Name the dates of stage 2." in body
    assert str(expert) not in body[body.index('name="letter"') : body.index('name="reason"')]


def test_deciding_twice_decides_once(desk, version, expert):
    review_by(expert, round_of(version.project, "expert"))
    prepare(desk, verdict="ready", letter="Well done.")
    for _ in range(2):
        let_go(desk)

    assert Decision.objects.get().state == Decision.State.RELEASED


def test_the_proposed_verdict_is_never_chosen_beforehand(desk, version, expert):
    review_by(expert, round_of(version.project, "expert"))
    assert "checked" not in desk.get(desk.address).content.decode()

    answer = prepare(desk, letter="Well done.")

    assert answer.status_code == 200 and not Decision.objects.exists()
    assert "Well done." in answer.content.decode()


def test_whoever_decides_second_is_told_and_keeps_the_letter(desk, version, expert):
    review_by(expert, round_of(version.project, "expert"))
    prepare(desk, verdict="ready", letter="Well done.")
    let_go(desk)

    answer = text_of(desk.post(desk.address, {"verdict": "revise", "letter": "Rework it all."}))

    assert "yours was not taken" in answer and "Rework it all." in answer
    assert Decision.objects.get().letter == "Well done."


def test_small_edits_are_confirmed_on_the_edited_version(desk, version, expert):
    project = version.project
    review_by(expert, round_of(project, "expert"))
    prepare(desk, verdict="after_edits", letter="Nearly.", reason="A.", differs="on")
    let_go(desk)
    confirm = reverse("project_guide:confirm_edits", args=[project.code])
    early = desk.post(confirm, follow=True)
    assert "have not sent the edited version" in text_of(early)
    project.refresh_from_db()
    revise(project)
    project.title = "Birds and trees"
    project.save()
    submission.submit(project, key="edits", by=project.owner, letter="The title.")

    body = text_of(desk.get(desk.address))
    assert "of our town</del>" in body and "and trees</ins>" in body
    desk.post(confirm)

    project.refresh_from_db()
    assert project.state == Project.State.ACCEPTED
    assert Decision.objects.get().conclusion.version.card["title"] == "Birds and trees"


def test_who_may_not_decide_is_told_why_and_sees_no_sheet(
    sign_in, version, expert, centre, tutor, peers
):
    review_by(expert, round_of(version.project, "expert"))
    sentences = {
        version.project.owner: "author of this project",
        tutor: "tutored the author",
        peers[0]: "reviewed this project",
        expert: "reviewed this project",
    }
    for person, sentence in sentences.items():
        Membership.objects.create(
            person=person, centre=centre, role="coordinator", since=timezone.now()
        )
        client = sign_in(person)
        address = reverse("project_guide:decision", args=[version.project.code])
        for answer in (client.get(address), client.post(address, {"verdict": "ready"})):
            assert sentence in text_of(answer)
            assert "The question is alive." not in text_of(answer)
            assert f"{expert}" not in text_of(answer).replace(str(person), "")
    assert not Decision.objects.exists()


def test_decisions_are_closed_to_everybody_else(sign_in, version, tutor, expert, peers, stranger):
    for person in (tutor, expert, peers[1], stranger, version.project.owner):
        client = sign_in(person)
        address = reverse("project_guide:decision", args=[version.project.code])
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert client.get("/reviews/decisions/").status_code == 404
        confirm = reverse("project_guide:confirm_edits", args=[version.project.code])
        assert client.post(confirm).status_code == 404


@pytest.mark.parametrize("projects", [1, 3])
def test_the_desk_of_decisions_costs_the_same_for_one_and_for_three(
    desk, version, peers, expert, coordinator, another, projects, django_assert_max_num_queries
):
    for _ in range(projects - 1):
        more = another()
        review_by(peers[1], round_of(more))
        release.release(more, by=coordinator)
        revise(more)
        send(more)
    with django_assert_max_num_queries(15):
        assert text_of(desk.get("/reviews/decisions/")).count("0 of 1") == projects
    review_round = round_of(version.project, "expert")
    review_round.wanted = projects
    review_round.save()
    slots.open_slots(version, review_round, projects)
    for _ in range(projects):
        judge = member("expert", version.project.enrolment.session.centre)
        slot = version.slots.filter(state=State.OPEN, round=review_round).first()
        queue.lease(slot, by=judge, now=timezone.now(), counts=True)
        hand_in(slot)
    with django_assert_max_num_queries(18):
        assert "Your decision" in text_of(desk.get(desk.address))


def test_a_network_project_waits_for_both_experts(
    sign_in, session, group, peers, expert, coordinator
):
    place = place_in(group, UserFactory(), track=Track.NETWORK_PROJECT)
    version = in_expert_review(make_project(place), peers[0], coordinator)
    client = sign_in(coordinator)
    address = reverse("project_guide:decision", args=[version.project.code])
    review_round = round_of(version.project, "expert")
    review_by(expert, review_round, level=2)
    assert "1 sheet of 2 has not come in yet" in text_of(client.get(address))

    review_by(member("expert", session.centre), review_round, level=3)

    body = text_of(client.get(address))
    assert "the mean of two" in body
    assert "83.33" in body
    assert "not come in yet" not in body
