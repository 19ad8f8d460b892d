from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from project_guide.models.review_slot import ReviewSlot
from project_guide.models.rubric import Criterion, Rubric
from project_guide.models.verdict import Levels

HIGHEST = 9  # levels of the database's guard; the rubric's own limit is checked in the action


class Review(models.Model):
    """A reviewer's sheet: a draft from the claim on, fixed when it is handed in."""

    slot = models.OneToOneField(ReviewSlot, on_delete=models.PROTECT, related_name="review")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="reviews")
    strengths = models.JSONField(_("strengths"), default=list, blank=True)
    must_fix = models.JSONField(_("what must be mended"), default=list, blank=True)
    private_note = models.TextField(_("note to the coordinator"), max_length=3000, blank=True)
    name_shown = models.BooleanField(_("my name may stand on the conclusion"), default=False)
    counts = models.BooleanField(default=True)  # False: feedback to the authors only
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=0)  # grows with every saved change

    class Meta:
        ordering = ["submitted_at", "pk"]

    def __str__(self) -> str:
        return str(self.slot)

    def levels(self) -> Levels:
        """Levels by criterion code; what does not apply is None."""
        return {mark.criterion.code: mark.level for mark in self.marks.all()}


class Mark(models.Model):
    """The level of one criterion with the reason; without a level the criterion does not apply,
    or (in a draft) has not been marked yet."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(HIGHEST)]
    )
    not_applicable = models.BooleanField(default=False)
    comment = models.TextField(_("comment"), max_length=3000, blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_mark_a_criterion"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(not_applicable=False), name="a_level_or_not_applicable"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__lte=HIGHEST), name="level_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.level}"


class Remark(models.Model):
    """One thing a reviewer wants mended, and what the author says to it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    answer = models.TextField(_("your answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="one_remark_a_place")
        ]

    def __str__(self) -> str:
        return self.text[:60]
