from datetime import datetime, timedelta
from fractions import Fraction
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from courses.models import TrainingSession
from project_guide.models.card import Kind
from project_guide.models.disagreement import Gaps
from project_guide.models.rubric import Rubric
from project_guide.models.verdict import Yardstick


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def open(self, now: datetime) -> Self:
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=now), opens_at__lte=now)

    def queued(self) -> Self:
        """Those whose reviewers take what comes; the others ask experts one after the other."""
        return self.exclude(reviewers=ReviewRound.ReviewerKind.EXPERT, invites=True)


class ReviewRound(models.Model):
    """A stretch of reviewing with its rules as fields: who, how many, by what rubric."""

    class ReviewerKind(models.TextChoices):
        PEER = "peer", _("Peers")
        EXPERT = "expert", _("Experts")

    class Schedule(models.TextChoices):
        CALENDAR = "calendar", _("Follows the session's calendar")
        OWN = "own", _("On days of its own")
        ROLLING = "rolling", _("Rolling: open from its first day on, without an end")

    class Blind(models.TextChoices):
        DOUBLE = "double", _("Neither side sees names")
        SINGLE = "single", _("Reviewers see the authors' names, authors do not see theirs")
        OPEN = "open", _("Both sides see names")

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="review_rounds"
    )
    reviewers = models.CharField(max_length=10, choices=ReviewerKind.choices)
    project_kind = models.CharField(max_length=20, choices=Kind.choices)
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="+", verbose_name=_("rubric")
    )
    schedule = models.CharField(
        _("schedule"), max_length=10, choices=Schedule.choices, default=Schedule.CALENDAR
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    blind = models.CharField(
        _("who sees names"), max_length=10, choices=Blind.choices, default=Blind.DOUBLE
    )
    wanted = models.PositiveSmallIntegerField(
        _("reviews wanted of each version"), default=2, validators=[MinValueValidator(1)]
    )
    lease_hours = models.PositiveSmallIntegerField(_("hours for one review"), default=72)
    renewals = models.PositiveSmallIntegerField(
        _("times that work on the sheet prolongs these hours"), default=1
    )
    promise_days = models.PositiveSmallIntegerField(
        _("days in which an author is promised all the reviews"), default=10
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes in which the author may take the project back"), default=60
    )
    load_cap = models.PositiveSmallIntegerField(_("most reviews of one person"), default=6)
    keep_days = models.PositiveSmallIntegerField(
        _("days for which a project that comes back is kept for those who know it"), default=3
    )
    # How experts are asked; peers take what comes.
    invites = models.BooleanField(_("experts are invited to each piece"), default=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days in which an expert answers an invitation"), default=3
    )
    alternates = models.PositiveSmallIntegerField(
        _("experts in line for each version, besides those asked first"), default=3
    )
    exclude_same_school = models.BooleanField(default=True)
    exclude_same_group = models.BooleanField(default=True)
    calibration_share = models.PositiveSmallIntegerField(
        _("agreement with the reference, in per cent"), default=70
    )  # as agreement.py measures it; asked only where anchors are chosen

    # When reviewers disagree so much that one more is asked, or the coordinator looks at it.
    gate_gap = models.PositiveSmallIntegerField(_("levels apart on a key criterion"), default=2)
    total_gap = models.PositiveSmallIntegerField(_("points apart in total"), default=20)
    line_gap = models.PositiveSmallIntegerField(
        _("points from the line, with a single expert"), default=5
    )
    peers_gap = models.PositiveSmallIntegerField(
        _("points from the peers' mean, with a single expert"), default=20
    )

    calibrates: bool  # of a locked one: example works are chosen for it

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "reviewers", "project_kind"], name="one_round_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=False) | Q(schedule="rolling"),
                name="only_a_rolling_round_has_no_end",
            ),
            models.CheckConstraint(condition=Q(wanted__gte=1), name="a_quorum_is_never_zero"),
            models.CheckConstraint(
                condition=Q(calibration_share__lte=100), name="agreement_in_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reviewers_display()}, {self.get_project_kind_display()}, {self.session}"

    @property
    def lease(self) -> timedelta:
        return timedelta(hours=self.lease_hours)

    @property
    def lease_days(self) -> int:
        """Whole days, at least one."""
        return max(self.lease_hours // 24, 1)

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    @property
    def promise(self) -> timedelta:
        return timedelta(days=self.promise_days)

    @property
    def is_for_experts(self) -> bool:
        return self.reviewers == self.ReviewerKind.EXPERT

    @property
    def asks(self) -> bool:
        """Whether people are invited, one after the other, before a place is open to all."""
        return self.is_for_experts and self.invites

    @property
    def shows_authors(self) -> bool:
        return self.blind != self.Blind.DOUBLE

    @property
    def shows_reviewers(self) -> bool:
        return self.blind == self.Blind.OPEN

    def has_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now and not self.has_closed(now)

    def answer_by(self, now: datetime) -> datetime:
        """Until when somebody who is asked now may answer."""
        last = now + timedelta(days=self.answer_days)
        return min(last, self.closes_at) if self.closes_at else last

    def promised_at(self, pooled_at: datetime) -> datetime:
        """When the author of a version that came at `pooled_at` is promised all its reviews."""
        return promised(pooled_at, self.opens_at, self.closes_at, self.promise_days)

    def at_risk_since(self, now: datetime) -> datetime | None:
        """Versions that came before this moment miss their promise unless somebody takes them
        now; None: no version does."""
        moment = now + self.lease - self.promise
        return moment if self.opens_at <= moment else None

    def is_in_use(self) -> bool:
        """Somebody has taken a piece: who sees names, and the rubric, are fixed from then on."""
        return self.slots.filter(reviewer__isnull=False).exists()

    @property
    def gaps(self) -> Gaps:
        return Gaps(self.gate_gap, self.total_gap, self.line_gap, self.peers_gap)

    def yardstick(self) -> Yardstick:
        return yardstick_of(self.rubric)


def promised(
    came_at: datetime, opens_at: datetime, closes_at: datetime | None, days: int
) -> datetime:
    """So many days after a version came, or after the round opened; not after it closes."""
    moment = max(came_at, opens_at) + timedelta(days=days)
    return min(moment, closes_at) if closes_at else moment


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
