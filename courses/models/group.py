from datetime import datetime
from typing import Any, Self

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
        """Those whose tutor the user is now, as long as they hold the role in the centre.

        Who ever was a tutor of the group, for conflicts, is asked of `tutors`.
        """
        return self.filter(
            tutorships__tutor=user,
            tutorships__until=None,
            session__centre__in=user.roles.get("tutor", set()),
        )

    def of_enrolment(self, enrolment: Enrolment) -> "Group | None":
        """The group somebody is in now."""
        return self.filter(memberships__enrolment=enrolment, memberships__until=None).first()

    def with_leaders(self) -> Self:
        """Each group with `leading`: the tutorships of those who lead it now. One query more."""
        present = GroupTutor.objects.present(timezone.now()).select_related("tutor")
        return self.prefetch_related(models.Prefetch("tutorships", present, to_attr="leading"))

    def with_people(self) -> Self:
        """With the session, its centre and who leads; two queries for any number of groups."""
        return self.select_related("session__centre", "session__course").with_leaders()

    def take_place(self, pk: int) -> bool:
        return bool(self.filter(pk=pk, taken__lt=F("quota")).update(taken=F("taken") + 1))

    def free_place(self, pk: int) -> None:
        self.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1)


class Group(models.Model):
    """The teachers whom one tutor, or several together, lead through a session."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=100)
    tutors: Any = models.ManyToManyField(  # all who ever led it
        User, through="GroupTutor", related_name="tutored_groups", verbose_name=_("tutors")
    )
    quota = models.PositiveSmallIntegerField(_("places"), default=15)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)

    leading: list["GroupTutor"]  # of `with_leaders`

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
        """The tutors who lead it today."""
        present = self.tutorships.present(timezone.now())
        return User.objects.filter(pk__in=present.values("tutor"))


class GroupTutorQuerySet(models.QuerySet["GroupTutor"]):
    def present(self, now: datetime) -> Self:
        """Of those who lead a group now and hold the role of a tutor in its centre."""
        role = Membership.objects.current(now).filter(
            role=Membership.Role.TUTOR,
            person=models.OuterRef("tutor"),
            centre=models.OuterRef("group__session__centre"),
        )
        return self.filter(models.Exists(role), until=None)


class GroupTutor(models.Model):
    """From when to when somebody led a group; who ever did may not judge its people's work."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="tutorships")
    tutor = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="tutorships", db_column="user_id"
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = GroupTutorQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "tutor"], name="tutor_of_a_group_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="tutorship_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tutor}: {self.group}"


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
