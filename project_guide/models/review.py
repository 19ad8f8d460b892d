from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from project_guide.models.review_slot import ReviewSlot
from project_guide.models.rubric import Criterion, Rubric
from project_guide.models.verdict import Levels

if TYPE_CHECKING:
    from project_guide.models.moderation import Adjustment

HIGHEST = 9  # levels of the database's guard; the rubric's own limit is checked in the action


class ReviewQuerySet(models.QuerySet["Review"]):
    def handed_in(self) -> Self:
        return self.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")

    def with_marks(self) -> Self:
        """Each with its marks, and these with what was adjusted."""
        return self.prefetch_related(models.Prefetch("marks", Mark.objects.to_read()))

    def with_rubric(self) -> Self:
        return self.select_related("rubric").prefetch_related("rubric__criteria")


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
    minutes = models.PositiveSmallIntegerField(_("minutes it took"), null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=0)  # grows with every saved change

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]

    def __str__(self) -> str:
        return str(self.slot)

    def levels(self) -> Levels:
        """The levels that count, by criterion code; what does not apply is None."""
        return {mark.criterion.code: mark.effective for mark in self.marks.all()}


class MarkQuerySet(models.QuerySet["Mark"]):
    def to_read(self) -> Self:
        """With criterion and adjustments, so that no mark asks for its own."""
        return self.select_related("criterion").prefetch_related("adjustments")


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

    objects = MarkQuerySet.as_manager()

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

    @property
    def adjustment(self) -> "Adjustment | None":
        """The one that counts, if a coordinator counts another level than the reviewer gave."""
        made = list(self.adjustments.all())
        return made[-1] if made else None

    @property
    def effective(self) -> int | None:
        """The level that counts; None: the criterion does not apply."""
        return self.adjustment.level if self.adjustment else self.level


class Remark(models.Model):
    """One thing a reviewer wants mended, and what the author says to it."""

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("a remark", "Done")
        DIFFERENTLY = "differently", _("Done differently")
        NOT_DONE = "not_done", _("Not done")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    # Empty: not answered, or answered before there was a choice.
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("your answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="one_remark_a_place")
        ]

    def __str__(self) -> str:
        return self.text[:60]
