from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.vocabulary import GradeBand
from project_guide.models.project import Project


class RunRecord(models.Model):
    """The author's own record of running the project with pupils: numbers, never names."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="run_record")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    grade_band = models.CharField(_("grades"), max_length=10, choices=GradeBand.choices)
    pupils = models.PositiveSmallIntegerField(
        _("number of pupils"), validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    results = models.TextField(
        _("results"),
        max_length=4000,
        help_text=_("What the pupils made and learned. No names, no contacts."),
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="run_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.project)
