"""``manage.py simulate_review``: a session's reviewing with people who fail. See docs/bench.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from people.models import User


class Command(BaseCommand):
    help = "Replay the peers' and experts' weeks in an empty database; see docs/bench.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--learners", type=int, default=60)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--one-sitting", action="store_true", help="who takes a piece hands it in at once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Its clock is a tool of the tests, which a live site does not have.
        from config.simulation.course import Course, Setting
        from config.simulation.report import failures, lines

        if User.objects.exists():
            raise CommandError("This database is in use. Set DATA_DIR to a place that is empty.")
        setting = Setting(
            learners=options["learners"],
            one_sitting=options["one_sitting"],
            seed=options["seed"],
        )
        with translation.override("en"):
            course = Course(setting)
            course.run()
        for line in lines(course):
            self.stdout.write(line)
        if broken := failures(course):
            raise CommandError("Not as promised: " + "; ".join(broken))
