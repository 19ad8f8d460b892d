"""Whose role in the centre has ended: what they led or held is others'."""

import pytest
from django.utils import timezone

from core.refusals import Refused
from people.actions import members
from people.models import User
from project_guide.actions import comments, queue
from project_guide.actions.comments import listeners
from project_guide.models import Project, ReviewInvitation, ReviewSlot
from project_guide.permissions import can_comment, can_decide, can_release
from project_guide.tasks import close_invitations, return_pieces
from tests.factories.people import member
from tests.factories.projects import hand_in, in_expert_review, make_project, round_of

pytestmark = pytest.mark.django_db
State = ReviewSlot.State


def ended(person: User, by: User) -> User:
    """The person as they come with their next request."""
    members.end(person.memberships.get(until=None), by=by)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def version(enrolment, peers, coordinator):
    return in_expert_review(make_project(enrolment), peers[0], coordinator)


@pytest.fixture
def held(version, expert) -> ReviewSlot:
    return queue.claim_next(round_of(version.project, "expert"), by=expert)


def test_a_former_tutor_leads_the_group_no_more(sign_in, sent, group, tutor, coordinator):
    assert can_comment(tutor, sent) and can_release(tutor, sent)
    former = ended(tutor, coordinator)

    assert not can_comment(former, sent) and not can_release(former, sent)
    assert not Project.objects.visible_to(former).exists()
    client = sign_in(former)
    for address in (
        f"/sessions/groups/{group.code}/",
        f"/sessions/enrolments/{sent.enrolment.code}/",
        f"/projects/{sent.code}/",
        f"/reviews/release/{sent.code}/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/sessions/groups/{group.code}/links/").status_code == 404


def test_a_former_tutor_is_told_nothing_more(enrolment, tutor, coordinator):
    project = make_project(enrolment)
    assert tutor in listeners(project, besides=enrolment.teacher)
    former = ended(tutor, coordinator)

    comments.comment(project, "idea", "A question.", key="a" * 20, by=enrolment.teacher)

    assert not former.notices.filter(key__startswith="post:").exists()


def test_a_former_tutor_still_decides_on_nothing_they_tutored(sent, tutor, coordinator, centre):
    members.give(tutor, centre, "coordinator", by=coordinator)
    members.end(tutor.memberships.get(role="tutor"), by=coordinator)

    assert not can_decide(User.objects.get(pk=tutor.pk), sent)


def test_what_a_former_expert_holds_waits_for_somebody_else(held, expert, coordinator, centre):
    ended(expert, coordinator)
    return_pieces()
    return_pieces()  # the second time there is nothing to return

    held.refresh_from_db()
    assert held.state == State.DECLINED
    assert held.version.slots.filter(round=held.round, state=State.OPEN).count() == 1
    other = member("expert", centre)
    assert queue.claim_next(held.round, by=other).version == held.version


def test_what_an_expert_holds_whose_account_is_closed_waits_for_somebody_else(held):
    is_given_back_when_the_account_is_closed(held)


def test_what_a_peer_holds_whose_account_is_closed_waits_for_somebody_else(sent, peers):
    is_given_back_when_the_account_is_closed(queue.claim_next(round_of(sent), by=peers[0]))


def is_given_back_when_the_account_is_closed(slot: ReviewSlot) -> None:
    User.objects.filter(pk=slot.reviewer_id).update(is_active=False)

    return_pieces()

    slot.refresh_from_db()
    assert (slot.state, slot.reason) == (State.DECLINED, "The reviewer's account was closed.")
    assert slot.version.slots.filter(round=slot.round, state=State.OPEN).exists()


def test_somebody_else_is_asked_when_the_account_of_the_invited_is_closed(expert, centre, version):
    invitation = ReviewInvitation.objects.get(person=expert)
    other = member("expert", centre)
    User.objects.filter(pk=expert.pk).update(is_active=False)

    close_invitations()

    invitation.refresh_from_db()
    assert invitation.state == ReviewInvitation.State.REVOKED
    assert queue.claim_next(invitation.round, by=other).version == version


def test_a_piece_of_somebody_who_is_an_expert_stays_with_them(held):
    queue.return_from_those_who_left(timezone.now())

    held.refresh_from_db()
    assert held.state == State.LEASED


def test_a_former_expert_hands_nothing_in(held, expert, coordinator):
    ended(expert, coordinator)

    with pytest.raises(Refused, match="has ended"):
        hand_in(ReviewSlot.objects.get(pk=held.pk))
