from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.session import TrainingSession


class Milestone(models.Model):
    """A stretch of the session with one thing to do."""

    class Kind(models.TextChoices):
        LEARN = "learn", _("Learn")
        DESIGN = "design", _("Design")
        PEER_REVIEW = "peer_review", _("Peer review")
        EXPERT_REVIEW = "expert_review", _("Revise and expert review")
        RUN = "run", _("Run with pupils")
        REFLECT = "reflect", _("Reflect")

    session = models.ForeignKey(
        TrainingSession, on_delete=models.CASCADE, related_name="milestones"
    )
    kind = models.CharField(max_length=15, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["session", "kind"], name="one_milestone_a_kind"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="milestone_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.session}"


# First and last week of each stretch in a session of thirteen weeks.
TEMPLATE = {
    Milestone.Kind.LEARN: (1, 4),
    Milestone.Kind.DESIGN: (4, 6),
    Milestone.Kind.PEER_REVIEW: (7, 7),
    Milestone.Kind.EXPERT_REVIEW: (8, 9),
    Milestone.Kind.RUN: (8, 12),
    Milestone.Kind.REFLECT: (13, 13),
}
TEMPLATE_DAYS = 13 * 7


def fitted(kind: Milestone.Kind, starts_on: date, ends_on: date) -> tuple[date, date]:
    """The stretch in a session of other length: shares of the time stay as in the template."""
    days = (ends_on - starts_on).days + 1
    first_week, last_week = TEMPLATE[kind]
    first = (first_week - 1) * 7 * days // TEMPLATE_DAYS
    last = last_week * 7 * days // TEMPLATE_DAYS - 1
    return starts_on + timedelta(days=first), starts_on + timedelta(days=last)


@dataclass(frozen=True)
class Shift:
    """A milestone that moves: from which days to which."""

    label: str
    before: tuple[date, date]
    after: tuple[date, date]


def shifts(session: TrainingSession, starts_on: date, ends_on: date) -> list[Shift]:
    """What moves when the session gets these days; one query."""
    found = []
    for milestone in session.milestones.all():
        before = milestone.starts_on, milestone.ends_on
        after = fitted(Milestone.Kind(milestone.kind), starts_on, ends_on)
        if before != after:
            found.append(Shift(milestone.get_kind_display(), before, after))
    return found
