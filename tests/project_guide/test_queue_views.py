"""A reviewer's rounds as a page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from project_guide.actions import queue
from project_guide.models import ReviewRound, ReviewSlot
from tests.factories.projects import hand_in, review_by
from tests.reading import text_of


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
    assert "as many pieces" in text_of(sign_in(peer).get("/reviews/"))
    now = timezone.now()
    ReviewRound.objects.update(opens_at=now + timedelta(days=3))
    assert "The round opens on" in text_of(sign_in(peer).get("/reviews/"))


def test_rounds_that_are_over_keep_what_was_given(sign_in, peer, peer_round, another):
    another()
    given = review_by(peer, peer_round).slot
    held = queue.claim_next(peer_round, by=peer)
    client = sign_in(peer)
    ReviewRound.objects.filter(pk=peer_round.pk).update(closes_at=timezone.now())

    body = text_of(client.get("/reviews/"))
    assert "Rounds that are over" not in body
    assert f"Piece {held.label}" in body
    assert "The round is closed. Pieces that you hold can still be handed in." in body

    hand_in(held)
    body = text_of(client.get("/reviews/"))
    assert "You handed in 2." in body.split("Rounds that are over")[1]
    for slot in (given, held):
        assert f'<a href="/reviews/{slot.code}/">{slot.label}</a>' in body


def test_the_round_that_closed_last_comes_first(sign_in, peer, peer_round, another):
    another()
    review_by(peer, peer_round)
    later = review_by(peer, peer_round).slot
    network = ReviewRound.objects.get(
        session=peer_round.session, reviewers="peer", project_kind="network"
    )
    ReviewSlot.objects.filter(pk=later.pk).update(round=network)
    now = timezone.now()
    ReviewRound.objects.update(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=3))
    ReviewRound.objects.filter(pk=network.pk).update(closes_at=now - timedelta(days=2))

    over = text_of(sign_in(peer).get("/reviews/")).split("Rounds that are over")[1]

    assert over.index("Network project") < over.index("Local project")


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
