from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from courses.models.enrolment import Enrolment
from courses.models.session import TrainingSession
from people.models import Membership, User


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: User) -> Self:
        """Those the user leads, and those of centres they coordinate."""
        return self.filter(
            Q(pk__in=Group.objects.led_by(user).values("pk"))
            | Q(session__centre__in=user.roles.get("coordinator", set()))
        )

    def led_by(self, user: User) -> Self:
        """Those whose tutor the user is, as long as they hold the role in the centre.

        Who once was a tutor of the group, for conflicts, is asked of `tutors` itself.
        """
        return self.filter(tutors=user, session__centre__in=user.roles.get("tutor", set()))

    def with_people(self) -> Self:
        """With the session, its centre and the tutors; two queries for any number of groups."""
        return self.select_related("session__centre", "session__course").prefetch_related("tutors")

    def take_place(self, pk: int) -> bool:
        return bool(self.filter(pk=pk, taken__lt=F("quota")).update(taken=F("taken") + 1))

    def free_place(self, pk: int) -> None:
        self.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1)


class Group(models.Model):
    """The teachers whom one tutor, or several together, lead through a session."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=100)
    tutors = models.ManyToManyField(User, related_name="tutored_groups", verbose_name=_("tutors"))
    quota = models.PositiveSmallIntegerField(_("places"), default=15)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["session", "name"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="one_group_a_name"),
            models.CheckConstraint(condition=Q(taken__lte=F("quota")), name="group_within_quota"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def places_left(self) -> int:
        return self.quota - self.taken

    def leaders(self) -> models.QuerySet[User]:
        """The tutors who hold the role in the centre today."""
        roles = Membership.objects.current(timezone.now()).filter(
            role=Membership.Role.TUTOR, centre=self.session.centre_id
        )
        return self.tutors.filter(pk__in=roles.values("person"))


class GroupMembership(models.Model):
    """From when to when an enrolment was in a group: moving a person never rewrites history."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="group_memberships"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(until=None), name="one_present_group"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="group_membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.group}"


class GroupInvitationQuerySet(models.QuerySet["GroupInvitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)


class GroupInvitation(models.Model):
    """A link by which teachers join a group; shown once, listed, revocable."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=64, unique=True)  # its fingerprint, never the token
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    joined = models.PositiveSmallIntegerField(default=0)

    objects = GroupInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.group}, {self.made_at}"
