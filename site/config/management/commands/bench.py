"""``manage.py bench``: what a page costs, by page and size of data. See docs/bench.md."""

import gc
import os
import platform
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection
from django.utils import timezone

from config.bench import (
    budgets,
    clearing,
    engine,
    floor,
    ground,
    guide,
    measure,
    reviews,
    table,
    visits,
    worker,
)
from config.bench.asking import ask
from config.bench.measure import Figures
from config.bench.visits import Visit


class Command(BaseCommand):
    help = "Measure what each page costs, in a database of its own; see docs/bench.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "part", nargs="?", choices=["all", "pages", "review"], default="all",
            help="every kind of page, the engine of reviews, or both",
        )  # fmt: skip
        parser.add_argument("--seconds", type=float, default=2, help="for each page and size")
        parser.add_argument(
            "--projects", type=int, nargs="+", default=[100, 10_000],
            help="sizes of the Guide; the demonstration's is the smallest",
        )  # fmt: skip
        parser.add_argument(
            "--reviews", type=int, nargs="+", default=[0, 1000],
            help="pieces that wait for reviewers, besides the demonstration's",
        )  # fmt: skip
        parser.add_argument(
            "--pieces", type=int, nargs="+", default=[200, 2000, 10_000],
            help="sizes of a reviewer's queue, in projects",
        )  # fmt: skip
        parser.add_argument("--slots", type=int, default=10_000, help="open, for one claim")
        parser.add_argument("--claims", type=int, default=10_000, help="at once, on PostgreSQL")

    def handle(self, *args: Any, **options: Any) -> None:
        self.refuse_other_places()
        self.seconds: float = options["seconds"]
        self.figures: list[Figures] = []
        self.application = get_internal_wsgi_application()
        ground.claim()
        clearing.clear()
        self.head()
        if options["part"] != "review":
            self.measure_guide(sorted(options["projects"]))
            self.measure_rooms(sorted(options["reviews"]))
            self.report()
        if options["part"] != "pages":
            sizes = (options[name] for name in engine.Sizes._fields)
            self.measure_engine(engine.Sizes(*sizes))

    def measure_engine(self, sizes: engine.Sizes) -> None:
        self.stdout.write("")
        for line in engine.lines(self.application, sizes, self.seconds):
            self.stdout.write(line)
            self.stdout.flush()

    def refuse_other_places(self) -> None:
        if not settings.DEMO:
            raise CommandError("Bench fills the database with a demonstration: set DEMO=1 first.")
        if settings.DEBUG:
            raise CommandError("With DEBUG the figures would say nothing.")

    def measure_guide(self, sizes: Iterable[int]) -> None:
        for size in sizes:
            guide.grow(size)
            ground.settle()
            known = ask(self.application, visits.guide_url(), {}).headers.get("ETag", "")
            self.measure(visits.public(known), f"{visits.in_guide():,} projects")

    def measure_rooms(self, sizes: Iterable[int]) -> None:
        for size in sizes:
            reviews.grow(size)
            ground.settle()
            self.measure(visits.rooms(), f"{visits.waiting():,} pieces")

    def measure(self, asked: Iterable[Visit], size: str) -> None:
        self.figures += [self.one(self.application, visit, size) for visit in asked]

    def one(self, application: Any, visit: Visit, size: str) -> Figures:
        return measure.measure(application, visit, size=size, seconds=self.seconds)

    def head(self) -> None:
        counts = "application and database" if connection.vendor == "sqlite" else (
            "the application only, the database's is not counted"
        )  # fmt: skip
        load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
        self.stdout.write(
            f"Python {platform.python_version()}, {connection.display_name}, {os.cpu_count()} CPUs,"
            f" load {load}; {timezone.localdate()}\n"
            f"CPU ms: {counts}. Garbage collection is {'on' if gc.isenabled() else 'off'}"
            f" {gc.get_threshold()}; {measure.WARM_UPS} requests of warm-up.\n"
        )

    def report(self) -> None:
        bare = self.one(floor.application(), measure.FLOOR, f"{floor.ROWS} rows")
        for line in table.table([bare, *self.figures]):
            self.stdout.write(line)
        found = worker.measure([entry.visit for entry in self.figures])
        self.stdout.write(
            f"\nmemory of {worker.WORKERS} workers: {found.memory / budgets.MIB:.0f} MiB"
        )
        self.stdout.write(f"cold start: {found.cold_start:.2f} s, {found.cpu:.2f} s of CPU in it\n")
        self.stdout.write("")
        for line in budgets.lines(self.figures, found):
            self.stdout.write(line)
        self.refuse_wrong_answers(found.status)

    def refuse_wrong_answers(self, of_worker: int) -> None:
        wrong = [
            f"{found.visit.path} answered {found.status}"
            for found in self.figures
            if found.status != found.visit.status
        ]
        if of_worker >= 400:
            wrong.append(f"a worker answered {of_worker}")
        if wrong:
            raise CommandError("These figures say nothing: " + "; ".join(wrong))
