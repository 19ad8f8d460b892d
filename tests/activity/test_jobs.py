"""Work for later commits with the event, survives a killed worker, and is given up visibly."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activity import tasks
from activity.actions import jobs, later, post
from activity.actions.jobs import JOBS, PERIODIC, dead, job, reap
from activity.management.commands.worker import PunctualWorker


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """The worker stays inside the transaction of the test."""
    library = "django_tasks_db.management.commands.db_worker"
    monkeypatch.setattr(f"{library}.close_old_connections", lambda: None)


@pytest.fixture
def done():
    """What the job `test.note` was called with; the job goes when the test ends."""
    calls = []
    job("test.note")(lambda *ids: calls.append(ids))
    yield calls
    del JOBS["test.note"]


@pytest.fixture
def failing():
    @job("test.fail")
    def fail(*ids):
        raise ValueError("no")

    yield
    del JOBS["test.fail"]


@pytest.fixture
def periodic(monkeypatch):
    """No periodic work but what the test adds."""
    monkeypatch.setattr(jobs, "PERIODIC", PERIODIC)
    kept = dict(PERIODIC)
    PERIODIC.clear()
    yield PERIODIC
    PERIODIC.clear()
    PERIODIC.update(kept)


def work():
    PunctualWorker(batch=True).run()


def test_work_is_done_by_the_worker(db, done, periodic):
    later("test.note", 1, 2)
    assert done == []

    work()

    assert done == [(1, 2)]


def test_work_is_not_done_before_its_time(db, done, periodic):
    later("test.note", 1, at=timezone.now() + timedelta(hours=1))

    work()

    assert done == []


def test_work_of_a_transaction_that_failed_is_not_done(db, done, periodic):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        later("test.note", 1)
        raise ZeroDivisionError

    work()

    assert done == []


def test_only_registered_jobs_can_be_asked_for(db):
    with pytest.raises(LookupError, match=r"os\.system"):
        later("os.system", 1)


def test_a_row_that_names_something_else_runs_nothing(db, done, periodic):
    later("test.note", 1)
    DBTaskResult.objects.update(task_path="os.system", args_kwargs={"args": ["x"], "kwargs": {}})

    work()

    assert done == []
    assert DBTaskResult.objects.failed().count() == 1


def test_the_task_of_a_killed_worker_comes_back(db, done, periodic):
    later("test.note", 7)
    now = timezone.now()
    DBTaskResult.objects.update(
        status="RUNNING", started_at=now - timedelta(minutes=11), worker_ids=["killed"]
    )

    assert reap(now) == 1
    DBTaskResult.objects.update(run_after=now)
    work()

    assert done == [(7,)]


def test_a_task_that_is_being_done_is_left_alone(db, done):
    later("test.note", 7)
    now = timezone.now()
    DBTaskResult.objects.update(
        status="RUNNING", started_at=now - timedelta(minutes=9), worker_ids=["alive"]
    )

    assert reap(now) == 0


def test_a_task_that_fails_is_tried_five_times_with_longer_waits(db, failing, periodic):
    later("test.fail", 1)
    waits = []
    for _ in range(6):
        work()
        now = timezone.now()
        if reap(now):
            waits.append(DBTaskResult.objects.get().run_after - now)
            DBTaskResult.objects.update(run_after=now)

    assert waits == [timedelta(minutes=2**tries) for tries in (1, 2, 3, 4)]
    assert dead() == 1
    assert DBTaskResult.objects.get().status == "FAILED"


def test_results_are_forgotten_after_a_week(db, done, periodic):
    later("test.note", 1)
    later("test.note", 2)
    work()
    old = DBTaskResult.objects.order_by("enqueued_at").first()
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=8))

    tasks.forget_finished()

    assert DBTaskResult.objects.count() == 1


def test_the_command_does_what_waits_and_stops(db, done):
    later("test.note", 3)
    post("event:1", to="a@example.org", subject="x", text="y")

    call_command("worker", once=True)

    assert done == [(3,)]
    assert len(mail.outbox) == 1


def test_periodic_work_is_done_at_its_intervals(db, periodic):
    calls = []
    job("test.often", every=timedelta(minutes=1))(lambda: calls.append("often"))
    worker = PunctualWorker(batch=True)

    for now in (0.0, 30.0, 61.0, 100.0):
        worker.run_periodic(now)

    assert calls == ["often", "often"]
    del JOBS["test.often"]


def test_periodic_work_that_fails_does_not_stop_the_worker(db, periodic, caplog):
    calls = []

    @job("test.broken", every=timedelta(minutes=1))
    def broken():
        raise ValueError("no")

    job("test.well", every=timedelta(minutes=1))(lambda: calls.append("well"))

    PunctualWorker(batch=True).run_periodic(0.0)

    assert calls == ["well"]
    assert "test.broken" in caplog.text
    del JOBS["test.broken"], JOBS["test.well"]


def test_the_rooms_own_periodic_work_runs(db):
    for name in ("activity.mails", "activity.reap", "activity.forget", "people.forget_sessions"):
        assert name in PERIODIC
        JOBS[name]()


def test_a_worker_that_is_stopped_ends_its_round(db, periodic, monkeypatch):
    worker = PunctualWorker(batch=False)
    rounds = []

    def sleep(seconds):
        rounds.append(seconds)
        worker.running = len(rounds) < 2

    monkeypatch.setattr("time.sleep", sleep)
    worker.work()

    assert rounds == [1, 1]
