"""Where two reviewers differ too much: the card a coordinator works through, and what follows."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from core.numbers import cut
from courses.models import Enrolment
from people.models import User
from project_guide.models.decision import Decision
from project_guide.models.project import Project, ProjectVersion
from project_guide.models.review import HIGHEST, Mark, Review
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot


class ModerationQuerySet(models.QuerySet["Moderation"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def for_judge(self, user: User) -> Self:
        """Those of the centres the user coordinates, but of no project they authored, tutored or
        reviewed: there the sheets stay closed to them (`can_decide`)."""
        tutored = Enrolment.objects.filter(group_memberships__group__tutors=user)
        reviewed = ReviewSlot.objects.filter(reviewer=user)
        return (
            self.filter(version__project__in=Project.objects.coordinated_by(user).values("pk"))
            .exclude(version__project__in=Project.objects.of_author(user).values("pk"))
            .exclude(version__project__enrolment__in=tutored.values("pk"))
            .exclude(version__project__in=reviewed.values("version__project"))
        )


class Moderation(models.Model):
    """Two sheets on one version that differ by more than the round allows; nothing of it is ever
    deleted."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Both sheets stand")
        ADJUSTED = "adjusted", _("Levels were adjusted")
        COACHED = "coached", _("A reviewer was written to")

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    version = models.ForeignKey(
        ProjectVersion, on_delete=models.PROTECT, related_name="moderations"
    )
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="moderations")
    first = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    criteria = models.JSONField()  # codes of those on which the two differ
    gates = models.JSONField()  # of these, key criteria on which they lie too far apart
    points = models.DecimalField(max_digits=9, decimal_places=6)  # between the totals
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_card_a_pair"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="card_of_two_sheets"),
            models.CheckConstraint(
                condition=Q(outcome="", by=None, at=None)
                | (~Q(outcome="") & Q(by__isnull=False, at__isnull=False)),
                name="closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.shown_points}"

    @property
    def shown_points(self) -> str:
        return cut(self.points)

    @property
    def is_adjustable(self) -> bool:
        """Open, or adjusted before; what was upheld or answered with a letter is over."""
        return self.outcome in ("", self.Outcome.ADJUSTED)

    def is_decided(self) -> bool:
        """A decision rests on these sheets."""
        return Decision.objects.filter(
            version__project=self.version.project_id, version__number__gte=self.version.number
        ).exists()


class Adjustment(models.Model):
    """A coordinator counts another level than the reviewer gave, and says why. The reviewer's own
    level stays beside it; of several the newest counts."""

    moderation = models.ForeignKey(Moderation, on_delete=models.PROTECT, related_name="adjustments")
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="adjustments")
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(HIGHEST)]
    )  # None: the criterion does not apply
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__lte=HIGHEST), name="adjusted_level_in_range"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="adjusted_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.mark}: {self.level}"
