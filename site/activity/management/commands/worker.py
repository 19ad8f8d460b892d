"""``manage.py worker``: does the work that was put off, and the periodic work."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from activity.actions.jobs import JOBS, PERIODIC

logger = logging.getLogger(__name__)


class PunctualWorker(Worker):
    """The library's worker, which between two tasks also looks at the clock."""

    def __init__(self, *, batch: bool) -> None:
        super().__init__(
            queue_names=["*"],
            interval=1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(16),
            excluded_queue_names=[],
        )
        self.only_once = batch
        self.last_run: dict[str, float] = {}

    def work(self) -> None:
        while self.running:
            self.run_periodic(time.monotonic())
            self.run()
            if self.only_once:
                return
            time.sleep(self.interval)

    def run_periodic(self, now: float) -> None:
        for name, every in PERIODIC.items():
            if now - self.last_run.get(name, float("-inf")) >= every.total_seconds():
                self.last_run[name] = now
                self.run_safely(name)

    def run_safely(self, name: str) -> None:
        try:
            JOBS[name]()
        except Exception:
            logger.exception("periodic job %s failed", name)


class Command(BaseCommand):
    help = "Do the work that was put off, and the periodic work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = PunctualWorker(batch=once)
        worker.configure_signals()
        worker.work()
