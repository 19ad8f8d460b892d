"""Who gets which piece next: fewest first, never one's own, never more than there are."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Step
from core.refusals import Refused
from courses.actions import groups
from courses.models import Track
from project_guide.actions import cards, queue, slots, submission
from project_guide.models import CoAuthor, ReviewSlot
from project_guide.models.eligibility import claimable, conflict_free, rounds_with_work
from tests.factories.courses import make_group, place_in
from tests.factories.people import CentreFactory, UserFactory, member
from tests.factories.projects import hand_in, make_project, round_of, send

State = ReviewSlot.State


def counts(review_round):
    """Pieces taken or handed in of every version of the round."""
    return sorted(
        review_round.slots.filter(version=version, state__in=ReviewSlot.LIVE).count()
        for version in review_round.slots.values_list("version", flat=True).order_by().distinct()
    )


def test_every_version_gets_as_many_slots_as_the_round_wants(peer_round):
    assert peer_round.slots.filter(state=State.OPEN).count() == peer_round.wanted == 2


def test_the_next_piece_is_taken_with_a_promised_time(peer_round, peers):
    slot = queue.claim_next(peer_round, by=peers[0])

    assert (slot.state, slot.reviewer) == (State.LEASED, peers[0])
    assert slot.lease_until - slot.leased_at == timedelta(hours=72)
    assert slot.review.edition == 0
    assert [step.after for step in Step.objects.of(slot)] == [State.LEASED]


def test_whoever_holds_a_piece_gets_it_again(peer_round, peers, another):
    another()

    assert queue.claim_next(peer_round, by=peers[0]) == queue.claim_next(peer_round, by=peers[0])
    assert ReviewSlot.objects.live().count() == 1


@pytest.mark.parametrize("who", ["peer", "expert"])
def test_a_claim_is_at_most_eight_queries(open_rounds, sent, peers, expert, who):
    """What opens and closes the transaction apart, and the roles, which the request has read."""
    review_round = round_of(sent, who)
    if who == "expert":
        slots.open_slots(sent.latest(), review_round)
    person = expert if who == "expert" else peers[0]
    queue.claim_next(round_of(sent), by=peers[1])  # content types are known from then on
    assert set(expert.roles) == {"expert"}

    with CaptureQueriesContext(connection) as captured:
        queue.claim_next(review_round, by=person)
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 8, "\n".join(asked)


def test_breadth_before_depth(peer_round, peers, another):
    another()
    another()

    for peer in peers:
        queue.claim_next(peer_round, by=peer)
    assert counts(peer_round) == [1, 1, 1]

    for peer in peers:
        hand_in(ReviewSlot.objects.get(reviewer=peer))
        with suppress(Refused):  # chance may leave the last one only what they have read
            queue.claim_next(peer_round, by=peer)
        assert max(counts(peer_round)) - min(counts(peer_round)) <= 1
    assert sum(counts(peer_round)) >= 5


def test_a_late_author_has_two_reviews_before_anyone_gets_a_third(peer_round, peers, another):
    peer_round.wanted = 3
    peer_round.save()
    first = peer_round.slots.first().version
    slots.open_slots(first, peer_round, 1)
    for peer in peers[:2]:
        hand_in(queue.claim_next(peer_round, by=peer))
    late = another().latest()

    for reviewer in [*peers[:2]]:
        assert queue.claim_next(peer_round, by=reviewer).version == late
    assert counts(peer_round) == [2, 2]
    assert queue.claim_next(peer_round, by=peers[2]).version in {first, late}


def test_nobody_gets_their_own(peer_round, sent):
    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(peer_round, by=sent.owner)


@pytest.mark.parametrize("accepts", [False, True])
def test_a_coauthor_gets_nothing_of_it_named_or_accepted(session, group, peers, accepts):
    project = make_project(place_in(group))
    CoAuthor.objects.create(project=project, email=peers[0].email.upper(), added_at=timezone.now())
    if accepts:
        CoAuthor.objects.update(email=peers[0].email)
        cards.accept_coauthorship(project, by=peers[0])
    send(project)
    review_round = round_of(project)

    elsewhere = place_in(make_group(session, name="Elsewhere")).teacher
    assert not conflict_free(peers[0], review_round).exists()
    assert conflict_free(elsewhere, review_round).exists()
    # Whoever shares a group with an author who accepted is near; a name alone binds nobody else.
    assert conflict_free(peers[1], review_round).exists() is not accepts


def test_present_and_past_tutors_of_the_author_are_shut_out(peer_round, sent, tutor, session):
    later_tutor = member("tutor", session.centre)
    new_group = make_group(session, later_tutor, name="New")
    groups.join(sent.enrolment, new_group, by=sent.owner)

    assert not conflict_free(tutor, peer_round).exists()
    assert not conflict_free(later_tutor, peer_round).exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Школа № 5", "ШКОЛА № 5"), ("Lyceum 2", "lyceum  2"), ("Гімназія ім. Й", "гімназія ім. й")],
)
def test_the_same_school_is_the_same_however_it_is_written(peer_round, peers, sent, one, other):
    sent.owner.school, peers[0].school = one, other
    sent.owner.save()
    peers[0].save()

    assert not claimable(peers[0], peer_round, timezone.now()).exists()
    assert rounds_with_work(peers[0], [peer_round], timezone.now()) == set()

    peer_round.exclude_same_school = False
    peer_round.save()
    assert claimable(peers[0], peer_round, timezone.now()).exists()
    assert rounds_with_work(peers[0], [peer_round], timezone.now()) == {peer_round.pk}


def test_two_people_without_a_school_are_not_colleagues(peer_round, peers, sent):
    sent.owner.school = peers[0].school = ""
    sent.owner.save()

    assert claimable(peers[0], peer_round, timezone.now()).exists()


def test_the_school_of_a_coauthor_counts_too(session, group, peers):
    project = make_project(place_in(group))
    coauthor = UserFactory(school="Lyceum 9")
    CoAuthor.objects.create(
        project=project, email=coauthor.email, person=coauthor,
        added_at=timezone.now(), accepted_at=timezone.now(),
    )  # fmt: skip
    send(project)
    peers[0].school = "LYCEUM 9"
    peers[0].save()

    assert not conflict_free(peers[0], round_of(project)).exists()


def test_the_same_group_is_shut_out_unless_the_round_allows_it(peer_round, group):
    colleague = place_in(group).teacher

    assert not claimable(colleague, peer_round, timezone.now()).exists()
    assert rounds_with_work(colleague, [peer_round], timezone.now()) == set()

    peer_round.exclude_same_group = False
    peer_round.save()
    assert claimable(colleague, peer_round, timezone.now()).exists()
    assert rounds_with_work(colleague, [peer_round], timezone.now()) == {peer_round.pk}


def test_a_group_once_shared_counts_as_shared(peer_round, sent, group, session):
    colleague = place_in(group)
    groups.join(colleague, make_group(session, name="Elsewhere"), by=colleague.teacher)

    assert not claimable(colleague.teacher, peer_round, timezone.now()).exists()


def test_nobody_above_the_cap(peer_round, peers, another):
    another()
    peer_round.load_cap = 1
    peer_round.save()
    hand_in(queue.claim_next(peer_round, by=peers[0]))

    with pytest.raises(Refused, match="as many pieces"):
        queue.claim_next(peer_round, by=peers[0])


def test_a_piece_given_back_does_not_count_against_the_cap(peer_round, peers, another):
    another()
    peer_round.load_cap = 1
    peer_round.save()
    queue.give_back(queue.claim_next(peer_round, by=peers[0]), reason="Ill.", by=peers[0])

    assert queue.claim_next(peer_round, by=peers[0])


@pytest.mark.parametrize(("opens", "closes"), [(1, 2), (-2, -1)])
def test_a_round_that_is_not_open_gives_nothing(peer_round, peers, opens, closes):
    now = timezone.now()
    peer_round.opens_at = now + timedelta(days=opens)
    peer_round.closes_at = now + timedelta(days=closes)
    peer_round.save()

    with pytest.raises(Refused, match="not open"):
        queue.claim_next(peer_round, by=peers[0])


def test_who_has_no_place_in_the_session_is_no_peer(peer_round, stranger, expert):
    for outsider in (stranger, expert):
        with pytest.raises(Refused, match="do not review"):
            queue.claim_next(peer_round, by=outsider)


def test_a_teacher_on_a_break_is_not_asked(peer_round, peers):
    place = peers[0].enrolments.get()
    place.state = place.State.ON_BREAK
    place.save()

    with pytest.raises(Refused, match="do not review"):
        queue.claim_next(peer_round, by=peers[0])


def test_giving_back_opens_a_new_slot_and_the_same_piece_does_not_come_again(peer_round, peers):
    slot = queue.claim_next(peer_round, by=peers[0])
    queue.give_back(slot, reason="I know this project.", by=peers[0])

    slot.refresh_from_db()
    assert (slot.state, slot.reason) == (State.DECLINED, "I know this project.")
    assert peer_round.slots.filter(state=State.OPEN).count() == 2
    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(peer_round, by=peers[0])


def test_giving_back_twice_opens_one_slot(peer_round, peers):
    slot = queue.claim_next(peer_round, by=peers[0])
    queue.give_back(slot, reason="Ill.", by=peers[0])

    with pytest.raises(Refused):
        queue.give_back(slot, reason="Ill.", by=peers[0])
    assert peer_round.slots.filter(state=State.OPEN).count() == 2


def test_the_database_refuses_a_second_live_slot_of_a_pair(peer_round, peers):
    slot = queue.claim_next(peer_round, by=peers[0])
    second = peer_round.slots.filter(state=State.OPEN).get()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSlot.objects.filter(pk=second.pk).update(state=State.LEASED, reviewer=peers[0])
    ReviewSlot.objects.filter(pk=slot.pk).update(state=State.DECLINED)
    assert ReviewSlot.objects.filter(pk=second.pk).update(state=State.LEASED, reviewer=peers[0])


def test_the_database_refuses_a_review_of_ones_own(peer_round, sent):
    slot = peer_round.slots.filter(state=State.OPEN).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSlot.objects.filter(pk=slot.pk).update(state=State.LEASED, reviewer=sent.owner)


def test_the_database_refuses_a_taken_slot_without_a_reviewer(peer_round):
    slot = peer_round.slots.filter(state=State.OPEN).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSlot.objects.filter(pk=slot.pk).update(state=State.LEASED)


def test_experts_take_from_their_own_round_only(session, sent, expert):
    with pytest.raises(Refused, match="do not review"):
        queue.claim_next(round_of(sent, "peer"), by=expert)
    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(round_of(sent, "expert"), by=expert)


def test_an_expert_of_another_centre_is_none_here(sent):
    with pytest.raises(Refused, match="do not review"):
        queue.claim_next(round_of(sent, "expert"), by=member("expert", CentreFactory()))


def test_what_waits_is_asked_for_all_rounds_in_one_go(
    session, sent, peers, group, django_assert_num_queries
):
    network = make_project(place_in(group, track=Track.NETWORK_PROJECT))
    send(network)
    rounds = [round_of(sent), round_of(network), round_of(sent, "expert")]

    with django_assert_num_queries(1):
        found = rounds_with_work(peers[0], rounds, timezone.now())
    assert found == {rounds[0].pk, rounds[1].pk}
    queue.claim_next(rounds[0], by=peers[0])
    assert rounds_with_work(peers[0], rounds, timezone.now()) == {rounds[1].pk}
    assert rounds_with_work(peers[0], [], timezone.now()) == set()


def test_the_list_of_what_waits_agrees_with_what_is_given(session, sent, group, peers, another):
    sent.owner.school = peers[1].school
    sent.owner.save()
    another(school=peers[0].school)
    review_round = round_of(sent)
    now = timezone.now()

    for person in [*peers, sent.owner, place_in(group).teacher]:
        listed = rounds_with_work(person, [review_round], now)
        assert bool(listed) is claimable(person, review_round, now).exists()


def test_withdrawing_closes_what_is_open_or_taken(peer_round, peers, sent):
    slot = queue.claim_next(peer_round, by=peers[0])
    submission.withdraw(sent, by=sent.owner)

    slot.refresh_from_db()
    assert slot.state == State.CANCELLED
    assert not claimable(peers[1], peer_round, timezone.now()).exists()
