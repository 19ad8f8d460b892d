"""What a reviewer holds: for how long, what prolongs it, what becomes of it when it is late."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.refusals import Refused
from project_guide.actions import queue, release, reviews, slots, submission
from project_guide.models import ReviewSlot
from project_guide.tasks import expire_leases, return_pieces
from tests.factories.people import member
from tests.factories.projects import (
    decide,
    hand_in,
    in_expert_review,
    make_project,
    review_by,
    round_of,
    sheet,
)

State = ReviewSlot.State


@pytest.fixture
def slot(peer_round, peers):
    return queue.claim_next(peer_round, by=peers[0])


@pytest.fixture
def other_expert(centre):
    return member("expert", centre)


@pytest.fixture
def sent_to_experts(open_rounds, enrolment, peers, coordinator):
    version = in_expert_review(make_project(enrolment), peers[0], coordinator)
    return version, round_of(version.project, "expert")


def states(review_round):
    return sorted(review_round.slots.values_list("state", flat=True))


def after(slot, **time):
    """The clock, so long after the lease of the slot is over."""
    return time_machine.travel(slot.lease_until + timedelta(**time), tick=False)


def write(slot, level=2):
    review = slot.review
    review.refresh_from_db()
    reviews.save(review, sheet(review, level), edition=review.edition, by=slot.reviewer)


def test_when_the_time_is_over_somebody_else_may_take_the_piece(slot, peer_round):
    with after(slot, minutes=-1):
        expire_leases()
        assert states(peer_round) == ["leased", "open"]
    with after(slot, minutes=1):
        expire_leases()

    slot.refresh_from_db()
    assert slot.state == State.EXPIRED
    assert states(peer_round) == ["expired", "open", "open"]
    assert slot.replaced_by.cause == ReviewSlot.Cause.REPLACEMENT


def test_expiring_twice_opens_one_place(slot, peer_round):
    moment = slot.lease_until + timedelta(minutes=1)
    queue.expire(slot, now=moment)

    with pytest.raises(Refused):
        queue.expire(slot, now=moment)
    expire_leases()
    assert states(peer_round) == ["expired", "open", "open"]


def test_whoever_is_late_may_take_another_piece_and_still_hand_in_this_one(
    slot, peer_round, peers, another
):
    another()
    with after(slot, minutes=1):
        expire_leases()
        second = queue.claim_next(peer_round, by=peers[0])
        assert second.version != slot.version
        slot.refresh_from_db()
        hand_in(slot)

    assert slot.state == State.SUBMITTED
    assert slot.version.slots.filter(state=State.OPEN).count() == 1


def test_a_late_sheet_takes_the_place_that_was_opened_instead(slot, peer_round):
    with after(slot, days=2):
        expire_leases()
        slot.refresh_from_db()
        hand_in(slot)

    assert states(peer_round) == ["cancelled", "open", "submitted"]


def test_a_late_sheet_is_still_needed_while_the_other_only_works_on_it(slot, peer_round, peers):
    with after(slot, minutes=1):
        expire_leases()
        review_by(peers[1], peer_round)
        last = queue.claim_next(peer_round, by=peers[2])
        slot.refresh_from_db()
        hand_in(slot)
        hand_in(last)  # begun in good faith, welcome too

    assert states(peer_round) == ["submitted"] * 3


def test_a_late_sheet_that_nobody_needs_any_more_is_refused(slot, peer_round, peers):
    with after(slot, minutes=1):
        expire_leases()
        write(ReviewSlot.objects.get(pk=slot.pk))
        review_by(peers[1], peer_round)
        review_by(peers[2], peer_round)
        slot.refresh_from_db()
        assert slot.state == State.CANCELLED
        with pytest.raises(Refused, match="not with you"):
            reviews.submit(slot.review, by=peers[0])

    assert not ReviewSlot.objects.of_reviewer(peers[0]).exists()


def test_a_late_piece_given_back_opens_no_second_place(slot, peer_round, peers):
    with after(slot, minutes=1):
        expire_leases()
        queue.give_back(ReviewSlot.objects.get(pk=slot.pk), reason="Ill.", by=peers[0])

    assert states(peer_round) == ["declined", "open", "open"]


def test_work_in_the_second_half_prolongs_the_lease_once(slot):
    first_end = slot.lease_until
    half = slot.leased_at + timedelta(hours=36)
    with time_machine.travel(half - timedelta(minutes=1), tick=False):
        write(slot)
    slot.refresh_from_db()
    assert (slot.lease_until, slot.renewed) == (first_end, 0)

    with time_machine.travel(half + timedelta(minutes=1), tick=False):
        write(slot)
    slot.refresh_from_db()
    assert slot.lease_until == half + timedelta(minutes=1, hours=72)
    second_end = slot.lease_until

    with after(slot, minutes=-1):
        write(slot)
    slot.refresh_from_db()
    assert (slot.lease_until, slot.renewed) == (second_end, 1)


def test_a_round_may_forbid_to_prolong(slot, peer_round):
    peer_round.renewals = 0
    peer_round.save()
    end = slot.lease_until

    with after(slot, minutes=-1):
        write(ReviewSlot.objects.get(pk=slot.pk))

    slot.refresh_from_db()
    assert slot.lease_until == end


def test_a_lease_that_was_prolonged_meanwhile_does_not_expire(slot):
    stale = ReviewSlot.objects.get(pk=slot.pk)
    with after(slot, minutes=-1):
        write(slot)

    with pytest.raises(Refused, match="time left"):
        queue.expire(stale, now=stale.lease_until + timedelta(minutes=1))


@pytest.mark.parametrize("state", ["withdrawn", "on_break"])
def test_leaving_the_session_returns_what_is_held_and_keeps_what_was_given(
    slot, peer_round, peers, another, state
):
    given = hand_in(slot)
    another()
    held = queue.claim_next(peer_round, by=peers[0])
    peers[0].enrolments.update(state=state)

    return_pieces()
    return_pieces()

    held.refresh_from_db()
    slot.refresh_from_db()
    assert (held.state, slot.state) == (State.DECLINED, State.SUBMITTED)
    assert held.replaced_by.state == State.OPEN
    assert given.submitted_at


def test_when_the_authors_have_the_sheets_nobody_else_need_begin(
    slot, sent, peer_round, peers, coordinator
):
    review_by(peers[1], peer_round)
    release.release(sent, by=coordinator)

    with after(slot, minutes=1):
        expire_leases()

    assert states(peer_round) == ["expired", "submitted"]
    slot.refresh_from_db()
    assert not slots.is_needed(slot)


def test_after_the_decision_no_late_sheet_changes_anything(
    sent_to_experts, expert, other_expert, coordinator
):
    version, review_round = sent_to_experts
    held = queue.claim_next(review_round, by=expert)
    write(held)
    with after(held, minutes=1):
        expire_leases()
        review_by(other_expert, review_round)
        decide(version, "ready", letter="Thank you.", by=coordinator)
        held.refresh_from_db()
        with pytest.raises(Refused):
            reviews.submit(held.review, by=expert)
        with pytest.raises(Refused):
            write(held)

    assert held.state == State.CANCELLED


def test_withdrawing_ends_late_pieces_too(slot, sent, peer_round):
    with after(slot, minutes=1):
        expire_leases()
    submission.withdraw(sent, by=sent.owner)

    assert states(peer_round) == ["cancelled"] * 3


@pytest.mark.parametrize("minutes", [-5, 5])
def test_clocks_five_minutes_apart_lose_no_work(slot, peer_round, minutes):
    """The worker's clock and the web process's differ: the sheet comes in either way."""
    with after(slot, minutes=minutes):
        expire_leases()
    with after(slot, minutes=-minutes):
        slot.refresh_from_db()
        hand_in(slot)

    assert slot.state == State.SUBMITTED
    assert peer_round.slots.filter(state=State.OPEN).count() == 1


def test_a_place_kept_for_somebody_is_theirs_until_then(peer_round, peers, another):
    now = timezone.now()
    kept = peer_round.slots.filter(state=State.OPEN).order_by("pk").first()
    peer_round.slots.filter(version=kept.version).update(
        reserved_for=peers[1], reserved_until=now + timedelta(hours=1)
    )
    other = another().latest()

    assert queue.claim_next(peer_round, by=peers[0]).version == other
    assert queue.claim_next(peer_round, by=peers[1]).version == kept.version
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        hand_in(ReviewSlot.objects.get(reviewer=peers[0]))
        assert queue.claim_next(peer_round, by=peers[0]).version == kept.version
