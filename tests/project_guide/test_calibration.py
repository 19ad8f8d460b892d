"""Example works come before the first review; whoever stays too far gives feedback only."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from activity.models import Step
from core.refusals import Refused
from courses.models import Achievement
from project_guide.actions import anchors, calibration, decisions, queue, release, rounds
from project_guide.decision_desk import desk_of
from project_guide.models import Anchor, Review, ReviewRound, ReviewSlot, RoundAnchor, Trial
from project_guide.models.calibration import is_asked, standing
from project_guide.models.eligibility import claimable
from tests.factories.anchors import calibrate, give_anchors, levels_of, make_anchor, mark_next
from tests.factories.people import member
from tests.factories.projects import decide, hand_in, review_by, revise, round_of, send

State = ReviewSlot.State
FAR = (0, 0, 0, 0)


def open_places(review_round):
    return review_round.slots.filter(state=State.OPEN).count()


def test_a_round_without_anchors_asks_nothing(peer_round, peers):
    assert not is_asked(peers[0], peer_round)
    assert queue.claim_next(peer_round, by=peers[0]).review.counts


def test_no_piece_before_the_example_works(peer_round, peers, coordinator):
    give_anchors(peer_round, coordinator)

    with pytest.raises(Refused, match="mark the example works"):
        queue.claim_next(peer_round, by=peers[0])
    mark_next(peers[0], peer_round)
    with pytest.raises(Refused, match="mark the example works"):
        queue.claim_next(peer_round, by=peers[0])
    mark_next(peers[0], peer_round)

    assert queue.claim_next(peer_round, by=peers[0]).review.counts


def test_experts_calibrate_in_their_own_round(sent, peers, coordinator, expert):
    in_round = round_of(sent, "expert")
    give_anchors(in_round, coordinator)
    assert not is_asked(peers[0], round_of(sent))
    assert is_asked(expert, in_round)

    calibrate(expert, in_round)

    assert not is_asked(expert, in_round)


def test_whoever_has_begun_to_review_goes_on_without(peer_round, peers, coordinator, another):
    another()
    hand_in(queue.claim_next(peer_round, by=peers[0]))
    give_anchors(peer_round, coordinator)

    assert queue.claim_next(peer_round, by=peers[0]).review.counts
    assert is_asked(peers[1], peer_round)


def test_near_enough_in_the_second_pair_counts_in_full(peer_round, peers, coordinator):
    give_anchors(peer_round, coordinator)
    calibrate(peers[0], peer_round, (0, 0))
    assert is_asked(peers[0], peer_round)

    calibrate(peers[0], peer_round, (2, 2))

    assert queue.claim_next(peer_round, by=peers[0]).review.counts


def test_too_far_twice_means_feedback_only_and_no_third_pair(peer_round, peers, coordinator):
    give_anchors(peer_round, coordinator)
    calibrate(peers[0], peer_round, FAR)

    assert not is_asked(peers[0], peer_round)
    assert standing(peers[0], peer_round).is_feedback_only
    assert queue.claim_next(peer_round, by=peers[0]).review.counts is False


def test_the_threshold_is_the_rounds_own(peer_round, peers, coordinator):
    peer_round.calibration_share = 50
    rounds.change(peer_round, by=coordinator)
    give_anchors(peer_round, coordinator)

    calibrate(peers[0], peer_round, (1, 3))  # one off everywhere: 50 %

    assert not standing(peers[0], peer_round).is_feedback_only
    assert not is_asked(peers[0], peer_round)


def feedback_only(peer_round, peers, coordinator):
    give_anchors(peer_round, coordinator, pairs=1)
    calibrate(peers[0], peer_round, (0, 0))
    for peer in peers[1:]:
        calibrate(peer, peer_round)


def test_a_feedback_only_sheet_fills_no_place(peer_round, peers, coordinator):
    feedback_only(peer_round, peers, coordinator)
    slot = queue.claim_next(peer_round, by=peers[0])
    assert open_places(peer_round) == 1

    hand_in(slot)

    assert open_places(peer_round) == peer_round.wanted == 2
    for peer in peers[1:]:
        review_by(peer, peer_round)
    assert open_places(peer_round) == 0


def test_a_version_with_feedback_only_is_still_first_in_the_queue(
    peer_round, peers, coordinator, another
):
    feedback_only(peer_round, peers, coordinator)
    hand_in(queue.claim_next(peer_round, by=peers[0]))

    assert {row["taken"] for row in claimable(peers[1], peer_round, timezone.now())} == {0}


def test_changed_rules_do_not_close_the_place_that_was_opened_for_it(
    peer_round, peers, coordinator
):
    feedback_only(peer_round, peers, coordinator)
    hand_in(queue.claim_next(peer_round, by=peers[0]))

    peer_round.wanted = 3
    rounds.change(peer_round, by=coordinator)
    assert open_places(peer_round) == 3
    peer_round.wanted = 2
    rounds.change(peer_round, by=coordinator)

    assert open_places(peer_round) == 2


def test_a_late_feedback_only_sheet_opens_no_place_in_the_revision(
    sent, peer_round, peers, coordinator
):
    feedback_only(peer_round, peers, coordinator)
    slot = queue.claim_next(peer_round, by=peers[0])
    review_by(peers[1], peer_round)
    release.release(sent, by=coordinator)

    hand_in(slot)

    assert open_places(peer_round) == 0
    assert Review.objects.get(slot=slot).released_at is not None


def test_the_authors_get_a_feedback_only_sheet_and_the_reviewer_its_credit(
    sent, peer_round, peers, coordinator
):
    feedback_only(peer_round, peers, coordinator)
    review = hand_in(queue.claim_next(peer_round, by=peers[0]))

    release.release(sent, by=coordinator)

    review.refresh_from_db()
    assert review.released_at is not None
    assert review.remarks.count() == 1
    given = Achievement.objects.get(enrolment__teacher=peers[0], what=Achievement.What.REVIEWS)
    assert given.amount == 1


def test_nobody_is_told_that_the_sheets_are_in_because_of_feedback(peer_round, peers, coordinator):
    feedback_only(peer_round, peers, coordinator)
    review_by(peers[1], peer_round)

    review_by(peers[0], peer_round)
    assert coordinator.notices.filter(key__startswith="sheets:").count() == 0
    review_by(peers[2], peer_round)

    assert coordinator.notices.filter(key__startswith="sheets:").count() == 1


@pytest.fixture
def judged(sent, peers, coordinator, expert, centre):
    """In expert review, with a sheet that is feedback only: all zeros."""
    version = in_expert_review_of(sent, peers[0], coordinator)
    ReviewRound.objects.update(peers_gap=100)  # no further opinion is asked for
    in_round = round_of(sent, "expert")
    give_anchors(in_round, coordinator, pairs=1)
    calibrate(expert, in_round, (0, 0))
    review_by(expert, in_round, 0)
    return version


def in_expert_review_of(project, peer, coordinator):
    review_by(peer, round_of(project))
    release.release(project, by=coordinator)
    project.refresh_from_db()
    revise(project)
    return send(project)


def test_feedback_never_counts_in_the_proposal(judged, coordinator, centre):
    in_round = round_of(judged.project, "expert")
    assert decisions.proposal(judged) is None
    assert open_places(in_round) == 1
    with pytest.raises(Refused, match="Not all the sheets"):
        decide(judged, "ready", letter="Thank you.", by=coordinator)

    second = member("expert", centre)
    calibrate(second, in_round)
    review_by(second, in_round, 3)

    desk = desk_of(judged.project)
    assert [float(total) for total in desk.proposal.totals] == [100]
    assert (len(desk.experts), len(desk.feedback), desk.missing) == (1, 1, 0)


def test_with_the_decision_the_authors_get_feedback_too(judged, coordinator, centre):
    in_round = round_of(judged.project, "expert")
    second = member("expert", centre)
    calibrate(second, in_round)
    review_by(second, in_round, 3)

    decision = decide(judged, "ready", letter="Thank you.", by=coordinator)

    sheets = Review.objects.filter(slot__round=in_round)
    assert [sheet.released_at is None for sheet in sheets] == [False, False]
    assert decision.conclusion.document.facts["reviewers_count"] == 1


def test_only_the_next_work_is_taken_with_every_level(peer_round, peers, coordinator):
    first, second, *_others = give_anchors(peer_round, coordinator)
    peer, whole = peers[0], levels_of(peer_round, 2)

    def refused(anchor, levels, why):
        with pytest.raises(Refused, match=why):
            calibration.hand_in(peer_round, anchor, levels, comments={}, by=peer)

    refused(second, whole, "not asked of you")
    refused(first, {**whole, "L9": None, "L3": None}, "key criterion")
    refused(first, {**whole, "L3": 4}, "Levels go from 0 to 3")
    refused(first, {"L3": 2}, "every criterion")
    calibration.hand_in(
        peer_round, first, {**whole, "L9": None}, comments={"L1": "", "L2": "Yes"}, by=peer
    )
    refused(first, whole, "marked this work before")

    trial = Trial.objects.get()
    assert (trial.halves, trial.criteria, trial.comments) == (16, 9, {"L2": "Yes"})
    assert [step.verb for step in Step.objects.of(trial)] == ["calibrate"]


def test_who_does_not_review_in_the_round_marks_nothing(peer_round, coordinator, stranger):
    anchor = give_anchors(peer_round, coordinator)[0]

    with pytest.raises(Refused, match="do not review"):
        calibration.hand_in(peer_round, anchor, {}, comments={}, by=stranger)
    peer_round.closes_at = timezone.now()
    peer_round.save()
    with pytest.raises(Refused, match="not open"):
        calibration.hand_in(peer_round, anchor, {}, comments={}, by=stranger)


def test_the_database_keeps_one_trial_and_two_pairs(peer_round, peers, coordinator):
    give_anchors(peer_round, coordinator)
    trial = mark_next(peers[0], peer_round)
    extra = make_anchor(peer_round)

    trial.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        trial.save(force_insert=True)
    for place in (1, 5):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoundAnchor.objects.create(round=peer_round, anchor=extra, place=place)


def at_once(tasks):
    """Every task in a thread of its own, at the same time; what each gave or how it failed."""
    start = threading.Barrier(len(tasks))

    def run(task):
        try:
            start.wait(30)
            return task()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_windows_hand_in_the_same_work_and_the_first_stands(peer_round, peers, coordinator):
    anchor = give_anchors(peer_round, coordinator)[0]

    def window(level):
        levels = levels_of(peer_round, level)
        return lambda: calibration.hand_in(peer_round, anchor, levels, comments={}, by=peers[0])

    answers = at_once([window(1), window(2), window(3)])

    kept = Trial.objects.get()
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert kept in answers
    assert Step.objects.of(kept).count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_reference_marks_never_change_under_a_trial(peer_round, peers, coordinator):
    """Whoever is first, the trial was measured by the marks that stand in the end."""
    anchor = give_anchors(peer_round, coordinator)[0]
    levels = levels_of(peer_round, 2)
    marks = {code: anchors.Reference(0, "Changed") for code in levels}

    at_once([
        lambda: calibration.hand_in(peer_round, anchor, levels, comments={}, by=peers[0]),
        lambda: anchors.mark(anchor, "Changed", marks, by=coordinator),
    ])  # fmt: skip

    trial, anchor = Trial.objects.get(), Anchor.objects.get(pk=anchor.pk)
    expected = 0 if anchor.title == "Changed" else 2 * len(levels)
    assert trial.halves == expected
    assert set(anchor.reference().values()) == ({0} if expected == 0 else {2})
