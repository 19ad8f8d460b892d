"""``manage.py set_up``: what a new site needs before the first person comes."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from courses.actions import editors
from desk.site_pages import ENGLISH, RUSSIAN, make_pages
from people.actions import members
from people.models import Centre, Membership, User


class Command(BaseCommand):
    help = (
        "Make the pages and the group of editors that every site has; with --centre and "
        "--coordinator also a centre. May be run again: what is there stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=["en", "ru"], default="ru")
        parser.add_argument("--centre", help="the name of the organising centre")
        parser.add_argument("--kind", choices=Centre.Kind.values, default=Centre.Kind.FORMAL)
        parser.add_argument("--time-zone", default="UTC", help="of the centre, e.g. Europe/Minsk")
        parser.add_argument("--coordinator", help="e-mail of somebody who has an account")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", verbosity=0)
        with transaction.atomic():
            self.make(options)

    def make(self, options: dict[str, Any]) -> None:
        make_pages(RUSSIAN if options["language"] == "ru" else ENGLISH)
        editors.set_up()
        self.stdout.write("The pages of the site and the group of editors are there.")
        if options["centre"]:
            self.found_centre(options)

    def found_centre(self, options: dict[str, Any]) -> None:
        address = options["coordinator"] or ""
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError(
                "Nobody has an account with the address given by --coordinator. "
                "Let this person sign up first."
            )
        centre, _is_new = Centre.objects.get_or_create(
            name=options["centre"],
            defaults={"kind": options["kind"], "time_zone": options["time_zone"]},
        )
        centre.full_clean()
        members.give(person, centre, Membership.Role.COORDINATOR, by=None)
        self.stdout.write(f"{person} coordinates “{centre}”.")
