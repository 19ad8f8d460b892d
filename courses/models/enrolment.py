from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.models import Stateful
from core.codes import random_code
from courses.models.pages import CoursePage
from courses.models.session import Track, TrainingSession
from people.models import User


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: User) -> Self:
        """The user's own, those of groups they tutor, and those of every centre they coordinate."""
        return self.filter(
            models.Q(teacher=user)
            | models.Q(pk__in=self.model.objects.tutored_by(user).values("pk"))
            | models.Q(session__centre__in=user.roles.get("coordinator", set()))
        )

    def tutored_by(self, user: User) -> Self:
        """Those whose present group the user leads as a tutor of the centre."""
        return self.filter(
            group_memberships__until=None,
            group_memberships__group__tutorships__tutor=user,
            group_memberships__group__tutorships__until=None,
            session__centre__in=user.roles.get("tutor", set()),
        )

    def present(self) -> Self:
        """Those that study or may come back."""
        return self.filter(state__in=[Enrolment.State.ACTIVE, Enrolment.State.ON_BREAK])

    def studying(self) -> Self:
        """Those that may read the lessons."""
        return self.filter(state__in=Enrolment.MAY_READ)

    def of_reader(self, user: User, course: CoursePage) -> Self:
        """The user's places in sessions of a course, the one that is under way first."""
        under_way = models.Case(
            models.When(state=Enrolment.State.ACTIVE, then=0),
            models.When(state=Enrolment.State.ON_BREAK, then=1),
            default=2,
        )
        return (
            self.filter(teacher=user, session__course=course)
            .select_related("session")
            .order_by(under_way, "-applied_at")
        )

    def ahead_of(self, enrolment: "Enrolment") -> Self:
        """Those that wait for a place in the same session and came earlier."""
        return self.filter(
            models.Q(applied_at__lt=enrolment.applied_at)
            | models.Q(applied_at=enrolment.applied_at, pk__lt=enrolment.pk),
            session=enrolment.session_id,
            state=Enrolment.State.WAITING,
        )

    def with_place(self) -> Self:
        return self.filter(state__in=Enrolment.HOLD_A_PLACE)

    def count_by_state(self) -> dict[str, int]:
        rows = self.order_by().values("state").annotate(number=models.Count("pk"))
        return dict(rows.values_list("state", "number"))

    def in_a_group(self) -> Self:
        return self.filter(group_memberships__until=None, group_memberships__isnull=False)

    def chosen(self, *, state: str = "", group: str = "", track: str = "") -> Self:
        """What a list is filtered by; the group is a code, or "none"."""
        found = self
        if state:
            found = found.filter(state=state)
        if track:
            found = found.filter(track=track)
        if group == "none":
            return found.exclude(pk__in=self.model.objects.in_a_group().values("pk"))
        if group:
            present = {"group_memberships__group__code": group, "group_memberships__until": None}
            return found.filter(**present)
        return found

    def of_group(self, group: models.Model) -> Self:
        return self.filter(group_memberships__group=group, group_memberships__until=None)


class Enrolment(Stateful):
    """A teacher's place in one training session, from application to documents."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        WAITING = "waiting", _("On the waiting list")
        ACTIVE = "active", _("Active")
        ON_BREAK = "on_break", _("On a break")
        COMPLETED = "completed", _("Completed")
        NOT_COMPLETED = "not_completed", _("Not completed")
        WITHDRAWN = "withdrawn", _("Left the session")

    MOVES = {
        State.APPLIED: {State.ACTIVE, State.WAITING, State.WITHDRAWN},
        State.WAITING: {State.ACTIVE, State.WITHDRAWN},
        State.ACTIVE: {State.COMPLETED, State.NOT_COMPLETED, State.WITHDRAWN, State.ON_BREAK},
        State.ON_BREAK: {State.ACTIVE, State.NOT_COMPLETED, State.WITHDRAWN},
        State.NOT_COMPLETED: {State.COMPLETED},
        State.WITHDRAWN: {State.APPLIED},
    }
    HOLD_A_PLACE: ClassVar = {
        State.ACTIVE,
        State.ON_BREAK,
        State.COMPLETED,
        State.NOT_COMPLETED,
    }

    MAY_READ: ClassVar = HOLD_A_PLACE
    UNDER_WAY: ClassVar = {State.APPLIED, State.WAITING, State.ACTIVE, State.ON_BREAK}

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    teacher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="enrolments"
    )
    track = models.CharField(_("track"), max_length=20, choices=Track.choices)
    state = models.CharField(max_length=15, choices=State.choices, default=State.APPLIED)
    applied_at = models.DateTimeField()

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_at"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["teacher", "session"], name="one_enrolment_a_session")
        ]
        indexes = [models.Index(fields=["session", "state"], name="enrolments_of_session")]

    def __str__(self) -> str:
        return f"{self.teacher}, {self.session}"


class TrackException(models.Model):
    """A coordinator's recorded exception: this teacher may take a track before its time."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="+")
    teacher = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    track = models.CharField(max_length=20, choices=Track.choices)
    reason = models.TextField(_("reason"), max_length=500)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "teacher", "track"], name="one_exception_a_track"
            )
        ]

    def __str__(self) -> str:
        return f"{self.teacher}: {self.get_track_display()}"
