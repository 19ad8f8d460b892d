"""When pages changed last: what a process keeps of them, it keeps by this."""

from time import time_ns

from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest


class StampManager(models.Manager["Stamp"]):
    def current(self) -> int:
        """Asked with every page, and so in SQL: building a query costs ten times more."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {self.model._meta.db_table}")  # noqa: S608 - our table
            row = cursor.fetchone()
        return row[0] if row else 0

    def bump(self) -> None:
        """What was read before is no longer true.

        The number follows the clock, so that no other history of the database (a copy put
        back in its place) comes by the same one.
        """
        self.get_or_create(pk=1)
        now = Value(time_ns() // 1000, output_field=models.PositiveBigIntegerField())
        self.filter(pk=1).update(number=Greatest(F("number") + 1, now))


class Stamp(models.Model):
    """One row with a number that grows with every change of something that is kept."""

    number = models.PositiveBigIntegerField(default=0)

    objects = StampManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def of(cls, request: HttpRequest) -> int:
        """The stamp at the time of the request; read once, before whatever is shown."""
        known: dict[type[Stamp], int] = request.__dict__.setdefault("stamps", {})
        if cls not in known:
            known[cls] = cls.objects.current()
        return known[cls]


class PagesStamp(Stamp):
    """Changes with every page of the site, its pictures and files, and who may see it."""
