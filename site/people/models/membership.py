from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.centre import Centre
from people.models.user import User

ENDS_WITH_ROLE = {
    "tutor": _(
        "Groups that only this person leads are left without a tutor: "
        "give them to another on the group's page."
    ),
    "expert": _("Pieces that are with this person go back to the queue."),
}


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, now: datetime) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=now), since__lte=now)

    def visible_to(self, user: User) -> Self:
        """Those of the centres the user coordinates."""
        return self.filter(centre__in=user.roles.get("coordinator", set()))


class Membership(models.Model):
    """A role of a person in a centre, from one moment to another; ended, never deleted."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        TUTOR = "tutor", _("Tutor")
        EXPERT = "expert", _("Expert")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "role", "person__last_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "centre", "role"],
                condition=Q(until=None),
                name="one_open_membership_a_role",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.centre}"

    @property
    def ends_with_it(self) -> str:
        """What else stops when the role ends."""
        return str(ENDS_WITH_ROLE.get(self.role, ""))
