"""Experts are asked one after the other: who, for how long, and what their answers do."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Notice, OutgoingMail, Step
from core.codes import fingerprint
from core.refusals import Refused
from courses.models import Track
from people.actions import members
from project_guide.actions import answers, conflicts, invitations, queue, submission
from project_guide.actions.answers import Suggestion
from project_guide.models import DeclaredConflict, Expertise, Pause, ReviewInvitation, ReviewSlot
from project_guide.models.eligibility import claimable
from project_guide.models.match import candidates, score
from project_guide.tasks import close_invitations
from tests.factories.courses import place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import (
    decide,
    hand_in,
    in_expert_review,
    make_project,
    review_by,
    round_of,
)

pytestmark = pytest.mark.django_db
State = ReviewInvitation.State
BIRDS = {"subjects": ["biology", "geography"], "grade_bands": ["5-9"], "languages": ["ru"]}


def knows(person, **topics):
    return Expertise.objects.create(person=person, saved_at=timezone.now(), **topics)


@pytest.fixture
def experts(centre):
    """Three, from the best match for birds to one of another subject."""
    found = [member("expert", centre) for _ in range(3)]
    knows(found[0], **BIRDS)
    knows(found[1], **{**BIRDS, "subjects": ["biology"]})
    knows(found[2], **{**BIRDS, "subjects": ["music"]})
    return found


@pytest.fixture
def send_one(open_rounds, group, peers, coordinator):
    """`send_one()` brings one more project to the experts."""

    def send(owner=None, **place):
        project = make_project(place_in(group, owner or UserFactory(), **place))
        return in_expert_review(project, peers[0], coordinator)

    return send


@pytest.fixture
def version(experts, send_one):
    return send_one()


@pytest.fixture
def review_round(version):
    return round_of(version.project, "expert")


def states(version):
    """By the order of the line."""
    found = version.invitations.order_by("position", "pk")
    return [(one.person, one.state) for one in found]


def sent(version):
    return version.invitations.get(state=State.SENT)


def late(invitation, **time):
    return time_machine.travel(invitation.answer_by + timedelta(**time), tick=False)


# --- who is asked -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "points"),
    [
        (BIRDS, 100),
        ({**BIRDS, "subjects": ["biology"]}, 70),
        ({**BIRDS, "subjects": ["music"]}, 40),
        ({**BIRDS, "grade_bands": ["1-4"]}, 80),
        ({**BIRDS, "languages": ["be"]}, 0),
        ({}, 50),
    ],
)
def test_topics_match_by_what_of_the_card_is_known(known, points):
    assert score(BIRDS, known) == points


def test_the_best_match_is_asked_and_the_others_wait_in_line(version, experts):
    assert states(version) == [
        (experts[0], State.SENT), (experts[1], State.PLANNED), (experts[2], State.PLANNED),
    ]  # fmt: skip
    assert [step.after for step in Step.objects.of(sent(version))] == [State.SENT]


def test_of_equals_the_least_loaded_is_asked(experts, send_one):
    Expertise.objects.all().delete()
    asked = {sent(send_one()).person for _ in experts}

    assert asked == set(experts)


def test_the_place_is_kept_for_the_asked_until_the_answer_is_due(version, review_round, experts):
    invitation = sent(version)
    now = timezone.now()

    assert invitation.answer_by - invitation.sent_at == timedelta(days=review_round.answer_days)
    assert invitation.slot.reserved_for == experts[0]
    assert invitation.slot.reserved_until == invitation.answer_by
    assert claimable(experts[0], review_round, now).exists()
    assert not claimable(experts[1], review_round, now).exists()


def test_a_network_project_asks_two_at_once(experts, send_one):
    version = send_one(track=Track.NETWORK_PROJECT)

    asked = version.invitations.filter(state=State.SENT)
    assert {(one.person, one.wave) for one in asked} == {(experts[0], 1), (experts[1], 1)}
    assert len({one.slot for one in asked}) == 2


def test_nobody_is_asked_who_is_near_away_or_reads_another_language(experts, send_one, centre):
    owner = UserFactory(school=experts[0].school)
    today = timezone.now().date()
    Pause.objects.create(person=experts[1], starts_on=today, ends_on=today + timedelta(days=9))
    Expertise.objects.filter(person=experts[2]).update(languages=["be"])
    free = member("expert", centre)

    assert states(send_one(owner)) == [(free, State.SENT)]


def test_an_expert_with_enough_work_is_not_asked_for_more(experts, send_one):
    Expertise.objects.filter(person__in=experts).update(cap=1)
    first = [sent(send_one()).person for _ in experts]
    assert set(first) == set(experts)

    version = send_one()

    assert states(version) == []
    assert version.slots.filter(reserved_for=None, state="open").count() == 1


def test_declined_work_is_no_load(version, experts, review_round, send_one):
    Expertise.objects.filter(person=experts[0]).update(cap=1)
    answers.decline(sent(version), decline="time", by=experts[0])

    assert sent(send_one()).person == experts[0]


def test_all_the_candidates_are_read_in_the_same_number_of_queries(
    version, review_round, centre, django_assert_num_queries
):
    now = timezone.now()
    assert review_round.session
    with django_assert_num_queries(15):
        assert len(candidates(version, review_round, now)) == 3
    member("expert", centre)
    with django_assert_num_queries(15):
        assert len(candidates(version, review_round, now)) == 4


def test_in_a_round_without_invitations_everybody_is_told_and_may_take(
    experts, open_rounds, send_one
):
    open_rounds.review_rounds.update(invites=False)
    version = send_one()

    assert states(version) == []
    assert Notice.objects.filter(key__startswith="wanted:").count() == len(experts)
    assert queue.claim_next(round_of(version.project, "expert"), by=experts[2])


def test_before_the_round_opens_nobody_is_asked(experts, open_rounds, send_one):
    now = timezone.now()
    experts_rounds = open_rounds.review_rounds.filter(reviewers="expert")
    experts_rounds.update(opens_at=now + timedelta(days=1))
    version = send_one()
    assert {state for _person, state in states(version)} == {State.PLANNED}

    with time_machine.travel(now + timedelta(days=1, minutes=1), tick=False):
        close_invitations()
    assert sent(version).person == experts[0]


def test_the_line_is_as_long_as_the_round_says(experts, open_rounds, send_one):
    open_rounds.review_rounds.update(alternates=1)

    assert len(states(send_one())) == 2


# --- the answers --------------------------------------------------------------------------


def test_accepting_gives_the_piece_with_the_time_of_the_round(version, review_round, experts):
    slot = answers.accept(sent(version), by=experts[0])

    assert (slot.state, slot.reviewer) == (ReviewSlot.State.LEASED, experts[0])
    assert slot.lease_until - slot.leased_at == review_round.lease == timedelta(days=7)
    assert states(version)[0] == (experts[0], State.ACCEPTED)
    assert hand_in(slot)


def test_declining_asks_the_next_for_the_same_place(version, experts):
    invitation = sent(version)
    answers.decline(invitation, decline="time", reason="Exams.", by=experts[0])

    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == (State.DECLINED, "Exams.")
    following = sent(version)
    assert (following.person, following.slot, following.wave) == (experts[1], invitation.slot, 2)
    assert following.slot.reserved_for == experts[1]


def test_a_suggestion_invites_nobody_by_itself(version, experts, coordinator):
    invitation = sent(version)
    suggestion = Suggestion("Vera Orlova", "Vera@Example.org", "She counts birds.")
    mails = OutgoingMail.objects.filter(to="vera@example.org")
    answers.decline(invitation, decline="subject", suggestion=suggestion, by=experts[0])
    assert not mails.exists()

    invitation.refresh_from_db()
    answers.follow(invitation, by=coordinator)

    assert mails.count() == 1
    with pytest.raises(Refused, match="Nobody was suggested"):
        answers.follow(sent(version), by=coordinator)


def test_declining_for_a_conflict_keeps_the_person_away_for_good(version, experts, review_round):
    answers.decline(sent(version), decline="conflict", by=experts[0])

    assert DeclaredConflict.objects.filter(person=experts[0]).count() == 1
    with pytest.raises(Refused):
        queue.claim_next(review_round, by=experts[0])


@pytest.mark.parametrize("second", ["accept", "decline"])
@pytest.mark.parametrize("first", ["accept", "decline", "revoke", "silence"])
def test_an_answer_is_given_once(version, experts, coordinator, first, second):
    invitation, stale = sent(version), sent(version)
    act = {
        "accept": lambda one: answers.accept(one, by=experts[0]),
        "decline": lambda one: answers.decline(one, decline="time", by=experts[0]),
        "revoke": lambda one: invitations.revoke(one, by=coordinator),
        "silence": lambda one: invitations.end(one, State.SILENT, by=None),
    }
    act[first](invitation)
    before = states(version)

    with pytest.raises(Refused, match="cannot be answered"):
        act[second](stale)
    assert states(version) == before


def test_somebody_else_cannot_answer(version, experts):
    for act in (
        lambda: answers.accept(sent(version), by=experts[1]),
        lambda: answers.decline(sent(version), decline="time", by=experts[1]),
    ):
        with pytest.raises(Refused):
            act()
    assert sent(version).person == experts[0]


def test_a_conflict_that_came_up_meanwhile_stops_accepting(version, experts, coordinator):
    conflicts.declare(experts[0], version.project.owner, by=coordinator)

    with pytest.raises(Refused, match="too near"):
        answers.accept(sent(version), by=experts[0])


def test_a_former_expert_accepts_nothing_and_the_next_is_asked(version, experts, coordinator):
    invitation = sent(version)
    members.end(experts[0].memberships.get(until=None), by=coordinator)
    former = type(experts[0]).objects.get(pk=experts[0].pk)
    with pytest.raises(Refused, match="do not review"):
        answers.accept(invitation, by=former)

    close_invitations()

    assert states(version)[0] == (former, State.REVOKED)
    assert sent(version).person == experts[1]


def test_whoever_takes_the_piece_from_the_queue_has_accepted(version, review_round, experts):
    slot = queue.claim_next(review_round, by=experts[0])

    assert states(version)[0] == (experts[0], State.ACCEPTED)
    assert version.invitations.get(person=experts[0]).slot == slot
    close_invitations()
    assert [state for _person, state in states(version)] == ["accepted", "planned", "planned"]


def test_the_kept_place_is_the_one_that_is_taken(experts, send_one):
    """And not the first that is free, which would stay kept for nobody."""
    version = send_one(track=Track.NETWORK_PROJECT)
    for invitation in version.invitations.filter(state=State.PLANNED):
        invitations.end(invitation, State.REVOKED, by=None)
    first, second = version.invitations.filter(state=State.SENT).order_by("slot")
    answers.decline(first, decline="time", by=first.person)

    slot = queue.claim_next(second.round, by=second.person)

    assert slot == second.slot


def test_a_piece_given_back_is_offered_to_the_next_in_line(version, review_round, experts):
    slot = answers.accept(sent(version), by=experts[0])
    queue.give_back(slot, decline="time", by=experts[0])

    slot.refresh_from_db()
    following = sent(version)
    assert (following.person, following.slot) == (experts[1], slot.replaced_by)


# --- silence ------------------------------------------------------------------------------


def test_when_somebody_is_silent_the_next_is_asked(version, experts):
    invitation = sent(version)
    with late(invitation, minutes=-1):
        close_invitations()
    assert sent(version) == invitation

    with late(invitation, minutes=1):
        close_invitations()
        close_invitations()

    assert [state for _person, state in states(version)] == ["silent", "sent", "planned"]
    assert sent(version).slot == invitation.slot


def test_the_next_who_is_full_or_away_is_passed_over_and_keeps_the_place(version, experts):
    today = timezone.now().date()
    Pause.objects.create(person=experts[1], starts_on=today, ends_on=today)
    answers.decline(sent(version), decline="time", by=experts[0])

    assert [state for _person, state in states(version)] == ["declined", "planned", "sent"]


def test_when_nobody_is_left_the_place_is_open_and_the_coordinator_is_told_once(
    version, review_round, experts, coordinator, centre
):
    newcomer = member("expert", centre)
    for person in experts:
        answers.decline(sent(version), decline="time", by=person)
        assert newcomer.notices.count() == (person == experts[-1])
    close_invitations()
    close_invitations()

    assert coordinator.notices.filter(key__startswith="nobody-left:").count() == 1
    assert queue.claim_next(review_round, by=newcomer).version == version


def test_the_silent_may_still_take_it_when_it_is_open(version, review_round, experts):
    for _person in experts:
        with late(sent(version), minutes=1):
            close_invitations()
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        assert queue.claim_next(review_round, by=experts[0]).version == version


def test_when_the_project_is_withdrawn_nobody_is_asked_any_more(version, experts):
    submission.withdraw(version.project, by=version.project.owner)
    close_invitations()

    assert {state for _person, state in states(version)} == {State.REVOKED}
    assert not ReviewInvitation.objects.waiting(timezone.now()).exists()


def test_after_the_decision_nobody_is_in_line(version, review_round, experts, coordinator):
    review_by(experts[0], review_round)
    decide(version, "ready", letter="Thank you.", by=coordinator)
    close_invitations()

    assert [state for _person, state in states(version)] == ["accepted", "revoked", "revoked"]


# --- the coordinator ----------------------------------------------------------------------


def test_a_coordinator_withdraws_an_invitation_and_the_next_is_asked(version, experts, coordinator):
    invitations.revoke(sent(version), by=coordinator)

    assert states(version)[0] == (experts[0], State.REVOKED)
    assert sent(version).person == experts[1]
    assert experts[0].notices.filter(key__startswith="invitation-revoked:").count() == 1


def test_an_invitation_sent_again_has_its_whole_time_and_a_new_link(version, coordinator):
    invitation = sent(version)
    before = invitation.token
    with late(invitation, hours=-1):
        invitations.resend(invitation, by=coordinator)
        assert invitation.answer_by - timezone.now() == timedelta(days=3)
        assert invitation.is_waiting(timezone.now())
    assert invitation.token != before
    assert OutgoingMail.objects.filter(key__startswith="review-invitation:").count() == 2
    invitation.slot.refresh_from_db()
    assert invitation.slot.reserved_until == invitation.answer_by


def test_even_one_that_is_overdue_is_not_born_expired(version, coordinator):
    invitation = sent(version)
    with late(invitation, minutes=5):
        invitations.resend(invitation, by=coordinator)
        close_invitations()
        assert sent(version) == invitation


def test_nothing_is_sent_again_after_an_answer(version, experts, coordinator):
    stale = sent(version)
    answers.accept(sent(version), by=experts[0])

    with pytest.raises(Refused, match="no answer any more"):
        invitations.resend(stale, by=coordinator)
    with pytest.raises(Refused):
        invitations.revoke(stale, by=coordinator)


def test_a_coordinator_asks_one_more_when_a_place_is_open(
    version, review_round, experts, coordinator, centre
):
    chosen = member("expert", centre)
    with pytest.raises(Refused, match="asked for or taken"):
        invitations.invite(version, review_round, chosen, by=coordinator)
    for person in experts:
        answers.decline(sent(version), decline="time", by=person)

    with pytest.raises(Refused, match="cannot be asked"):
        invitations.invite(version, review_round, experts[0], by=coordinator)
    invitations.invite(version, review_round, chosen, by=coordinator)

    assert sent(version).person == chosen


# --- the letter and the link --------------------------------------------------------------


def letter_to(person):
    return OutgoingMail.objects.filter(to=person.email, key__startswith="review-inv").latest("pk")


def token_of(person):
    return letter_to(person).text.split("/join/review/")[1].split("/")[0]


def test_the_secret_stands_in_the_letter_alone(version, experts):
    token = token_of(experts[0])
    invitation = sent(version)

    assert invitation.token == fingerprint(token) != token
    notices = Notice.objects.filter(recipient=experts[0])
    assert notices.filter(key__startswith="review-invitation:").count() == 1
    assert all(token not in f"{one.text}{one.path}{one.key}" for one in notices)
    assert all(token not in step.note for step in Step.objects.all())
    assert version.card["title"] not in letter_to(experts[0]).text


def test_a_link_is_used_once_and_written_down(version, experts):
    invitation = answers.invitation_of(token_of(experts[0]))
    answers.use_link(invitation, now=timezone.now())

    with pytest.raises(Refused):
        answers.use_link(invitation, now=timezone.now())
    assert Step.objects.of(invitation).filter(verb="sign_in", by=experts[0]).count() == 1


# --- what the database holds --------------------------------------------------------------


def test_the_database_knows_one_live_invitation_a_pair_and_one_asked_a_slot(version, experts):
    found = sent(version)
    pair = {"version": version, "round": found.round, "score": 1, "position": 9}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewInvitation.objects.create(person=experts[0], **pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.invitations.filter(person=experts[1]).update(
            state=State.SENT, slot=found.slot, answer_by=found.answer_by, token="x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        version.invitations.filter(person=experts[1]).update(state=State.SENT)


# --- caps and pauses in the queue ---------------------------------------------------------


def test_an_expert_takes_no_more_in_a_session_than_they_wished(
    open_rounds, experts, send_one, centre
):
    open_rounds.review_rounds.update(invites=False)
    Expertise.objects.filter(person=experts[0]).update(cap=2)
    local, network = send_one(), send_one(track=Track.NETWORK_PROJECT)
    third = round_of(send_one().project, "expert")
    review_by(experts[0], round_of(local.project, "expert"))
    held = queue.claim_next(round_of(network.project, "expert"), by=experts[0])

    with pytest.raises(Refused, match="as you wished"):
        queue.claim_next(third, by=experts[0])
    queue.give_back(held, decline="time", by=experts[0])
    assert queue.claim_next(third, by=experts[0])


def test_three_is_the_most_when_nothing_was_said(open_rounds, send_one, centre):
    open_rounds.review_rounds.update(invites=False)
    somebody = member("expert", centre)
    pieces = [send_one() for _ in range(4)]
    review_round = round_of(pieces[0].project, "expert")
    for _ in range(3):
        review_by(somebody, review_round)

    with pytest.raises(Refused, match="as you wished"):
        queue.claim_next(review_round, by=somebody)


def test_what_a_person_gives_as_a_peer_is_apart(open_rounds, sent, peers, centre):
    members.give(peers[0], centre, "expert", by=None)
    knows(peers[0], cap=1)
    today = timezone.now().date()
    Pause.objects.create(person=peers[0], starts_on=today, ends_on=today)

    assert review_by(peers[0], round_of(sent))


def test_on_a_pause_nothing_is_taken_and_afterwards_it_is(open_rounds, experts, send_one):
    open_rounds.review_rounds.update(invites=False)
    review_round = round_of(send_one().project, "expert")
    today = timezone.now().date()
    pause = Pause.objects.create(
        person=experts[0], starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1)
    )
    with pytest.raises(Refused, match="pause until"):
        queue.claim_next(review_round, by=experts[0])

    Pause.objects.filter(pk=pause.pk).update(ends_on=today - timedelta(days=1))
    assert queue.claim_next(review_round, by=experts[0])


def test_a_pause_does_not_end_before_it_begins(expert):
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(person=expert, starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1))


def test_a_third_opinion_is_offered_to_the_next_in_line(version, review_round, experts):
    from project_guide.actions import slots

    review_by(experts[0], review_round)
    slots.open_slots(version, review_round, 1, cause=ReviewSlot.Cause.THIRD_OPINION)
    close_invitations()

    assert sent(version).person == experts[1]


def test_two_accounts_of_one_person_are_one(version, experts, centre):
    """Whoever has had it under another account is not asked again."""
    double = member("expert", centre)
    double.first_account = experts[0]
    double.save()
    review_round = round_of(version.project, "expert")

    found = {one.person: one for one in candidates(version, review_round, timezone.now())}

    assert found[double].was_asked and not found[double].may_be_asked


def test_what_was_declined_does_not_come_from_the_queue(version, review_round, experts):
    for person in experts:
        answers.decline(sent(version), decline="subject", by=person)

    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(review_round, by=experts[0])
