from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from people.models import Centre

Localised = dict[str, Any]


def localised(texts: Localised) -> Any:
    """The text in the reader's language, else in English."""
    return texts.get((get_language() or "en")[:2]) or texts["en"]


class RubricQuerySet(models.QuerySet["Rubric"]):
    def of_centres(self, centres: Iterable[Centre | int]) -> Self:
        """Those that came with Tuetor, and those of the centres."""
        return self.filter(Q(centre=None) | Q(centre__in=list(centres)))


class Rubric(models.Model):
    """Criteria in one version; a rubric in use is copied, never edited."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    centre = models.ForeignKey(  # None: it came with Tuetor, and stays as it is
        Centre, null=True, blank=True, on_delete=models.PROTECT, related_name="rubrics"
    )
    applies_to = models.CharField(max_length=20)
    titles = models.JSONField()
    notes = models.JSONField(default=dict)
    max_level = models.PositiveSmallIntegerField(default=3)
    ready = models.PositiveSmallIntegerField()
    ready_after_edits = models.PositiveSmallIntegerField()
    gate_level = models.PositiveSmallIntegerField()
    no_zero_in = models.JSONField(default=list)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_rubric_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def may_change(self) -> bool:
        """As long as nobody has marked anything by it, and it is a centre's own."""
        is_used = self.reviews.exists() or self.anchors.exists()
        return self.centre_id is not None and not is_used

    @property
    def title(self) -> str:
        return str(localised(self.titles))

    @property
    def note(self) -> str:
        return str(localised(self.notes)) if self.notes else ""


class Criterion(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    is_gate = models.BooleanField(default=False)
    titles = models.JSONField()
    levels = models.JSONField()  # one localised descriptor a level, from 0

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="one_criterion_a_code")
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    @property
    def title(self) -> str:
        return str(localised(self.titles))

    def descriptors(self) -> list[str]:
        return [str(localised(level)) for level in self.levels]
