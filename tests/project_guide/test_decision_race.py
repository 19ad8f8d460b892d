"""Two coordinators act at once: one decision is prepared, one is released, one number given."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from activity.models import Notice, Step
from core.refusals import Refused
from credentials.models import Document
from people.models import User
from project_guide.actions import decisions, queue, releasing, reopening, reviews, slots
from project_guide.models import Decision, Project, ProjectVersion, Verdict
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.people import member
from tests.factories.projects import (
    in_expert_review,
    make_project,
    plan_open_rounds,
    prepared,
    review_by,
    round_of,
    sheet,
)

THREADS = 8
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def set_out() -> tuple[ProjectVersion, list[User]]:
    """A version whose one sheet is in, and coordinators who may decide on it."""
    home()
    session = SessionFactory(capacity=9)
    plan_open_rounds(session)
    author, peer = (place_in(make_group(session, name=name)) for name in ("One", "Two"))
    people = [member("coordinator", session.centre) for _ in range(THREADS)]
    version = in_expert_review(make_project(author), peer.teacher, people[0])
    review_by(member("expert", session.centre), round_of(version.project, "expert"))
    return version, people


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each act gave back; a refusal is its sentence."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(30)
            return act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_many_who_prepare_at_once_one_does():
    version, people = set_out()
    seen = decisions.ground_of(version).mark

    def prepare(by: User) -> Callable[[], object]:
        return lambda: decisions.prepare(
            ProjectVersion.objects.get(pk=version.pk), Verdict.READY,
            letter=f"By {by.pk}.", seen=seen, by=by,
        )  # fmt: skip

    answers = at_once([prepare(person) for person in people])

    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert all("meanwhile" in answer for answer in answers if isinstance(answer, str))
    assert Decision.objects.count() == 1


def test_of_many_who_change_at_once_one_does():
    version, people = set_out()
    decision = prepared(version, by=people[0])
    seen = decisions.ground_of(version).mark

    def change(by: User) -> Callable[[], object]:
        return lambda: decisions.change(
            Decision.objects.get(), Verdict.READY,
            letter=f"By {by.pk}.", seen=seen, edition=decision.edition, by=by,
        )  # fmt: skip

    answers = at_once([change(person) for person in people])

    assert answers.count(None) == 1
    assert Decision.objects.get().edition == 1


def test_released_by_many_at_once_it_is_released_once():
    version, people = set_out()
    decision = prepared(version, by=people[0])
    told = Notice.objects.filter(recipient=version.project.owner)
    before = told.count()

    answers = at_once(
        [
            lambda by=person: releasing.release(Decision.objects.get(), edition=0, by=by)
            for person in people
        ]
    )

    assert answers.count(True) == 1 and answers.count(False) == THREADS - 1
    assert Document.objects.filter(kind="conclusion").count() == 1
    assert Step.objects.of(decision).filter(verb="move").count() == 1
    assert told.filter(text="Thank you.").count() == 1 and told.count() == before + 1


def test_re_opened_by_many_at_once_it_is_re_opened_once():
    version, people = set_out()
    decision = prepared(version, by=people[0])
    releasing.release(decision, edition=0, by=people[0])

    answers = at_once(
        [
            lambda by=person: reopening.reopen(Decision.objects.get(), reason="A.", by=by)
            for person in people
        ]
    )

    assert answers.count(None) == 1
    assert Project.objects.get(pk=version.project_id).state == Project.State.EXPERT_REVIEW


def test_a_sheet_and_a_release_at_once_never_leave_a_sheet_that_was_not_counted():
    for _round in range(4):
        version, people = set_out()
        decision = prepared(version, by=people[0])
        late = member("expert", version.project.enrolment.session.centre)
        slots.open_slots(version, round_of(version.project, "expert"), 1)
        slot = queue.claim_next(round_of(version.project, "expert"), by=late)
        reviews.save(slot.review, sheet(slot.review, 0), edition=0, by=late)

        def hand_in(slot=slot, late=late) -> object:
            return reviews.submit(type(slot).objects.get(pk=slot.pk).review, by=late)

        def let_go(decision=decision, people=people) -> object:
            return releasing.release(decision, edition=0, by=people[0])

        at_once([hand_in, let_go])

        decision.refresh_from_db()
        is_in = type(slot).objects.get(pk=slot.pk).state == "submitted"
        assert is_in != (decision.state == Decision.State.RELEASED)
