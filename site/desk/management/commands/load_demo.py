"""``manage.py load_demo``: the founding paper's world, with people and schools invented."""

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from desk.demo import guide, materials, past, people, present
from desk.demo.world import World
from people.models import Centre


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration; a filled one is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration's passwords are known to all: set DEMO=1 first.")
        if Centre.objects.exists():
            self.stdout.write("The database is not empty; nothing was changed.")
            return
        started = time.monotonic()
        with transaction.atomic(), translation.override("ru"):
            load(timezone.localdate())
        self.stdout.write(f"The demonstration is ready ({time.monotonic() - started:.0f} s).")
        call_command("demo_accounts", stdout=self.stdout)


def load(today: date) -> World:
    """Make the world of the demonstration as it is on the given day."""
    world = World()
    people.found_centres(world)
    people.make_accounts(world)
    courses = materials.publish_materials(world)
    accepted = past.relive(world, courses[0])
    guide.open_guide(accepted)
    present.hold(world, courses[0], today)
    return world
