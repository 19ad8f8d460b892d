from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from people.models.centre import Centre
from people.models.membership import Membership
from people.models.user import User

VALID_FOR = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(accepted_by=None, revoked_at=None, expires_at__gt=now)

    def visible_to(self, user: User) -> Self:
        """Those of the centres the user coordinates."""
        return self.filter(centre__in=user.roles.get("coordinator", set()))


class Invitation(models.Model):
    """An offer of a role in a centre, sent to one address, good for one use and seven days."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=Membership.Role.choices)
    token = models.CharField(max_length=64, unique=True)  # its fingerprint, never the token
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
