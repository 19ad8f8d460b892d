"""What reviewers, tutors and coordinators meet on their pages."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from courses.models import Track
from people.models import Membership
from project_guide.actions import queue, release, slots, submission
from project_guide.models import Decision, Project, Review, ReviewRound, ReviewSlot, Verdict
from tests.factories.courses import make_group, place_in
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

State = ReviewSlot.State


@pytest.fixture
def peer(peers):
    return peers[0]


@pytest.fixture
def slot(peer_round, peer):
    return queue.claim_next(peer_round, by=peer)


@pytest.fixture
def writer(sign_in, peer, slot):
    """`writer.address("3")` is the third criterion's address for the peer's client."""
    client = sign_in(peer)

    def address(key: str = "") -> str:
        path = reverse("project_guide:sheet", args=[slot.code])
        return f"{path}?criterion={key}" if key else path

    client.address = address
    return client


def text_of(response):
    return response.content.decode()


# --- the queue ----------------------------------------------------------------------------


def test_the_queue_gives_a_piece_and_the_same_again(sign_in, peer, peer_round):
    client = sign_in(peer)
    assert "Take the next piece" in text_of(client.get("/reviews/"))

    first = client.post("/reviews/", {"round": peer_round.code})
    again = client.post("/reviews/", {"round": peer_round.code})

    slot = ReviewSlot.objects.get(reviewer=peer)
    assert first.url == again.url == f"/reviews/{slot.code}/"
    body = text_of(client.get("/reviews/"))
    assert f"Piece {slot.label}" in body
    assert "Take the next piece" not in body


def test_the_queue_counts_what_is_asked_and_given(sign_in, peer, peer_round, another):
    another()
    review_by(peer, peer_round)

    body = text_of(sign_in(peer).get("/reviews/"))

    assert "1 of 2" in body
    assert "1 handed in" in body


def test_an_empty_queue_says_why(sign_in, sent, peer, peer_round, stranger):
    assert "No review round is yours now" in text_of(sign_in(stranger).get("/reviews/"))
    assert "Nothing for you just now" in text_of(sign_in(sent.owner).get("/reviews/"))

    ReviewRound.objects.update(load_cap=0)
    assert "as many reviews" in text_of(sign_in(peer).get("/reviews/"))
    now = timezone.now()
    ReviewRound.objects.update(opens_at=now + timezone.timedelta(days=3))
    assert "The round opens on" in text_of(sign_in(peer).get("/reviews/"))


def test_a_round_that_is_not_mine_is_not_there(sign_in, stranger, peer_round):
    response = sign_in(stranger).post("/reviews/", {"round": peer_round.code})

    assert response.status_code == 404


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(
    sign_in, peer, peer_round, another, pieces, django_assert_max_num_queries
):
    peer_round.load_cap = 9
    peer_round.save()
    for _ in range(pieces):
        another()
        review_by(peer, peer_round)
    client = sign_in(peer)

    with django_assert_max_num_queries(10):
        assert client.get("/reviews/").status_code == 200


# --- the sheet ----------------------------------------------------------------------------


def test_criterion_by_criterion_without_a_script(writer, slot):
    first = writer.get(writer.address("1"))
    assert "Criterion 1 of 9" in text_of(first)
    assert first.headers["Referrer-Policy"] == "same-origin"

    data = {"level": "1", "comment": "Too wide.", "edition": "0", "step": "next"}
    answer = writer.post(writer.address("1"), data)

    assert answer.url == writer.address("2")
    mark = Review.objects.get(slot=slot).marks.get()
    assert (mark.criterion.code, mark.level, mark.comment) == ("L1", 1, "Too wide.")
    assert "Too wide." in text_of(writer.get(writer.address("1")))


@pytest.mark.parametrize(("step", "key"), [("back", "1"), ("next", "3")])
def test_back_and_next_both_save(writer, slot, step, key):
    answer = writer.post(writer.address("2"), {"level": "2", "edition": "0", "step": step})

    assert answer.url == writer.address(key)
    assert Review.objects.get(slot=slot).marks.get().level == 2


def test_save_and_finish_later_goes_to_the_queue(writer, slot):
    answer = writer.post(writer.address("2"), {"comment": "Half.", "edition": "0", "step": "later"})

    assert answer.url == "/reviews/"
    assert Review.objects.get(slot=slot).marks.get().comment == "Half."


def test_autosave_answers_with_the_new_edition(writer, slot):
    data = {"level": "3", "comment": "", "edition": "0", "step": "autosave"}

    answer = writer.post(writer.address("1"), data)

    assert answer.json()["edition"] == 1
    assert "Saved at" in answer.json()["saved"]
    stale = writer.post(writer.address("1"), data)
    assert stale.status_code == 409
    assert "another window" in stale.json()["refused"]


def test_a_stale_page_keeps_what_was_typed_and_can_be_saved_again(writer, slot):
    writer.post(writer.address("1"), {"level": "3", "comment": "Older.", "edition": "0"})

    stale = writer.post(writer.address("1"), {"level": "1", "comment": "Newer.", "edition": "0"})
    body = text_of(stale)

    assert stale.status_code == 409
    assert "another window" in body
    assert "Older." in body and "Newer." in body
    assert 'name="edition" value="1"' in body
    writer.post(writer.address("1"), {"level": "1", "comment": "Newer.", "edition": "1"})
    assert Review.objects.get(slot=slot).marks.get().comment == "Newer."


STRANGE = ["4", "-1", "nine", "9" * 20, "NaN", "1e309", "٣", "²", "2.5", " "]


@pytest.mark.parametrize("level", STRANGE)
def test_a_level_that_does_not_exist_is_a_sentence(writer, slot, level):
    answer = writer.post(writer.address("1"), {"level": level, "comment": "Kept.", "edition": "0"})

    assert answer.status_code == 200
    assert "Kept." in text_of(answer)
    assert "valid choice" in text_of(answer)
    assert not Review.objects.get(slot=slot).marks.exists()


def test_a_key_criterion_cannot_be_left_out(writer, slot):
    """L3 is a gate of the local rubric."""
    assert "Does not apply" in text_of(writer.get(writer.address("1")))
    body = text_of(writer.get(writer.address("3")))
    assert "key criterion" in body
    assert "Does not apply" not in body

    writer.post(writer.address("3"), {"level": "na", "edition": "0"})
    assert not Review.objects.get(slot=slot).marks.exists()


@pytest.mark.parametrize("key", ["0", "10", "99", "x", "²", "-1"])
def test_there_are_only_as_many_pages_as_criteria(writer, key):
    assert writer.get(writer.address(key)).status_code == 404


def test_the_last_page_says_what_is_missing_and_shows_no_total_before(writer, slot):
    body = text_of(writer.get(reverse("project_guide:hand_in", args=[slot.code])))

    assert "10 things are still missing" in body
    assert "The total appears when" in body
    assert "Yes, hand it in" not in body


def test_a_whole_review_from_the_first_page_to_the_end(writer, slot):
    for number in range(1, 10):
        edition = Review.objects.get(slot=slot).edition
        data = {"level": "2", "comment": "Seen.", "edition": edition, "step": "next"}
        answer = writer.post(writer.address(str(number)), data)
    assert answer.url == writer.address("end")
    said = {
        "strength_1": "A live question.", "strength_2": "Clear stages.",
        "must_fix_1": "Name the dates.", "private_note": "A strong author.",
        "name_shown": "on", "edition": "9", "step": "next",
    }  # fmt: skip
    overview = writer.post(writer.address("end"), said)
    body = text_of(writer.get(overview.url))
    assert "66.66 of 100" in body
    assert "Yes, hand it in" in body

    writer.post(overview.url)

    review = Review.objects.get(slot=slot)
    slot.refresh_from_db()
    assert slot.state == State.SUBMITTED
    assert (review.strengths, review.must_fix) == (
        ["A live question.", "Clear stages."],
        ["Name the dates."],
    )
    assert review.name_shown
    given = text_of(writer.get(writer.address()))
    assert "Your review" in given and "Name the dates." in given


def test_handing_in_twice_hands_in_once(writer, slot, peer):
    hand_in(slot)
    address = reverse("project_guide:hand_in", args=[slot.code])

    for _ in range(2):
        assert writer.post(address).status_code == 302
    assert slot.version.slots.filter(state=State.SUBMITTED).count() == 1


def test_an_incomplete_sheet_is_not_taken(writer, slot):
    answer = writer.post(reverse("project_guide:hand_in", args=[slot.code]), follow=True)

    assert "not complete" in text_of(answer)
    slot.refresh_from_db()
    assert slot.state == State.LEASED


def test_what_was_handed_in_cannot_be_written_on(writer, slot):
    hand_in(slot)

    answer = writer.post(writer.address("1"), {"level": "0", "comment": "No.", "edition": "1"})

    assert "and is fixed" in text_of(answer)
    assert Review.objects.get(slot=slot).marks.first().level == 2


def test_giving_back_wants_a_reason_and_then_the_piece_is_gone(writer, slot, peer):
    address = reverse("project_guide:give_back", args=[slot.code])
    assert "required" in text_of(writer.post(address, {"reason": " "}))

    writer.post(address, {"decline": "conflict", "reason": "I know it."})

    slot.refresh_from_db()
    assert (slot.state, slot.reason) == (State.DECLINED, "I know it.")
    assert writer.get(writer.address()).status_code == 404
    assert writer.post(address, {"reason": "Again."}).status_code == 404


def every_address(slot):
    names = ["sheet", "hand_in", "give_back"]
    found = [reverse(f"project_guide:{name}", args=[slot.code]) for name in names]
    return [*found, reverse("project_guide:review_file", args=[slot.code, 1])]


def test_a_foreign_piece_is_not_there_byte_for_byte(sign_in, slot, peers, tutor, stranger, teacher):
    for person in (peers[1], tutor, stranger, teacher):
        client = sign_in(person)
        missing = client.get("/reviews/AAAAAAAAAAAAAAAAAAAAAAAAAA/")
        assert missing.status_code == 404
        for address in every_address(slot):
            for answer in (client.get(address), client.post(address, {"level": "1"})):
                assert answer.status_code in {404, 405}
                if answer.status_code == 404:
                    assert answer.content == missing.content
    slot.refresh_from_db()
    assert (slot.state, slot.review.edition) == (State.LEASED, 0)


def test_a_piece_that_was_closed_is_gone_but_what_was_typed_is_given_back(writer, slot, sent):
    missing = writer.get("/reviews/AAAAAAAAAAAAAAAAAAAAAAAAAA/")
    submission.withdraw(sent, by=sent.owner)

    for address in every_address(slot):
        assert writer.get(address).content == missing.content
    answer = writer.post(writer.address("1"), {"level": "1", "comment": "An hour of work."})
    assert answer.status_code == 409
    assert "An hour of work." in text_of(answer)
    assert "not with you any more" in text_of(answer)
    assert sent.title not in text_of(answer)


def test_words_that_come_after_the_sheet_was_handed_in_are_given_back(writer, slot):
    hand_in(slot)
    late = {"level": "1", "comment": "A second thought.", "edition": "0"}

    answer = writer.post(writer.address("1"), late)

    assert answer.status_code == 409
    assert "A second thought." in text_of(answer)
    assert "handed in before" in text_of(answer)
    saved = writer.post(writer.address("1"), late | {"step": "autosave"})
    assert "handed in before" in saved.json()["refused"]


def test_a_low_level_without_a_comment_is_not_left_unnoticed(writer):
    low = {"level": "1", "comment": "", "edition": "0", "step": "next"}

    page = text_of(writer.post(writer.address("1"), low, follow=True))

    assert "levels 0 and 1 need a comment" in page.split('class="messages')[1].split("</ul>")[0]


def test_a_late_sheet_is_still_welcome(writer, slot):
    ReviewSlot.objects.filter(pk=slot.pk).update(lease_until=timezone.now())

    assert "still welcome" in text_of(writer.get(writer.address("1")))
    hand_in(slot)
    assert slot.state == State.SUBMITTED


@pytest.mark.parametrize("filled", [0, 9])
def test_a_page_of_the_sheet_costs_at_most_ten_queries(
    writer, slot, filled, django_assert_max_num_queries
):
    for number in range(1, filled + 1):
        edition = Review.objects.get(slot=slot).edition
        writer.post(writer.address(str(number)), {"level": "2", "edition": edition})

    for key in ("1", "end"):
        with django_assert_max_num_queries(10):
            assert writer.get(writer.address(key)).status_code == 200


# --- release ------------------------------------------------------------------------------


def test_the_tutor_sees_how_many_sheets_are_in_and_gives_them(
    sign_in, tutor, sent, peers, peer_round
):
    review_by(peers[0], peer_round, private_note="For the coordinator only.")
    client = sign_in(tutor)
    assert "1 of 2" in text_of(client.get("/reviews/release/"))
    address = reverse("project_guide:release", args=[sent.code])
    body = text_of(client.get(address))
    assert "Fewer sheets are in" in body
    assert "For the coordinator only." not in body
    assert peers[0].last_name not in body

    client.post(address)

    sent.refresh_from_db()
    assert sent.state == Project.State.REVISION
    assert Review.objects.get(submitted_at__isnull=False).released_at


def test_the_coordinator_reads_the_private_note(sign_in, coordinator, sent, peers, peer_round):
    review_by(peers[0], peer_round, private_note="For the coordinator only.")

    body = text_of(sign_in(coordinator).get(reverse("project_guide:release", args=[sent.code])))

    assert "For the coordinator only." in body


def test_nothing_is_released_before_a_sheet_is_in(sign_in, tutor, sent):
    client = sign_in(tutor)
    address = reverse("project_guide:release", args=[sent.code])
    assert "No sheet has come in yet" in text_of(client.get(address))

    assert "No sheet has come in yet" in text_of(client.post(address, follow=True))
    sent.refresh_from_db()
    assert sent.state == Project.State.PEER_REVIEW


def test_release_is_closed_to_everybody_else(sign_in, sent, peers, expert, stranger, teacher):
    for person in (peers[0], expert, stranger, teacher):
        client = sign_in(person)
        address = reverse("project_guide:release", args=[sent.code])
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert client.get("/reviews/release/").status_code == 404
    sent.refresh_from_db()
    assert sent.state == Project.State.PEER_REVIEW


def test_whoever_reviews_a_project_does_not_meet_it_among_those_to_release(
    sign_in, sent, peers, peer_round, centre
):
    Membership.objects.create(
        person=peers[0], centre=centre, role="coordinator", since=timezone.now()
    )
    queue.claim_next(peer_round, by=peers[0])
    client = sign_in(peers[0])

    assert sent.code not in text_of(client.get("/reviews/release/"))
    assert client.get(reverse("project_guide:release", args=[sent.code])).status_code == 404


# --- decisions ----------------------------------------------------------------------------


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


# --- the network project: two experts -----------------------------------------------------


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


# --- rounds -------------------------------------------------------------------------------


def test_a_coordinator_plans_the_rounds(sign_in, coordinator, session):
    client = sign_in(coordinator)
    address = reverse("project_guide:rounds", args=[session.code])
    assert "No rounds are planned yet" in text_of(client.get(address))

    client.post(reverse("project_guide:plan_rounds", args=[session.code]))

    assert session.review_rounds.count() == 4  # peers and experts, local and network
    assert "Change the rules" in text_of(client.get(address))


def test_rounds_are_closed_to_everybody_else(sign_in, session, open_rounds, tutor, expert, teacher):
    found = session.review_rounds.first()
    for person in (tutor, expert, teacher):
        client = sign_in(person)
        assert client.get(reverse("project_guide:rounds", args=[session.code])).status_code == 404
        plan = reverse("project_guide:plan_rounds", args=[session.code])
        assert client.post(plan).status_code == 404
        change = reverse("project_guide:change_round", args=[session.code, found.code])
        assert client.get(change).status_code == client.post(change).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_rounds_costs_the_same_at_any_size(
    sign_in, coordinator, open_rounds, size, django_assert_max_num_queries
):
    for number in range(size):
        place_in(make_group(open_rounds, name=f"Group {number}"))
    client = sign_in(coordinator)

    with django_assert_max_num_queries(15):
        client.get(reverse("project_guide:rounds", args=[open_rounds.code]))
