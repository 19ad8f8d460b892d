"""Sheets that are given to their author."""

from django.urls import reverse
from django.utils import timezone

from people.models import Membership
from project_guide.actions import queue
from project_guide.models import Project, Review, ReviewSlot
from tests.factories.projects import review_by
from tests.reading import text_of

State = ReviewSlot.State


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
