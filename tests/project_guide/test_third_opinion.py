"""Experts who differ get one more colleague, once; the decision waits for that opinion."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from activity.models import Notice
from core.refusals import Refused
from project_guide.actions import disagreement, queue, release, reviews
from project_guide.models import Decision, Moderation, ReviewRound, ReviewSlot, Verdict
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.people import member
from tests.factories.projects import (
    decide,
    hand_in,
    in_expert_review,
    make_project,
    plan_open_rounds,
    review_by,
    round_of,
    sheet,
)

State = ReviewSlot.State
THIRD = ReviewSlot.Cause.THIRD_OPINION


@pytest.fixture
def experts(centre):
    return [member("expert", centre) for _number in range(4)]


@pytest.fixture
def version(open_rounds, enrolment, peers, coordinator):
    """With the experts, two of whom are wanted; the peer gave level 2 throughout."""
    open_rounds.review_rounds.filter(reviewers="expert").update(wanted=2)
    return in_expert_review(make_project(enrolment), peers[0], coordinator)


@pytest.fixture
def expert_round(version):
    return round_of(version.project, "expert")


@pytest.fixture
def apart(version, expert_round, experts):
    """Two experts at levels 3 and 1: 66 points between them, two levels on every gate."""
    review_by(experts[0], expert_round, level=3)
    review_by(experts[1], expert_round, level=1)
    return version


def thirds(version):
    return version.slots.filter(cause=THIRD)


def test_experts_far_apart_open_one_place_and_one_card(apart, coordinator, experts):
    third = thirds(apart).get()
    card = Moderation.objects.get()

    assert (third.state, third.round.is_for_experts) == (State.OPEN, True)
    assert card.gates == ["L3", "L7"]
    assert float(card.points) == pytest.approx(66.666666, abs=1e-5)
    told = Notice.objects.filter(recipient=coordinator, title__contains="one more expert")
    assert "differ on a key criterion" in told.get().text
    assert not Notice.objects.filter(recipient=coordinator, title__contains="sheets on").exists()


def test_experts_who_agree_open_nothing(version, expert_round, experts, coordinator):
    for expert in experts[:2]:
        review_by(expert, expert_round)

    assert not thirds(version).exists()
    assert not Moderation.objects.exists()
    assert Notice.objects.filter(recipient=coordinator, title__contains="sheets on").exists()


def test_the_first_of_two_sheets_opens_nothing(version, expert_round, experts):
    review_by(experts[0], expert_round, level=1)  # far from the peers, but not the only one wanted

    assert not thirds(version).exists()


def test_the_decision_waits_for_the_third_and_counts_the_median(
    apart, expert_round, experts, coordinator
):
    with pytest.raises(Refused, match="One more opinion"):
        decide(apart, Verdict.READY, letter="", by=coordinator)
    held = queue.claim_next(expert_round, by=experts[2])
    with pytest.raises(Refused, match="One more opinion"):
        decide(apart, Verdict.READY, letter="", by=coordinator)

    hand_in(held)

    assert Notice.objects.filter(recipient=coordinator, title__contains="sheets on").exists()
    made = decide(apart, Verdict.READY, letter="Thank you.", by=coordinator)
    assert float(made.total) == pytest.approx(66.666666, abs=1e-5)


def test_the_rule_never_asks_for_a_fourth(apart, expert_round, experts, coordinator):
    review_by(experts[2], expert_round, level=0)

    assert thirds(apart).count() == 1
    assert not apart.slots.filter(state=State.OPEN).exists()
    decide(apart, Verdict.REVISE, letter="Why.", by=coordinator)


def test_a_third_opinion_that_was_closed_is_not_asked_again(apart, coordinator, expert_round):
    disagreement.close_third_opinion(apart, reason="No expert left", by=coordinator)

    closed = thirds(apart).get()
    assert (closed.state, closed.reason) == (State.CANCELLED, "No expert left")
    made = decide(apart, Verdict.REVISE, letter="Why.", by=coordinator)
    assert float(made.total) == pytest.approx(66.666666, abs=1e-5)  # the mean of two


def test_a_third_opinion_given_back_stays_the_third(apart, expert_round, experts, coordinator):
    held = queue.claim_next(expert_round, by=experts[2])
    queue.give_back(held, reason="No time", by=experts[2])

    assert [slot.state for slot in thirds(apart)] == [State.DECLINED, State.OPEN]
    with pytest.raises(Refused, match="One more opinion"):
        decide(apart, Verdict.READY, letter="", by=coordinator)


def test_a_late_third_opinion_takes_its_own_place(apart, expert_round, experts):
    held = queue.claim_next(expert_round, by=experts[2])
    late = timezone.now() + timedelta(days=30)
    queue.expire(held, now=late)
    held.refresh_from_db()

    hand_in(held)

    assert sorted(slot.state for slot in thirds(apart)) == [State.CANCELLED, State.SUBMITTED]


@pytest.mark.parametrize("why", ["taken", "no reason", "stranger", "nothing waits"])
def test_what_cannot_be_closed(apart, expert_round, experts, coordinator, tutor, why):
    by, reason = coordinator, "No expert left"
    if why == "taken":
        queue.claim_next(expert_round, by=experts[2])
    elif why == "no reason":
        reason = "  "
    elif why == "stranger":
        by = tutor
    else:
        disagreement.close_third_opinion(apart, reason=reason, by=by)
    before = list(thirds(apart).values_list("state"))

    with pytest.raises(Refused):
        disagreement.close_third_opinion(apart, reason=reason, by=by)

    assert list(thirds(apart).values_list("state")) == before


@pytest.mark.parametrize(
    ("level", "gaps", "reason"),
    [
        (2, {}, None),  # 66.66: farther than 5 from the line of 60, and where the peer is
        (2, {"line_gap": 7}, "near the line"),
        (3, {}, "mean of the peers"),
        (3, {"peers_gap": 34}, None),
    ],
)
def test_a_single_expert(version, expert_round, experts, coordinator, level, gaps, reason):
    version.slots.filter(round=expert_round)[0].delete()
    ReviewRound.objects.filter(pk=expert_round.pk).update(wanted=1, **gaps)

    review_by(experts[0], expert_round, level=level)

    assert thirds(version).exists() is (reason is not None)
    assert not Moderation.objects.exists()  # there are no two texts to compare
    if reason:
        assert reason in Notice.objects.get(recipient=coordinator, title__contains="one more").text


def test_peers_far_apart_are_a_card_and_no_place(sent, peers, peer_round, coordinator):
    review_by(peers[0], peer_round, level=3)
    review_by(peers[1], peer_round, level=1)

    assert Moderation.objects.get().round == peer_round
    assert not ReviewSlot.objects.filter(cause=THIRD).exists()
    assert not sent.latest().slots.filter(state=State.OPEN).exists()
    release.release(sent, by=coordinator)  # the card keeps nobody waiting


def test_a_third_sheet_makes_a_card_with_the_farthest_only(apart, expert_round, experts):
    review_by(experts[2], expert_round, level=0)

    last = Moderation.objects.latest("pk")
    assert Moderation.objects.count() == 2
    assert last.first.slot.reviewer == experts[0]


def test_the_desk_says_why_it_waits_and_takes_no_decision(sign_in, apart, coordinator):
    client = sign_in(coordinator)
    address = f"/reviews/decisions/{apart.project.code}/"

    page = client.get(address).content.decode()
    assert "One more opinion has been asked for" in page
    assert "the experts differ on a key criterion" in page
    assert "66.66 points apart" in page
    assert 'id="decide"' not in page
    assert "2 of 3" in client.get("/reviews/decisions/").content.decode()

    client.post(f"{address}third-opinion/", {"reason": "No expert left"})

    assert 'id="decide"' in client.get(address).content.decode()
    assert "2 of 2" in client.get("/reviews/decisions/").content.decode()


def test_closing_without_a_reason_closes_nothing(sign_in, apart, coordinator):
    client = sign_in(coordinator)

    client.post(f"/reviews/decisions/{apart.project.code}/third-opinion/", {"reason": ""})

    assert thirds(apart).get().state == State.OPEN


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_last_sheets_at_once_open_one_third_opinion_on_postgresql():
    assert connection.vendor == "postgresql"
    home()
    session = SessionFactory()
    plan_open_rounds(session)
    session.review_rounds.filter(reviewers="expert").update(wanted=2)
    group = make_group(session, member("tutor", session.centre))
    peer = place_in(make_group(session, name="Peers")).teacher
    coordinator = member("coordinator", session.centre)
    made = [in_expert_review(make_project(place_in(group)), peer, coordinator) for _ in range(4)]
    pairs = [two_ready_sheets(version) for version in made]

    for pair in pairs:
        submit_at_once(pair)

    for version in made:
        assert version.slots.filter(state=State.SUBMITTED, round__reviewers="expert").count() == 2
        assert thirds(version).count() == 1
        assert Moderation.objects.filter(version=version).count() == 1
        assert not Decision.objects.exists()


def two_ready_sheets(version):
    expert_round = round_of(version.project, "expert")
    found = []
    for slot, level in zip(version.slots.filter(round=expert_round), (3, 1), strict=True):
        person = member("expert", version.project.enrolment.session.centre)
        queue.lease(slot, by=person, now=timezone.now(), counts=True)
        reviews.save(slot.review, sheet(slot.review, level), edition=0, by=person)
        found.append((slot.review, person))
    return found


def submit_at_once(pair):
    start = threading.Barrier(2)

    def submit(one):
        review, person = one
        try:
            start.wait(30)
            reviews.submit(review, by=person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(submit, pair))
