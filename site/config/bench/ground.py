"""The database that is measured: the demonstration, and what the measuring adds to it."""

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone, translation

from desk.management.commands.load_demo import load
from people.models import Centre, User
from project_guide import pictures
from project_guide.models import GuideStamp, ProjectPage

# A row among the applied migrations: migrate leaves those of rooms it does not know alone.
MARK = ("bench", "this database is for measuring, and may be filled and emptied")


def claim() -> None:
    """Make sure that the database is the measuring's own; an empty one becomes so.

    Raises:
        CommandError: somebody else's data stand in it. Nothing was changed.
    """
    if is_ours():
        return
    if Centre.objects.exists() or User.objects.exists():
        raise CommandError(
            "This database holds data that bench did not make, and is left as it is."
            " Set DATA_DIR (or DATABASE_URL) to a place that is empty."
        )
    with transaction.atomic(), translation.override("ru"):
        load(timezone.localdate())
        MigrationRecorder(connection).record_applied(*MARK)
    draw_pictures()


def is_ours() -> bool:
    return MARK in MigrationRecorder(connection).applied_migrations()


def draw_pictures() -> None:
    """What the worker would do after publication."""
    shown = ProjectPage.objects.exclude(picture=None).order_by()
    for image in shown.values_list("picture", flat=True).distinct():
        pictures.draw(image)
    GuideStamp.objects.bump()


def settle() -> None:
    """What the database would do by itself before long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
