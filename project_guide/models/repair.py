from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activity.models import Stateful
from core.codes import random_code
from people.models import User
from project_guide.models.project import Project
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot


class RepairRun(models.Model):
    """What one night found at risk in a round, and the price of what it proposes."""

    run_id = models.CharField(max_length=40, unique=True)  # round and day: run twice, once made
    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="repairs")
    made_at = models.DateTimeField()
    at_risk = models.JSONField(default=dict)  # by code of the version: why
    left = models.PositiveIntegerField(default=0)  # places for which nobody was found
    price = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.run_id


class RepairMoveQuerySet(models.QuerySet["RepairMove"]):
    def visible_to(self, user: User) -> Self:
        """Of centres the user coordinates; but who reviews their own project stays unknown to
        them, and so does whose work they review themselves, or may."""
        had = ReviewSlot.objects.filter(reviewer=user)
        asked = self.model.objects.filter(to_reviewer=user)
        return (
            self.filter(run__round__session__centre__in=user.roles.get("coordinator", set()))
            .exclude(slot__version__project__in=Project.objects.of_author(user).values("pk"))
            .exclude(slot__version__project__in=had.values("version__project"))
            .exclude(slot__version__project__in=asked.values("slot__version__project"))
        )

    def proposed(self) -> Self:
        return self.filter(state=RepairMove.State.PROPOSED)


class RepairMove(Stateful):
    """A place that somebody else, or somebody at all, should have; a coordinator decides."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("a move", "Proposed")
        ACCEPTED = "accepted", pgettext_lazy("a move", "Accepted")
        REFUSED = "refused", pgettext_lazy("a move", "Refused")
        OUTDATED = "outdated", pgettext_lazy("a move", "Outdated")

    class Why(models.TextChoices):
        """The first that holds."""

        CONFLICT = "conflict", _("The reviewer is too near to this work: the sheet cannot come")
        OVERDUE = "overdue", _("Whoever took it did not do it in time")
        CLOSING = "closing", _("The round closes soon")
        PROMISE = "promise", _("The date promised to the author is at risk")
        NO_EXPERT = "no_expert", _("For days no expert has taken it")
        MAKES_ROOM = "makes_room", _("Lets its reviewer take a work that nobody else can")

    MOVES = {State.PROPOSED: {State.ACCEPTED, State.REFUSED, State.OUTDATED}}

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    run = models.ForeignKey(RepairRun, on_delete=models.CASCADE, related_name="moves")
    position = models.PositiveIntegerField()
    slot = models.ForeignKey(ReviewSlot, on_delete=models.PROTECT, related_name="+")
    from_reviewer = models.ForeignKey(  # nobody: the place is open
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=15, choices=Why.choices)
    price = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    objects = RepairMoveQuerySet.as_manager()

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "slot"], name="one_move_a_place"),
            models.CheckConstraint(
                condition=Q(from_reviewer=None) | ~Q(from_reviewer=models.F("to_reviewer")),
                name="moves_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.from_reviewer or '-'} > {self.to_reviewer}"
