"""Anchor projects with reference marks, and the marks that reviewers try on them."""

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from people.models import Centre, User
from project_guide.models.agreement import Agreement
from project_guide.models.card import Kind
from project_guide.models.project import ProjectFile, ProjectVersion
from project_guide.models.review import HIGHEST
from project_guide.models.review_copy import ReviewCopy, review_copy
from project_guide.models.review_round import ReviewRound
from project_guide.models.rubric import Criterion, Rubric
from project_guide.models.verdict import Levels

IN_A_PAIR = 2
PLACES = (1, 2, 3, 4)  # the first pair, and the second


class AnchorQuerySet(models.QuerySet["Anchor"]):
    def coordinated_by(self, user: User) -> Self:
        return self.filter(centre__in=user.roles.get("coordinator", set()))

    def usable_in(self, review_round: ReviewRound) -> Self:
        """Of the round's centre, kind and rubric, with reference marks, not retired."""
        marks = AnchorMark.objects.filter(anchor=OuterRef("pk"))
        return self.filter(
            Exists(marks),
            centre=review_round.session.centre_id,
            kind=review_round.project_kind,
            rubric=review_round.rubric_id,
            retired_at=None,
        )

    def choosable_in(self, review_round: ReviewRound) -> Self:
        """What is usable, and what the round has already, retired since or not."""
        held = RoundAnchor.objects.filter(round=review_round).values("anchor")
        usable = self.usable_in(review_round).values("pk")
        return self.filter(Q(pk__in=usable) | Q(pk__in=held))


class Anchor(models.Model):
    """A blind card with reference marks, on which reviewers of a round calibrate themselves.

    Made of a project's version with its authors' consent, or of an example that is shipped.
    Reference marks stay as they are once somebody has been measured against them.
    """

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="anchors")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="anchors")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(_("name in the list"), max_length=170)
    card = models.JSONField()  # fields of the review copy only
    files: Any = models.ManyToManyField(ProjectFile, related_name="+")
    version = models.ForeignKey(
        ProjectVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    consent = models.CharField(_("how the authors agreed"), max_length=200, blank=True)
    example = models.CharField(max_length=40, blank=True)  # key of a shipped one
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = AnchorQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version=None) | ~Q(consent=""), name="anchor_with_consent"
            ),
            models.UniqueConstraint(
                fields=["centre", "example"],
                condition=~Q(example="") & Q(retired_at=None),
                name="one_anchor_an_example",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_used(self) -> bool:
        """Somebody was measured against its marks, so they are fixed."""
        return self.trials.exists()

    @property
    def label(self) -> str:
        return self.code[:4]

    def copy(self) -> ReviewCopy:
        """Files come without the authors' words about them."""
        files = [("", row.file) for row in self.attached()]
        return review_copy(self.label, self.kind, self.card, files)

    def attached(self) -> list[ProjectFile]:
        return list(self.files.select_related("file").order_by("added_at", "pk"))

    def reference(self) -> Levels:
        """Levels by criterion code, as of a review."""
        return {mark.criterion.code: mark.level for mark in self.marks.select_related("criterion")}


class AnchorMark(models.Model):
    """The reference level of one criterion with its reason; without a level it does not apply."""

    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(HIGHEST)]
    )
    reason = models.TextField(_("reason"), max_length=1000)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "criterion"], name="one_reference_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__lte=HIGHEST), name="reference_in_range"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reference_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.level}"


class RoundAnchor(models.Model):
    """An anchor's place in a round: 1 and 2 are the first pair, 3 and 4 the second."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="anchors")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="places")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["round", "place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="one_anchor_a_place"),
            models.UniqueConstraint(fields=["round", "anchor"], name="an_anchor_once_a_round"),
            models.CheckConstraint(condition=Q(place__in=PLACES), name="two_pairs_of_anchors"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.anchor}"

    @property
    def pair(self) -> int:
        """0 for the first pair, 1 for the second."""
        return (self.place - 1) // IN_A_PAIR


class Trial(models.Model):
    """What one person marked on one anchor; never a mark of the person.

    Only that person and coordinators of the centre see it.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trials")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="trials")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="trials")
    levels = models.JSONField()  # by criterion code; null: does not apply
    comments = models.JSONField(default=dict)
    halves = models.PositiveSmallIntegerField()  # of a point of agreement
    criteria = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "round", "anchor"], name="one_trial_an_anchor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.halves}/{self.criteria}"

    @property
    def agreement(self) -> Agreement:
        return Agreement(self.halves, self.criteria)
