"""Who sees whose name is a rule of the round, and fixed once somebody has relied on it."""

import pytest
from django.urls import reverse

from core.refusals import Refused
from project_guide.actions import queue, release, rounds
from project_guide.forms.round import RoundForm
from project_guide.models import ReviewRound
from tests.factories.projects import hand_in

Blind = ReviewRound.Blind


def reviewers_page(sign_in, slot):
    return sign_in(slot.reviewer).get(reverse("project_guide:sheet", args=[slot.code]))


def authors_page(sign_in, project):
    return sign_in(project.owner).get(reverse("project_guide:revision", args=[project.code]))


@pytest.mark.parametrize(
    ("mode", "reviewer_sees", "author_sees"),
    [(Blind.DOUBLE, False, False), (Blind.SINGLE, True, False), (Blind.OPEN, True, True)],
)
def test_names_are_seen_as_the_round_says(
    sign_in, sent, peer_round, peers, coordinator, mode, reviewer_sees, author_sees
):
    ReviewRound.objects.filter(pk=peer_round.pk).update(blind=mode)
    slot = queue.claim_next(peer_round, by=peers[0])

    assert (sent.owner.get_full_name() in reviewers_page(sign_in, slot).content.decode()) is (
        reviewer_sees
    )
    hand_in(slot)
    release.release(sent, by=coordinator)
    assert (peers[0].get_full_name() in authors_page(sign_in, sent).content.decode()) is author_sees


def test_a_round_is_blind_unless_told_otherwise(peer_round):
    assert peer_round.blind == Blind.DOUBLE


def test_names_and_rubric_are_fixed_once_a_piece_was_taken(peer_round, peers, coordinator):
    assert not RoundForm(instance=peer_round).fields["blind"].disabled
    queue.claim_next(peer_round, by=peers[0])
    assert RoundForm(instance=peer_round).fields["blind"].disabled
    assert RoundForm(instance=peer_round).fields["rubric"].disabled

    peer_round.blind = Blind.OPEN
    with pytest.raises(Refused, match="stay as they are"):
        rounds.change(peer_round, by=coordinator)
    assert ReviewRound.objects.get(pk=peer_round.pk).blind == Blind.DOUBLE
