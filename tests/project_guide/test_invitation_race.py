"""Answers that come at the same moment: one of them holds, and no place is lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections  # noqa: F401 - skipif reads it
from django.utils import timezone

from core.refusals import Refused
from people.models import User
from project_guide.actions import answers, invitations, queue, silence
from project_guide.models import ProjectVersion, ReviewInvitation, ReviewSlot
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.people import member
from tests.factories.projects import in_expert_review, make_project, plan_open_rounds

State = ReviewInvitation.State
Act = Callable[[], object]
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def set_out(experts: int = 2) -> tuple[ReviewInvitation, User]:
    """A version with the experts, one of whom is asked, the others in line."""
    home()
    session = SessionFactory()
    plan_open_rounds(session)
    coordinator = member("coordinator", session.centre)
    for _ in range(experts):
        member("expert", session.centre)
    peer = place_in(make_group(session, name="Peers")).teacher
    project = make_project(place_in(make_group(session)))
    version = in_expert_review(project, peer, coordinator)
    return asked(version), coordinator


def asked(version: ProjectVersion) -> ReviewInvitation:
    found = version.invitations.select_related("round", "version__project", "person", "slot")
    return found.get(state=State.SENT)


def at_once(*acts: Act) -> list[str]:
    """What each says: "done", or the words of the refusal."""
    start = threading.Barrier(len(acts))

    def run(act: Act) -> str:
        try:
            start.wait(30)
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def fresh(invitation: ReviewInvitation) -> ReviewInvitation:
    return ReviewInvitation.objects.select_related(
        "round", "version__project", "person", "slot"
    ).get(pk=invitation.pk)


def places_are_whole(version: ProjectVersion) -> None:
    """One place is wanted: it is taken, kept for whoever is asked, or open; and never two."""
    experts = version.slots.filter(round__reviewers="expert")
    live = experts.filter(state__in=ReviewSlot.LIVE | {ReviewSlot.State.OPEN})
    assert live.count() == 1
    sent = version.invitations.filter(state=State.SENT)
    if sent.exists():
        assert live.get().reserved_for == sent.get().person
    assert (
        version.invitations.filter(state=State.ACCEPTED).count()
        == live.filter(state=ReviewSlot.State.LEASED).count()
    )


def test_accepting_twice_at_once_gives_one_piece():
    invitation, _coordinator = set_out()
    person = invitation.person

    said = at_once(*[lambda: answers.accept(fresh(invitation), by=person) for _ in range(4)])

    assert said.count("done") == 1
    places_are_whole(invitation.version)


@pytest.mark.parametrize("other", ["revoke", "silence", "decline", "claim", "resend"])
def test_accepting_while_something_else_happens(other):
    invitation, coordinator = set_out()
    person, late = invitation.person, invitation.answer_by + timedelta(minutes=1)
    acts = {
        "revoke": lambda: invitations.revoke(fresh(invitation), by=coordinator),
        "silence": lambda: silence.sweep(late),
        "decline": lambda: answers.decline(fresh(invitation), decline="time", by=person),
        "claim": lambda: queue.claim_next(invitation.round, by=person),
        "resend": lambda: invitations.resend(fresh(invitation), by=coordinator),
    }

    said = at_once(lambda: answers.accept(fresh(invitation), by=person), acts[other])

    assert "done" in said
    places_are_whole(invitation.version)


def test_the_job_of_silence_run_many_times_at_once_asks_one():
    invitation, _coordinator = set_out(experts=4)
    late = invitation.answer_by + timedelta(minutes=1)

    said = at_once(*[lambda: silence.sweep(late) for _ in range(4)])

    assert said == ["done"] * 4
    states = list(invitation.version.invitations.values_list("state", flat=True))
    assert sorted(states) == ["planned", "planned", "sent", "silent"]
    places_are_whole(invitation.version)


def test_a_link_pressed_twice_at_once_works_once():
    invitation, _coordinator = set_out()
    now = timezone.now()

    said = at_once(*[lambda: answers.use_link(fresh(invitation), now=now) for _ in range(4)])

    assert said.count("done") == 1
