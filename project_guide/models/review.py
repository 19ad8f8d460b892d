from datetime import datetime, timedelta
from fractions import Fraction
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activity.models import Stateful
from core.codes import random_code
from courses.models import TrainingSession
from people.models import User
from project_guide.models.card import Kind
from project_guide.models.project import ProjectVersion
from project_guide.models.rubric import Criterion, Rubric
from project_guide.models.verdict import Levels, Yardstick

HIGHEST = 9  # levels of the database's guard; the rubric's own limit is checked in the action


def random_label() -> str:
    """What a reviewer calls the piece: says nothing of its author, nor of other reviewers."""
    return random_code(4)


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def open(self, now: datetime) -> Self:
        return self.filter(opens_at__lte=now, closes_at__gt=now)


class ReviewRound(models.Model):
    """A stretch of reviewing with its rules as fields: who, how many, by what rubric."""

    class ReviewerKind(models.TextChoices):
        PEER = "peer", _("Peers")
        EXPERT = "expert", _("Experts")

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="review_rounds"
    )
    reviewers = models.CharField(max_length=10, choices=ReviewerKind.choices)
    project_kind = models.CharField(max_length=20, choices=Kind.choices)
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    wanted = models.PositiveSmallIntegerField(
        _("reviews wanted of each version"), default=2, validators=[MinValueValidator(1)]
    )
    lease_hours = models.PositiveSmallIntegerField(_("hours for one review"), default=72)
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes in which the author may take the project back"), default=60
    )
    load_cap = models.PositiveSmallIntegerField(_("most reviews of one person"), default=6)
    exclude_same_school = models.BooleanField(default=True)
    exclude_same_group = models.BooleanField(default=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "reviewers", "project_kind"], name="one_round_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(wanted__gte=1), name="a_quorum_is_never_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reviewers_display()}, {self.get_project_kind_display()}, {self.session}"

    @property
    def lease(self) -> timedelta:
        return timedelta(hours=self.lease_hours)

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    @property
    def is_for_experts(self) -> bool:
        return self.reviewers == self.ReviewerKind.EXPERT

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def yardstick(self) -> Yardstick:
        return yardstick_of(self.rubric)


def yardstick_of(rubric: Rubric) -> Yardstick:
    criteria = list(rubric.criteria.all())
    return Yardstick(
        weights={row.code: Fraction(row.weight) for row in criteria},
        gates=frozenset(row.code for row in criteria if row.is_gate),
        no_zero_in=frozenset(rubric.no_zero_in),
        max_level=rubric.max_level,
        ready=rubric.ready,
        ready_after_edits=rubric.ready_after_edits,
        gate_level=rubric.gate_level,
    )


class ReviewSlotQuerySet(models.QuerySet["ReviewSlot"]):
    def of_reviewer(self, user: User) -> Self:
        """What the user holds or has handed in; what was given back is no longer theirs."""
        return self.filter(reviewer=user, state__in=ReviewSlot.LIVE)

    def live(self) -> Self:
        return self.filter(state__in=ReviewSlot.LIVE)


class ReviewSlot(Stateful):
    """One review that a version wants: open until somebody takes it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        LEASED = "leased", _("Taken")
        SUBMITTED = "submitted", _("Handed in")
        EXPIRED = "expired", _("Not done in time")
        DECLINED = "declined", _("Given back")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        State.OPEN: {State.LEASED, State.CANCELLED},
        State.LEASED: {State.SUBMITTED, State.EXPIRED, State.DECLINED, State.CANCELLED},
        State.EXPIRED: {State.SUBMITTED},
    }
    LIVE: ClassVar = {State.LEASED, State.SUBMITTED}
    GONE: ClassVar = {State.EXPIRED, State.DECLINED, State.CANCELLED}

    code = models.CharField(max_length=26, unique=True, editable=False)
    label = models.CharField(max_length=4, default=random_label, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="slots")
    version = models.ForeignKey(ProjectVersion, on_delete=models.PROTECT, related_name="slots")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="review_slots"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    leased_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReviewSlotQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "reviewer"],
                condition=Q(state__in=["leased", "submitted"]),
                name="one_live_slot_a_pair",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")),
                name="nobody_reviews_their_own",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"]) | Q(reviewer__isnull=False),
                name="taken_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "version"], name="open_slots", condition=Q(state="open")),
            models.Index(fields=["reviewer", "state"], name="slots_of_reviewer"),
        ]

    def __str__(self) -> str:
        return self.label

    def is_late(self, now: datetime) -> bool:
        """Derived when read, never stored."""
        return (
            self.state == self.State.LEASED
            and self.lease_until is not None
            and now > self.lease_until
        )


class Review(models.Model):
    """A reviewer's sheet: a draft from the claim on, fixed when it is handed in."""

    slot = models.OneToOneField(ReviewSlot, on_delete=models.PROTECT, related_name="review")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    strengths = models.JSONField(_("strengths"), default=list, blank=True)
    must_fix = models.JSONField(_("what must be mended"), default=list, blank=True)
    private_note = models.TextField(_("note to the coordinator"), max_length=3000, blank=True)
    name_shown = models.BooleanField(_("my name may stand on the conclusion"), default=False)
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
