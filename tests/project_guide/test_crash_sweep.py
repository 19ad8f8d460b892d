"""The process dies at every single statement of an action: nothing is ever half done.

The connection is cut as a killed process cuts it: without a word to the database, which takes
back by itself what was not committed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection

from project_guide.actions import (
    answers,
    queue,
    release,
    releasing,
    reopening,
    reviews,
    silence,
    submission,
)
from project_guide.models import (
    Decision,
    Project,
    ProjectVersion,
    ReviewInvitation,
    ReviewSlot,
)
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.people import member
from tests.factories.projects import (
    decided,
    in_expert_review,
    make_project,
    plan_open_rounds,
    prepared,
    review_by,
    round_of,
    send,
    sheet,
)
from tests.project_guide import invariants

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
FEWEST = 4  # statements of an action that is worth the sweep


class Killed(BaseException):
    """Nobody catches it, as nobody catches a kill."""


@contextmanager
def killed_at(number: int) -> Iterator[None]:
    """The process dies before its statement of this number reaches the database."""
    statements = count(1)

    def execute(run, sql, params, many, context):
        if next(statements) == number:
            context["connection"].connection.close()
            raise Killed
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def sweep(act: Callable[[], object]) -> None:
    for number in count(1):
        try:
            with killed_at(number):
                act()
        except Killed:
            connection.close()  # another process goes on
            invariants.hold()
            continue
        break
    assert number > FEWEST
    invariants.hold()


@pytest.fixture
def session(db):
    home()
    session = SessionFactory()
    plan_open_rounds(session)
    return session


@pytest.fixture
def project(session) -> Project:
    return make_project(place_in(make_group(session, member("tutor", session.centre))))


@pytest.fixture
def peer(session):
    return place_in(make_group(session, member("tutor", session.centre), name="Peers")).teacher


@pytest.fixture
def coordinator(session):
    return member("coordinator", session.centre)


@pytest.fixture
def slot(project, peer) -> ReviewSlot:
    send(project)
    slot = queue.claim_next(round_of(project), by=peer)
    reviews.save(slot.review, sheet(slot.review), edition=0, by=peer)
    return slot


def test_claiming(project, peer):
    send(project)

    sweep(lambda: queue.claim_next(round_of(project), by=peer))

    assert ReviewSlot.objects.live().count() == 1


def test_handing_in(slot, peer):
    sweep(lambda: reviews.submit(ReviewSlot.objects.get(pk=slot.pk).review, by=peer))

    assert slot.round.slots.filter(state="submitted").count() == 1


def test_a_lease_that_ends(slot):
    late = slot.lease_until + timedelta(minutes=1)

    sweep(lambda: queue.expire(ReviewSlot.objects.get(pk=slot.pk), now=late))

    assert slot.round.slots.filter(state="open").count() == 2


def test_a_late_sheet(slot, peer):
    queue.expire(slot, now=slot.lease_until + timedelta(minutes=1))

    sweep(lambda: reviews.submit(ReviewSlot.objects.get(pk=slot.pk).review, by=peer))

    assert slot.round.slots.filter(state="cancelled").count() == 1


def test_giving_back(slot, peer):
    def act():
        queue.give_back(ReviewSlot.objects.get(pk=slot.pk), decline="conflict", by=peer)

    sweep(act)

    assert slot.round.slots.filter(state="declined").count() == 1


def test_sending_and_coming_to_the_reviewers(project):
    sweep(
        lambda: submission.submit(
            Project.objects.get(pk=project.pk), key="k" * 20, by=project.owner
        )
    )
    version = project.latest()
    ProjectVersion.objects.update(grace_until=version.submitted_at)

    sweep(lambda: submission.enter_pool(version))

    assert version.slots.count() == 2


def test_giving_the_sheets_to_the_author(slot, peer, project, coordinator):
    reviews.submit(slot.review, by=peer)

    sweep(lambda: release.release(Project.objects.get(pk=project.pk), by=coordinator))

    project.refresh_from_db()
    assert project.state == Project.State.REVISION


def test_preparing_a_decision(project, peer, coordinator, session):
    version = in_expert_review(project, peer, coordinator)
    review_by(member("expert", session.centre), round_of(project, "expert"))

    sweep(lambda: prepared(ProjectVersion.objects.get(pk=version.pk), by=coordinator))

    project.refresh_from_db()
    assert project.state == Project.State.EXPERT_REVIEW


def test_releasing_a_decision(project, peer, coordinator, session):
    version = in_expert_review(project, peer, coordinator)
    review_by(member("expert", session.centre), round_of(project, "expert"))
    prepared(version, by=coordinator)

    def act():
        releasing.release(Decision.objects.get(), edition=0, by=coordinator)

    sweep(act)

    project.refresh_from_db()
    assert project.state == Project.State.ACCEPTED


@pytest.fixture
def asked(project, peer, coordinator, session) -> ReviewInvitation:
    """An expert is asked by name, and another could be."""
    for _ in range(2):
        member("expert", session.centre)
    in_expert_review(project, peer, coordinator)
    return ReviewInvitation.objects.filter(state="sent").order_by("pk")[0]


def test_accepting_an_invitation(asked):
    sweep(lambda: answers.accept(asked, by=asked.person))

    asked.slot.refresh_from_db()
    assert (asked.slot.state, asked.slot.reviewer) == ("leased", asked.person)


def test_declining_an_invitation(asked):
    sweep(lambda: answers.decline(asked, decline="conflict", by=asked.person))

    following = ReviewInvitation.objects.filter(state="sent").exclude(person=asked.person)
    assert following.exists()


def test_silence(asked):
    late = asked.answer_by + timedelta(minutes=1)

    sweep(lambda: silence.sweep(late))

    asked.refresh_from_db()
    assert asked.state == "silent"


@pytest.fixture
def decision(project, peer, coordinator, session) -> Decision:
    version = in_expert_review(project, peer, coordinator)
    return decided(version, member("expert", session.centre), coordinator)


def test_reopening(decision, coordinator):
    sweep(lambda: reopening.reopen(decision, reason="A sheet was wrong.", by=coordinator))

    decision.refresh_from_db()
    assert decision.state == Decision.State.REOPENED


def test_adding_to_a_letter(decision, coordinator):
    sweep(lambda: reopening.add(decision, "Well done.", key="k" * 20, by=coordinator))

    assert decision.addenda.count() == 1
