"""What an expert reviews, how much of it, and when not."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.prepared import Prepared
from people.models import User
from project_guide.models.card import VOCABULARIES

USUAL_CAP = 3  # reviews of one expert in a session, over all its rounds
MOST = 50


class Expertise(models.Model):
    """What a person can judge, in the words of the project card; nothing said is not a no."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="expertise")
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    grade_bands = models.JSONField(_("grades"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    cap = models.PositiveSmallIntegerField(
        _("most reviews in one session"),
        default=USUAL_CAP,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cap__gte=1), name="an_expert_gives_one_review"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def named(self) -> dict[str, str]:
        """The topics in words; who knows all of a kind need not have them listed."""
        found = {}
        for name, words in VOCABULARIES.items():
            known = getattr(self, name)
            labels = [str(words(one).label) for one in known]
            found[name] = gettext("all") if len(known) == len(words) else ", ".join(labels)
        return found


class PauseQuerySet(models.QuerySet["Pause"]):
    def running(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: date) -> Self:
        return self.filter(ends_on__gte=day)


class Pause(models.Model):
    """Days on which a person is not asked, both included."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="pause_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts_on} - {self.ends_on}"


@dataclass(frozen=True)
class Limits:
    """How much a person takes now."""

    cap: int
    paused_until: date | None

    def refusal(self, load: int) -> str:
        """Why somebody with so many reviews takes no more now; empty when they do."""
        if self.paused_until is not None:
            return gettext("You are on a pause until %(day)s. End it when you want to review.") % {
                "day": date_format(self.paused_until, "j E Y")
            }
        if load >= self.cap:
            return gettext(
                "You have as many reviews in this session as you wished. You may raise the number."
            )
        return ""


def limits_of(person: User, day: date) -> Limits:
    [(cap, until)] = SAID.rows(person.pk, day)
    return Limits(cap or USUAL_CAP, until)


def _said(person: int, day: date) -> models.QuerySet[User, Any]:
    running = Pause.objects.running(day).filter(person=OuterRef("pk")).values("ends_on")
    return User.objects.filter(pk=person).values_list("expertise__cap", Subquery(running[:1]))


SAID = Prepared(_said)
