"""Work for later: the queue lives in the database, so it commits with the event."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

Job = Callable[..., None]

JOBS: dict[str, Job] = {}
PERIODIC: dict[str, timedelta] = {}
LEASE = timedelta(minutes=10)
MOST_TRIES = 5


def job(name: str, *, every: timedelta | None = None) -> Callable[[Job], Job]:
    """Register a job; it takes ids only, asks first whether it is already done, and may run twice.

    With `every` the worker runs it again and again; it then takes no argument.
    """

    def register(work: Job) -> Job:
        JOBS[name] = work
        if every is not None:
            PERIODIC[name] = every
        return work

    return register


def later(name: str, *ids: int, at: datetime | None = None) -> None:
    """Do the job `name` soon, or at `at`; nothing happens if the transaction is rolled back."""
    if name not in JOBS:
        raise LookupError(f"No job is called {name}.")
    run_job.using(run_after=at).enqueue(name, *ids)


@task()
def run_job(name: str, *ids: int) -> None:
    JOBS[name](*ids)


def reap(now: datetime | None = None) -> int:
    """Give tasks of a killed worker, and failed ones, back to the queue; returns how many.

    The queue itself is at-most-once: a task whose worker was killed stays RUNNING for ever.
    After five tries a task stays failed, for staff to see.
    """
    now = now or timezone.now()
    back = 0
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE)
    for result in list(lost) + list(DBTaskResult.objects.failed()):
        tries = len(result.worker_ids)
        if tries >= MOST_TRIES:
            continue
        back += DBTaskResult.objects.filter(pk=result.pk, status=result.status).update(
            status="READY", run_after=now + timedelta(minutes=2**tries), started_at=None
        )
    return back


def dead() -> int:
    """How many tasks were given up."""
    return sum(
        len(ids) >= MOST_TRIES
        for ids in DBTaskResult.objects.failed().values_list("worker_ids", flat=True)
    )


def forget_finished(older_than: timedelta = timedelta(days=7)) -> int:
    """A traceback may hold personal data: results are kept for a week."""
    count, _ = DBTaskResult.objects.filter(finished_at__lt=timezone.now() - older_than).delete()
    return count
