"""When the Guide changed last: what is kept of it, is kept by this."""

from time import time_ns

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest


class GuideStampManager(models.Manager["GuideStamp"]):
    def current(self) -> int:
        return self.values_list("number", flat=True).first() or 0

    def bump(self) -> None:
        """What was computed from the Guide is no longer true.

        The number follows the clock, so that no other history of the database (a copy put
        back in its place) comes by the same one.
        """
        self.get_or_create(pk=1)
        now = Value(time_ns() // 1000, output_field=models.PositiveBigIntegerField())
        self.filter(pk=1).update(number=Greatest(F("number") + 1, now))


class GuideStamp(models.Model):
    """A number that grows with every publication: what is kept of the Guide is kept by it."""

    number = models.PositiveBigIntegerField(default=0)

    objects = GuideStampManager()

    def __str__(self) -> str:
        return str(self.number)


def stamp_of(request: HttpRequest) -> int:
    """The stamp at the time of the request; read once, before whatever is shown."""
    if "guide_stamp" not in request.__dict__:
        request.__dict__["guide_stamp"] = GuideStamp.objects.current()
    return int(request.__dict__["guide_stamp"])
