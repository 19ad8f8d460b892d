"""`move` is the only writer of state: it asks the table, changes once and writes a step."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from activity.actions import move, record
from activity.models import Step
from core.refusals import Refused
from courses.models import Enrolment
from tests.factories.courses import make_group, place_in

State = Enrolment.State


def test_a_move_changes_the_state_and_writes_a_step(enrolment, coordinator):
    moment = datetime(2026, 11, 3, 12, tzinfo=UTC)

    step = move(enrolment, to=State.ON_BREAK, by=coordinator, at=moment, note="Ill.")

    enrolment.refresh_from_db()
    assert enrolment.state == State.ON_BREAK
    assert (step.before, step.after, step.by) == ("active", "on_break", coordinator)
    assert (step.at, step.note, step.verb) == (moment, "Ill.", "move")
    assert step in Step.objects.of(enrolment)


def test_a_move_that_the_table_does_not_know_is_refused_and_changes_nothing(enrolment):
    steps = Step.objects.count()

    with pytest.raises(Refused, match="already in the state"):
        move(enrolment, to=State.APPLIED, by=None)

    enrolment.refresh_from_db()
    assert enrolment.state == State.ACTIVE
    assert Step.objects.count() == steps


def test_the_state_in_memory_does_not_decide(enrolment):
    stale = Enrolment.objects.get(pk=enrolment.pk)
    move(enrolment, to=State.ON_BREAK, by=None)

    with pytest.raises(Refused):
        move(stale, to=State.ON_BREAK, by=None)


def test_fields_that_belong_to_the_move_are_written_with_it(enrolment):
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    move(enrolment, to=State.ON_BREAK, by=None, changes={"applied_at": moment})

    assert enrolment.applied_at == moment
    enrolment.refresh_from_db()
    assert enrolment.applied_at == moment


def test_a_step_goes_with_the_transaction(enrolment):
    steps = Step.objects.count()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        move(enrolment, to=State.ON_BREAK, by=None)
        raise ZeroDivisionError

    assert Step.objects.count() == steps


def test_steps_are_neither_changed_nor_removed(enrolment):
    step = record(enrolment, "look", by=None)

    step.verb = "other"
    with pytest.raises(TypeError, match="added"):
        step.save()
    with pytest.raises(TypeError, match="added"):
        step.delete()
    with pytest.raises(TypeError, match="added"):
        Step.objects.all().delete()
    with pytest.raises(TypeError, match="added"):
        Step.objects.update(verb="other")
    assert Step.objects.of(enrolment).last().verb == "look"


def test_a_step_outlives_the_account_of_who_acted(enrolment, stranger):
    step = record(enrolment, "look", by=stranger)

    stranger.emailaddress_set.all().delete()
    stranger.delete()

    step.refresh_from_db()
    assert step.by is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_act_at_once_exactly_one_wins(session, tutor):
    enrolment = place_in(make_group(session, tutor))
    both_ready = threading.Barrier(2, timeout=20)
    results = []

    def act():
        mine = Enrolment.objects.get(pk=enrolment.pk)
        both_ready.wait()
        try:
            move(mine, to=State.ON_BREAK, by=None)
            results.append("moved")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["moved", "refused"]
    assert Step.objects.of(enrolment).filter(after="on_break").count() == 1
