"""The sheet: its draft, what it needs, when it is fixed, and how it reaches the author."""

import pytest

from activity.models import Notice
from core.refusals import Refused
from courses.actions import groups
from courses.models import Achievement, Group
from project_guide.actions import queue, release, reviews
from project_guide.actions.reviews import Entry, Sheet
from project_guide.models import Project, Remark, Review, ReviewSlot
from tests.factories.projects import hand_in, review_by, revise, round_of, send, sheet

State = ReviewSlot.State


@pytest.fixture
def slot(peer_round, peers):
    return queue.claim_next(peer_round, by=peers[0])


@pytest.fixture
def review(slot):
    return slot.review


def write(review, **entries):
    """Save single criteria of the draft."""
    return reviews.save(
        review, Sheet(entries=entries), edition=review.edition, by=review.slot.reviewer
    )


def test_a_draft_keeps_what_a_page_does_not_speak_of(review, peers):
    write(review, L1=Entry(level=2, comment="Good."))
    write(review, L2=Entry(level=1))

    assert review.levels() == {"L1": 2, "L2": 1}
    assert review.edition == 2


def test_two_windows_do_not_overwrite_each_other(review, peers):
    write(review, L1=Entry(level=2))

    with pytest.raises(Refused, match="another window"):
        reviews.save(review, Sheet(entries={"L1": Entry(level=0)}), edition=0, by=peers[0])
    assert review.levels() == {"L1": 2}


@pytest.mark.parametrize("level", [-1, 4, 9])
def test_levels_out_of_range_are_refused(review, level):
    with pytest.raises(Refused, match="from 0 to 3"):
        write(review, L1=Entry(level=level))
    assert review.levels() == {}


@pytest.mark.parametrize("gate", ["L3", "L7"])
def test_a_gate_always_applies(review, gate):
    with pytest.raises(Refused, match="key criterion"):
        write(review, **{gate: Entry(not_applicable=True)})


def test_a_criterion_of_another_rubric_is_refused(review):
    with pytest.raises(Refused, match="no such criterion"):
        write(review, N1=Entry(level=2))


def test_nobody_else_writes_on_a_sheet(review, peers):
    with pytest.raises(Refused, match="not with you"):
        reviews.save(review, sheet(review), edition=0, by=peers[1])
    with pytest.raises(Refused, match="not with you"):
        reviews.submit(review, by=peers[1])


def test_what_is_missing_is_said_one_by_one(review, peers):
    write(review, L1=Entry(level=0), L2=Entry(level=1, comment="  "), L4=Entry(not_applicable=True))

    found = reviews.gaps(review)

    assert "comment" in found["L1"] and "comment" in found["L2"]
    assert "L4" not in found
    assert found["L5"] == "Choose a level."
    assert "strengths" in found
    with pytest.raises(Refused, match="not complete"):
        reviews.submit(review, by=peers[0])


def test_levels_two_and_three_need_no_comment(review, peers):
    filled = sheet(review)
    filled.entries = {code: Entry(level=2) for code in filled.entries}
    reviews.save(review, filled, edition=0, by=peers[0])

    assert reviews.gaps(review) == {}


def test_a_sheet_handed_in_is_fixed(slot, peers):
    review = hand_in(slot)

    with pytest.raises(Refused):
        reviews.save(review, sheet(review, 0), edition=review.edition, by=peers[0])
    assert set(review.levels().values()) == {2}


def test_handing_in_twice_changes_nothing(slot, peers):
    review = hand_in(slot)
    first = Review.objects.get(pk=review.pk).submitted_at

    reviews.submit(review, by=peers[0])

    assert Review.objects.get(pk=review.pk).submitted_at == first


def test_a_conflict_that_came_up_meanwhile_is_found_when_handing_in(slot, sent, peers):
    """The author moved into the reviewer's group while the piece was out."""
    group = Group.objects.get(memberships__enrolment__teacher=peers[0])
    groups.join(sent.enrolment, group, by=sent.owner)

    with pytest.raises(Refused, match="too near"):
        hand_in(slot)
    slot.refresh_from_db()
    assert slot.state == State.LEASED


def test_the_same_school_is_found_when_handing_in(slot, sent, peers):
    sent.owner.school = peers[0].school.upper()
    sent.owner.save()

    with pytest.raises(Refused, match="too near"):
        hand_in(slot)


def test_reviews_given_count_for_the_reviewers_own_completion(peer_round, peers, another):
    another()
    for given in (1, 2):
        review_by(peers[0], peer_round)
        achieved = Achievement.objects.get(
            enrolment__teacher=peers[0], what=Achievement.What.REVIEWS
        )
        assert achieved.amount == given


def test_the_last_wanted_sheet_tells_tutor_and_coordinator_once(
    peer_round, peers, tutor, coordinator, sent
):
    review_by(peers[0], peer_round)
    assert not Notice.objects.filter(recipient=tutor, key__startswith="sheets:").exists()

    review_by(peers[1], peer_round)

    for person in (tutor, coordinator):
        notice = Notice.objects.get(recipient=person, key__startswith="sheets:")
        assert notice.path == f"/reviews/release/{sent.code}/"
    assert not Notice.objects.filter(recipient=sent.owner, key__startswith="sheets:").exists()


def test_release_gives_what_is_in_and_closes_what_nobody_took(peer_round, peers, sent, tutor):
    review_by(peers[0], peer_round)

    release.release(sent, by=tutor)

    sent.refresh_from_db()
    assert sent.state == Project.State.REVISION
    assert Remark.objects.filter(review__slot__version__project=sent).count() == 1
    assert not peer_round.slots.filter(state=State.OPEN).exists()


def test_releasing_twice_is_refused_and_gives_nothing_twice(peer_round, peers, sent, tutor):
    review_by(peers[0], peer_round)
    release.release(sent, by=tutor)

    with pytest.raises(Refused):
        release.release(sent, by=tutor)
    assert Remark.objects.count() == 1


def test_nothing_is_released_before_a_sheet_is_in(sent, tutor):
    with pytest.raises(Refused, match="No sheet"):
        release.release(sent, by=tutor)


def test_a_sheet_that_comes_late_is_given_at_once(peer_round, peers, sent, tutor):
    late = queue.claim_next(peer_round, by=peers[1])
    review_by(peers[0], peer_round)
    release.release(sent, by=tutor)

    hand_in(late)

    assert Review.objects.filter(released_at__isnull=False).count() == 2
    assert Remark.objects.count() == 2


def test_a_sheet_not_released_is_not_given_by_coming_in(peer_round, peers, sent):
    review_by(peers[0], peer_round)

    assert not Remark.objects.exists()
    assert Review.objects.get().released_at is None


def test_a_project_goes_to_its_experts_after_the_revision(peer_round, peers, sent, tutor, expert):
    review_by(peers[0], peer_round)
    release.release(sent, by=tutor)
    revise(sent)
    version = send(sent)

    slot = queue.claim_next(round_of(sent, "expert"), by=expert)

    assert slot.version == version
    assert slot.lease_until - slot.leased_at == slot.round.lease
    assert slot.round.lease_hours == 168
