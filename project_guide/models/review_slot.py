from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activity.models import Stateful
from core.codes import random_code
from people.models import User
from project_guide.models.project import ProjectVersion
from project_guide.models.review_round import ReviewRound


def random_label() -> str:
    """What a reviewer calls the piece: says nothing of its author, nor of other reviewers."""
    return random_code(4)


class ReviewSlotQuerySet(models.QuerySet["ReviewSlot"]):
    def of_reviewer(self, user: User | int) -> Self:
        """What the user holds, may still hand in late, or has handed in; what was given back is
        no longer theirs."""
        return self.filter(reviewer=user, state__in=ReviewSlot.LIVE | {ReviewSlot.State.EXPIRED})

    def live(self) -> Self:
        return self.filter(state__in=ReviewSlot.LIVE)

    def filling(self) -> Self:
        """Those that fill, or will fill, the number a round wants: a sheet that is feedback only
        does not, from the moment it is handed in."""
        return self.exclude(state__in=ReviewSlot.GONE).exclude(
            state=ReviewSlot.State.SUBMITTED, review__counts=False
        )

    def held(self) -> Self:
        """Pieces whose sheet can still be written."""
        return self.filter(state__in=ReviewSlot.HELD)

    def free_for(self, user: User | int, now: datetime) -> Self:
        """Open, and not kept for somebody else."""
        return self.filter(ReviewSlot.is_free_for(user, now))

    def third_opinions_awaited(self) -> Self:
        """Asked for by the rule of disagreement, and not in yet."""
        return self.filter(
            cause=ReviewSlot.Cause.THIRD_OPINION,
            state__in=[ReviewSlot.State.OPEN, ReviewSlot.State.LEASED],
        )

    def overdue(self, now: datetime) -> Self:
        return self.filter(state=ReviewSlot.State.LEASED, lease_until__lt=now)


class ReviewSlot(Stateful):
    """One review that a version wants: open until somebody takes it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        LEASED = "leased", _("Taken")
        SUBMITTED = "submitted", _("Handed in")
        EXPIRED = "expired", _("Not done in time")
        DECLINED = "declined", _("Given back")
        CANCELLED = "cancelled", _("Cancelled")

    class Cause(models.TextChoices):
        PLANNED = "planned", _("Wanted by the round")
        REPLACEMENT = "replacement", _("In place of one that was not done")
        THIRD_OPINION = "third_opinion", _("One more opinion")

    class Decline(models.TextChoices):
        """Why a reviewer does not do it."""

        CONFLICT = "conflict", _("I am too near to this work or its author")
        SUBJECT = "subject", _("It is not my subject")
        TIME = "time", _("I have no time for it now")
        OTHER = "other", _("Another reason")

    MOVES = {
        State.OPEN: {State.LEASED, State.CANCELLED},
        State.LEASED: {State.SUBMITTED, State.EXPIRED, State.DECLINED, State.CANCELLED},
        State.EXPIRED: {State.SUBMITTED, State.DECLINED, State.CANCELLED},
    }
    LIVE: ClassVar = {State.LEASED, State.SUBMITTED}
    HELD: ClassVar = {State.LEASED, State.EXPIRED}
    GONE: ClassVar = {State.EXPIRED, State.DECLINED, State.CANCELLED}

    code = models.CharField(max_length=26, unique=True, editable=False)
    label = models.CharField(max_length=4, default=random_label, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="slots")
    version = models.ForeignKey(ProjectVersion, on_delete=models.PROTECT, related_name="slots")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=15, choices=Cause.choices, default=Cause.PLANNED)
    reviewer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="review_slots"
    )
    reserved_for = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reserved_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    leased_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    renewed = models.PositiveSmallIntegerField(default=0)  # times
    decline = models.CharField(max_length=10, choices=Decline.choices, blank=True)
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
            models.UniqueConstraint(
                fields=["version", "round"],
                condition=Q(cause="third_opinion", state__in=["open", "leased"]),
                name="one_third_opinion_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")),
                name="nobody_reviews_their_own",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"]) | Q(reviewer__isnull=False),
                name="taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reserved_for=None) | Q(reserved_until__isnull=False),
                name="kept_for_somebody_for_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "version"], name="open_slots", condition=Q(state="open")),
            models.Index(fields=["reviewer", "state"], name="slots_of_reviewer"),
            models.Index(fields=["lease_until"], name="slots_out", condition=Q(state="leased")),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_held(self) -> bool:
        return self.state in self.HELD

    @classmethod
    def is_free_for(cls, user: User | int, now: datetime) -> Q:
        free = Q(reserved_for=None) | Q(reserved_for=user) | Q(reserved_until__lte=now)
        return free & Q(state=cls.State.OPEN)

    def is_late(self, now: datetime) -> bool:
        """Derived when read, never stored."""
        return self.is_held and self.lease_until is not None and now > self.lease_until
