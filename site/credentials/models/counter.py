from django.db import models, transaction
from django.db.models import F


class CounterManager(models.Manager["Counter"]):
    @transaction.atomic
    def next_number(self, year: int) -> str:
        """The next number of the year, "2026-000123".

        The conditional update locks the row until the surrounding transaction ends, on either
        database: nobody gets the same number, and a number that was not used comes back.
        """
        counter, _ = self.get_or_create(year=year)
        self.filter(pk=counter.pk).update(last=F("last") + 1)
        counter.refresh_from_db()
        return f"{year}-{counter.last:06}"


class Counter(models.Model):
    """How many documents were issued in a year, in all centres together."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    objects = CounterManager()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
