"""Who must not review whose work: from data, and because somebody said so."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.refusals import Refused
from project_guide.actions import conflicts, queue, reviews
from project_guide.models import CoAuthor, DeclaredConflict, ReviewSlot
from project_guide.models.eligibility import claimable, conflict_free, rounds_with_work
from tests.factories.courses import place_in
from tests.factories.people import UserFactory
from tests.factories.projects import make_project, round_of, send, sheet


def may_review(person, review_round):
    """By the three questions that must agree."""
    now = timezone.now()
    answers = {
        conflict_free(person, review_round).exists(),
        claimable(person, review_round, now).exists(),
        bool(rounds_with_work(person, [review_round], now)),
    }
    assert len(answers) == 1
    return answers.pop()


def second_account(person, **fields):
    return UserFactory(first_account=person, **fields)


def test_a_declared_conflict_shuts_out_both_ways(peer_round, peers, sent, coordinator):
    assert may_review(peers[0], peer_round)

    conflicts.declare(peers[0], sent.owner, note="Cousins.", by=coordinator)
    conflicts.declare(sent.owner, peers[1], by=coordinator)

    assert not may_review(peers[0], peer_round)
    assert not may_review(peers[1], peer_round)
    assert may_review(peers[2], peer_round)


def test_a_conflict_with_a_coauthor_counts_named_or_accepted(session, group, peers, coordinator):
    project = make_project(place_in(group))
    friend = UserFactory()
    CoAuthor.objects.create(
        project=project, email=friend.email, person=friend,
        added_at=timezone.now(), accepted_at=timezone.now(),
    )  # fmt: skip
    send(project)
    conflicts.declare(peers[0], friend, by=coordinator)

    assert not may_review(peers[0], round_of(project))


def test_declared_twice_it_stands_once_and_ended_it_is_kept(peer_round, peers, sent, coordinator):
    first = conflicts.declare(peers[0], sent.owner, by=coordinator)
    assert conflicts.declare(peers[0], sent.owner, by=peers[0]) == first

    conflicts.end(first, by=coordinator)
    conflicts.end(first, by=coordinator)

    assert may_review(peers[0], peer_round)
    assert DeclaredConflict.objects.filter(ended_at__isnull=False).count() == 1
    assert conflicts.declare(peers[0], sent.owner, by=coordinator) != first


def test_giving_back_because_one_is_too_near_is_a_declared_conflict(peer_round, peers, sent):
    slot = queue.claim_next(peer_round, by=peers[0])
    queue.give_back(slot, decline="conflict", reason="My neighbour's.", by=peers[0])

    conflict = DeclaredConflict.objects.get()
    assert (conflict.person, conflict.project) == (peers[0], sent)
    assert not conflict_free(peers[0], peer_round).exists()


def test_a_conflict_that_came_up_since_the_claim_stops_the_sheet(
    peer_round, peers, sent, coordinator
):
    slot = queue.claim_next(peer_round, by=peers[0])
    reviews.save(slot.review, sheet(slot.review), edition=0, by=peers[0])
    conflicts.declare(peers[0], sent.owner, by=coordinator)

    with pytest.raises(Refused, match="too near"):
        reviews.submit(slot.review, by=peers[0])
    slot.refresh_from_db()
    assert slot.state == ReviewSlot.State.LEASED


def test_a_second_account_of_the_author_is_the_author(peer_round, sent, peer_group, peers):
    double = place_in(peer_group, second_account(sent.owner)).teacher

    assert not may_review(double, peer_round)
    sent.owner.first_account = peers[0]
    sent.owner.save()
    peers[0].refresh_from_db()
    assert not may_review(peers[0], peer_round)


def test_a_second_account_of_the_tutor_or_of_a_named_coauthor_is_theirs(
    open_rounds, group, tutor, peer_group
):
    project = make_project(place_in(group))
    named = UserFactory()
    CoAuthor.objects.create(project=project, email=named.email.upper(), added_at=timezone.now())
    send(project)
    review_round = round_of(project)

    for original in (tutor, named):
        double = place_in(peer_group, second_account(original)).teacher
        assert not may_review(double, review_round)


def test_a_conflict_declared_for_one_account_holds_for_the_other(
    peer_round, sent, peer_group, peers, coordinator
):
    double = place_in(peer_group, second_account(peers[0])).teacher
    conflicts.declare(peers[0], sent.owner, by=coordinator)

    assert not may_review(double, peer_round)


def test_nobody_has_a_conflict_with_themselves(peers, coordinator):
    double = second_account(peers[0])

    with pytest.raises(Refused, match="own work"):
        conflicts.declare(peers[0], double, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredConflict.objects.create(
            person=peers[0], other=peers[0], declared_by=coordinator, declared_at=timezone.now()
        )


def test_one_person_with_two_accounts_does_not_review_a_work_twice(peer_round, peers, peer_group):
    double = place_in(peer_group, second_account(peers[0])).teacher
    queue.claim_next(peer_round, by=peers[0])

    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(peer_round, by=double)


def test_author_and_reviewer_in_one_round_are_served_both_ways(open_rounds, sent, another):
    """Both have sent, both review: each gets the other's, nobody their own."""
    other = another()
    review_round = round_of(sent)

    mine = queue.claim_next(review_round, by=sent.owner)
    theirs = queue.claim_next(review_round, by=other.owner)

    assert (mine.version.project, theirs.version.project) == (other, sent)


def test_a_conflicted_person_who_claims_gets_nothing_and_leaves_no_trace(
    peer_round, sent, peers, coordinator
):
    conflicts.declare(peers[0], sent.owner, by=coordinator)

    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(peer_round, by=peers[0])
    assert not peer_round.slots.filter(reviewer__isnull=False).exists()
