"""``manage.py demo_accounts``: who can be tried out in the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from people.demo import table


class Command(BaseCommand):
    help = "Show the accounts of the demonstration and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table())
