"""Reminders come once, while there is something to do, and never for a closed round."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from activity.models import Notice
from core.refusals import Refused
from project_guide.actions import queue, release
from project_guide.models import ReviewRound
from project_guide.tasks import expire_leases, remind
from tests.factories.projects import hand_in, in_expert_review, make_project, review_by, round_of


def told(person, start=""):
    keys = Notice.objects.filter(recipient=person).values_list("key", flat=True)
    return sorted(key.split(":")[0] for key in keys if key.startswith(start))


REMINDERS = ("due", "late", "owed", "revise", "unreleased", "undecided", "promise")


def reminded(person):
    return [key for key in told(person) if key in REMINDERS]


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def slot(peer_round, peers):
    return queue.claim_next(peer_round, by=peers[0])


def test_the_day_before_a_piece_is_due_its_reviewer_hears_once(slot, peers):
    with at(slot.lease_until - timedelta(hours=25)):
        remind()
        assert reminded(peers[0]) == []
    for hours in (23, 22, 1):
        with at(slot.lease_until - timedelta(hours=hours)):
            remind()
    assert reminded(peers[0]) == ["due"]


def test_a_late_reviewer_hears_once_and_only_while_the_sheet_is_needed(slot, peers, peer_round):
    with at(slot.lease_until + timedelta(hours=1)):
        expire_leases()
        remind()
        remind()
    assert reminded(peers[0]) == ["late"]

    Notice.objects.all().delete()
    with at(slot.lease_until + timedelta(hours=2)):
        review_by(peers[1], peer_round)
        review_by(peers[2], peer_round)
        remind()
    assert "late" not in reminded(peers[0])


def test_peers_who_owe_reviews_hear_at_the_opening_and_before_the_end(peer_round, peers):
    remind()
    remind()
    assert [reminded(peer) for peer in peers] == [["owed"]] * 3

    with at(peer_round.closes_at - timedelta(days=2)):
        remind()
        remind()
    assert all(told(peer).count("owed") == 2 for peer in peers)


def test_nobody_is_reminded_of_what_they_cannot_do(peer_round, peers, sent):
    """Given enough, holding a piece, the author with nothing but their own work."""
    session = sent.enrolment.session
    session.reviews_to_give = 1
    session.save()
    review_by(peers[0], peer_round)
    queue.claim_next(peer_round, by=peers[1])

    remind()

    assert reminded(peers[0]) == []
    assert reminded(peers[1]) == []
    assert reminded(sent.owner) == []
    assert reminded(peers[2]) == []  # both places are taken


@pytest.mark.parametrize("changes", [{"closes_at": -1}, {"opens_at": 1, "closes_at": 2}])
def test_never_for_a_round_that_is_not_open(peer_round, peers, changes):
    now = timezone.now()
    days = {name: now + timedelta(days=number) for name, number in changes.items()}
    ReviewRound.objects.filter(pk=peer_round.pk).update(**days)

    remind()

    assert not any(reminded(peer) for peer in peers)


def test_a_session_that_asks_for_no_reviews_reminds_nobody(peer_round, peers, sent):
    session = sent.enrolment.session
    session.reviews_to_give = 0
    session.save()

    remind()

    assert not any(reminded(peer) for peer in peers)


def test_authors_with_unanswered_remarks_hear_after_five_days(sent, peer_round, peers, coordinator):
    review_by(peers[0], peer_round)
    release.release(sent, by=coordinator)
    now = timezone.now()
    with at(now + timedelta(days=4)):
        remind()
        assert reminded(sent.owner) == []
    with at(now + timedelta(days=6)):
        remind()
        remind()
    assert reminded(sent.owner) == ["revise"]


def test_whoever_answered_all_is_left_in_peace(sent, peer_round, peers, coordinator):
    review_by(peers[0], peer_round)
    release.release(sent, by=coordinator)
    for remark in sent.latest().slots.get(reviewer=peers[0]).review.remarks.all():
        release.answer(remark, "Done.", by=sent.owner)

    with at(timezone.now() + timedelta(days=9)):
        remind()

    assert reminded(sent.owner) == []


def test_tutor_and_coordinator_hear_of_sheets_that_wait(
    sent, peer_round, peers, tutor, coordinator
):
    for peer in peers[:2]:
        review_by(peer, peer_round)
    with at(timezone.now() + timedelta(days=2)):
        remind()
        assert "unreleased" not in reminded(tutor)
    with at(timezone.now() + timedelta(days=4)):
        remind()
        remind()

    assert reminded(tutor).count("unreleased") == 1
    assert reminded(coordinator).count("unreleased") == 1
    assert "unreleased" not in reminded(sent.owner)


def test_the_coordinator_hears_of_a_decision_that_waits_a_week(
    open_rounds, enrolment, peers, expert, coordinator
):
    version = in_expert_review(make_project(enrolment), peers[0], coordinator)
    review_by(expert, round_of(version.project, "expert"))
    with at(timezone.now() + timedelta(days=8)):
        remind()
        remind()
    assert reminded(coordinator).count("undecided") == 1


def test_a_broken_promise_is_told_to_the_coordinator_once(sent, peer_round, coordinator, tutor):
    promised = peer_round.promised_at(sent.latest().pooled_at)
    with at(promised - timedelta(minutes=1)):
        remind()
        assert "promise" not in reminded(coordinator)
    with at(promised + timedelta(minutes=1)):
        remind()
        remind()

    assert reminded(coordinator).count("promise") == 1
    assert "promise" not in reminded(tutor)


def test_after_the_end_nothing_is_left_to_remind_of(sent, peer_round, peers, coordinator):
    """Reminders stop when nothing is left to do."""
    for peer in peers[:2]:
        review_by(peer, peer_round)
    release.release(sent, by=coordinator)
    Notice.objects.all().delete()
    from project_guide.actions import submission

    submission.withdraw(sent, by=sent.owner)
    with at(timezone.now() + timedelta(days=60)):
        remind()

    people = [*peers, sent.owner, coordinator]
    assert not any(reminded(person) for person in people)


def test_the_promised_day_is_shown_to_the_author(sign_in, sent, peer_round):
    page = sign_in(sent.owner).get(f"/projects/{sent.code}/").content.decode()
    assert "sheets are promised by" in page

    with at(peer_round.promised_at(sent.latest().pooled_at) + timedelta(minutes=1)):
        late = sign_in(sent.owner).get(f"/projects/{sent.code}/").content.decode()
    assert "are late" in late


def test_a_reminder_is_no_reason_to_give_up_a_lease(slot):
    """Being reminded prolongs nothing: only work does."""
    end = slot.lease_until
    with at(end - timedelta(hours=2)):
        remind()
    slot.refresh_from_db()

    assert slot.lease_until == end
    with pytest.raises(Refused):
        queue.expire(slot, now=end - timedelta(hours=1))
    hand_in(slot)
