"""A reviewer's pages of the example works: nothing typed is lost, the difference comes at once."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from project_guide.actions import queue
from project_guide.models import Trial
from tests.factories.anchors import calibrate, codes, give_anchors, mark_next
from tests.factories.projects import hand_in
from tests.project_guide.test_calibration import feedback_only

QUEUE = "project_guide:reviews"


@pytest.fixture
def client(sign_in, peers, peer_round, coordinator):
    give_anchors(peer_round, coordinator)
    return sign_in(peers[0])


def page(name, review_round, *more):
    return reverse(f"project_guide:{name}", args=[review_round.code, *more])


def data_of(review_round, level="2", place=1, **fields):
    shown = review_round.anchors.get(place=place).anchor.code
    levels = {f"level_{code}": level for code in codes(review_round)}
    return {"anchor": shown, **levels, **fields}


def test_asking_for_a_piece_leads_to_the_example_works(client, peer_round):
    answer = client.post(reverse(QUEUE), {"round": peer_round.code})

    assert answer.url == page("calibration", peer_round)
    assert "To the example works" in client.get(reverse(QUEUE)).content.decode()
    assert "Mark it" in client.get(answer.url).content.decode()


def test_the_whole_way_to_the_first_piece(client, peer_round, peers):
    for place, level in ((1, "1"), (2, "3"), (3, "2"), (4, "2")):
        address = page("calibration_work", peer_round, place)
        text = client.get(address).content.decode()
        assert "Compare with the reference" in text and "Reason of" not in text
        assert client.post(address, data_of(peer_round, level, place)).url == address
        difference = client.get(address).content.decode()
        assert f"Reason of Example {place - 1}" in difference
        if place == 2:
            assert "agreement 50 %, of 70 %" in difference
            assert "mark a second pair" in difference

    assert "agreement 100 %" in difference
    assert "count in full" in difference
    taken = client.post(reverse(QUEUE), {"round": peer_round.code})
    assert taken.url == reverse("project_guide:sheet", args=[peers[0].review_slots.get().code])


def test_the_difference_is_told_criterion_by_criterion(client, peer_round):
    address = page("calibration_work", peer_round, 1)
    client.post(address, data_of(peer_round, level_L1="1", level_L2="0", text_L2="I saw none."))

    text = " ".join(client.get(address).content.decode().split())

    assert "Of 9 criteria: the same level in 7, one level off in 1, farther in 1." in text
    assert text.count(">the same<") == 7
    assert "You wrote: I saw none." in text
    assert "agreement" not in text.lower().split("<table")[0]  # of one work alone it says nothing


def test_a_criterion_without_a_level_keeps_all_that_was_chosen_and_typed(client, peer_round):
    data = data_of(peer_round, text_L5="Typed <i>words</i>")
    del data["level_L4"]

    answer = client.post(page("calibration_work", peer_round, 1), data)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Choose a level." in text
    assert "Typed &lt;i&gt;words&lt;/i&gt;" in text
    assert len(re.findall(r'name="level_\w+"[^>]*checked', text)) == 8
    assert not Trial.objects.exists()


def test_a_level_that_is_none_and_a_gate_that_does_not_apply_are_refused(client, peer_round):
    address = page("calibration_work", peer_round, 1)
    for forged in ({"level_L1": "9"}, {"level_L3": "na"}):
        assert client.post(address, data_of(peer_round, **forged)).status_code == 200

    assert not Trial.objects.exists()
    client.post(address, data_of(peer_round, level_L1="na"))
    assert Trial.objects.get().levels["L1"] is None


def test_a_second_window_changes_nothing_and_gets_its_words_back(client, peer_round):
    address = page("calibration_work", peer_round, 1)
    client.post(address, data_of(peer_round))

    answer = client.post(address, data_of(peer_round, "0", text_L1="Words of the second window"))

    assert answer.status_code == 409
    assert "Words of the second window" in answer.content.decode()
    assert "first stands" in answer.content.decode()
    assert Trial.objects.get().levels["L1"] == 2


def test_marks_are_never_taken_for_another_work(client, peer_round, peers, coordinator):
    """The coordinator changed the pairs while the sheet was being filled in."""
    data = data_of(peer_round, text_L1="Words about the first")
    give_anchors(peer_round, coordinator, pairs=1)

    answer = client.post(page("calibration_work", peer_round, 1), data)

    assert answer.status_code == 409
    assert "Words about the first" in answer.content.decode()
    assert not Trial.objects.exists()


def test_words_come_back_when_the_round_has_closed_meanwhile(client, peer_round):
    peer_round.closes_at = timezone.now()
    peer_round.save()

    answer = client.post(
        page("calibration_work", peer_round, 1), data_of(peer_round, text_L1="Kept words")
    )

    assert answer.status_code == 409
    assert "Kept words" in answer.content.decode()


def test_works_that_are_not_asked_are_not_there(client, peer_round, peers):
    assert client.get(page("calibration_work", peer_round, 2)).status_code == 404
    calibrate(peers[0], peer_round)
    assert client.get(page("calibration_work", peer_round, 2)).status_code == 200
    for place in (3, 4, 5):
        assert client.get(page("calibration_work", peer_round, place)).status_code == 404
    assert client.get(page("calibration_file", peer_round, 1, 1)).status_code == 404


def test_a_round_without_anchors_has_no_such_page(sign_in, peers, peer_round):
    assert sign_in(peers[0]).get(page("calibration", peer_round)).status_code == 404


def test_who_does_not_review_in_the_round_finds_nothing(client, sign_in, peer_round, expert, tutor):
    for other in (expert, tutor):
        assert sign_in(other).get(page("calibration", peer_round)).status_code == 404


def test_feedback_only_is_said_to_the_person_and_never_to_the_authors_or_their_tutor(
    sign_in, sent, peer_round, peers, coordinator, tutor
):
    feedback_only(peer_round, peers, coordinator)
    text = sign_in(peers[0]).get(page("calibration", peer_round)).content.decode()
    assert "go to the authors as feedback" in text

    hand_in(queue.claim_next(peer_round, by=peers[0]))
    release = reverse("project_guide:release", args=[sent.code])
    word = "feedback to the authors only"

    assert word in sign_in(coordinator).get(release).content.decode()
    assert word not in sign_in(tutor).get(release).content.decode()
    sign_in(coordinator).post(release)
    revision = reverse("project_guide:revision", args=[sent.code])
    assert "feedback" not in sign_in(sent.owner).get(revision).content.decode().lower()


def test_the_pages_cost_the_same_whatever_was_marked(
    client, peer_round, peers, django_assert_num_queries
):
    overview, work = page("calibration", peer_round), page("calibration_work", peer_round, 1)
    mark_next(peers[0], peer_round, 0)
    client.get(overview)
    with django_assert_num_queries(8):
        client.get(overview)
    with django_assert_num_queries(11):
        client.get(work)

    calibrate(peers[0], peer_round, (0, 0))

    with django_assert_num_queries(8):
        client.get(overview)
    with django_assert_num_queries(11):
        client.get(work)
