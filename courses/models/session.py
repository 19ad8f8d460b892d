from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from courses.models.pages import CoursePage
from people.models import Centre, User
from people.models.user import validate_time_zone


class Track(models.TextChoices):
    """What a teacher makes in a session."""

    LOCAL_PROJECT = "local_project", _("A. Local project")
    TEAM = "team", _("B. Team in a network project")
    NETWORK_PROJECT = "network_project", _("C. Network project")
    TRAINING_PROGRAMME = "training_programme", _("D. Training programme")


# A team needs somebody's run to join, and there are none yet: the track is offered with them.
OFFERED = [Track.LOCAL_PROJECT, Track.NETWORK_PROJECT, Track.TRAINING_PROGRAMME]
ABOUT_TRACK = {
    Track.LOCAL_PROJECT: _(
        "You design a project for your own pupils, have it reviewed and run it with them."
    ),
    Track.TEAM: _("You bring a team of pupils to a colleague's network project."),
    Track.NETWORK_PROJECT: _(
        "You design a project in which teams of several schools work together."
    ),
    Track.TRAINING_PROGRAMME: _("You design a programme of seminars for teachers."),
}
SHORTEST, LONGEST = timedelta(days=13), timedelta(days=366)  # from the first day to the last
FIRST_TRACKS = {Track.LOCAL_PROJECT, Track.TEAM}


def default_tracks() -> list[str]:
    return [Track.LOCAL_PROJECT, Track.NETWORK_PROJECT]


def validate_tracks(tracks: list[str]) -> None:
    if not tracks or not set(tracks) <= set(OFFERED):
        raise ValidationError(_("Choose the tracks that the session offers."), code="tracks")


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def open_for_enrolment(self, now: datetime) -> Self:
        return self.filter(enrolment_opens__lte=now, enrolment_closes__gt=now)

    def public(self) -> Self:
        """Those of published courses; places, dates and names come with them."""
        return self.filter(course__live=True).select_related("course", "centre")

    def coming(self, today: date) -> Self:
        """Those that have not ended."""
        return self.filter(ends_on__gte=today)

    def running(self, today: date) -> Self:
        return self.filter(starts_on__lte=today, ends_on__gte=today)

    def of_coordinator(self, user: User) -> Self:
        return self.filter(centre__in=user.roles.get("coordinator", set()))

    def with_counts(self) -> Self:
        """With the number of those who wait, and of groups."""
        waiting = Q(enrolments__state="waiting")
        return self.annotate(
            waiting=Count("enrolments", filter=waiting, distinct=True),
            group_count=Count("groups", distinct=True),
        )

    def take_place(self, pk: int) -> bool:
        """Count one more place, if there is one; whoever gets False got none."""
        return bool(self.filter(pk=pk, taken__lt=F("capacity")).update(taken=F("taken") + 1))

    def free_place(self, pk: int) -> None:
        self.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1)


class TrainingSession(models.Model):
    """One holding of a course in a centre: a session is its dates."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("centre")
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("course")
    )
    title = models.CharField(
        _("title"), max_length=150, help_text=_("Season and year, e.g. “Autumn 2026”.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    enrolment_opens = models.DateTimeField(_("enrolment opens"))
    enrolment_closes = models.DateTimeField(_("enrolment closes"))
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[validate_time_zone]
    )
    capacity = models.PositiveIntegerField(_("places"), default=60)
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    tracks = models.JSONField(_("tracks"), default=default_tracks, validators=[validate_tracks])

    # The completion rule: what an enrolment needs before it is completed.
    lessons_share = models.PositiveSmallIntegerField(
        _("lessons to be done, per cent"), default=80, validators=[MaxValueValidator(100)]
    )
    reviews_to_give = models.PositiveSmallIntegerField(
        _("reviews to be given"), default=2, validators=[MaxValueValidator(20)]
    )
    product_required = models.BooleanField(_("an accepted product"), default=True)
    run_required = models.BooleanField(_("a run with pupils"), default=True)
    network_run_may_wait = models.BooleanField(
        _("a network project may be run in the next season"), default=True
    )
    reflection_required = models.BooleanField(_("a reflection"), default=True)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="no_more_places_than_there_are"
            ),
            models.CheckConstraint(
                condition=Q(lessons_share__lte=100), name="lessons_share_is_a_percentage"
            ),
            models.UniqueConstraint(
                fields=["centre", "course", "title", "starts_on"],
                name="session_opened_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts_on and self.ends_on:
            if self.ends_on < self.starts_on + SHORTEST:
                raise ValidationError({"ends_on": _("A session lasts two weeks at least.")})
            if self.ends_on > self.starts_on + LONGEST:
                raise ValidationError({"ends_on": _("A session lasts a year at most.")})
        opens, closes = self.enrolment_opens, self.enrolment_closes
        if opens and closes and closes <= opens:
            raise ValidationError({"enrolment_closes": _("Enrolment closes after it opens.")})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken

    @property
    def weeks(self) -> int:
        return ((self.ends_on - self.starts_on).days + 7) // 7

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def week_of(self, day: date) -> int:
        """1 in the first week; 0 and less before the start."""
        return (day - self.starts_on).days // 7 + 1

    def is_open_for_enrolment(self, now: datetime) -> bool:
        return self.enrolment_opens <= now < self.enrolment_closes

    def first_day_of(self, week: int) -> date:
        return self.starts_on + timedelta(weeks=week - 1)

    def asks_for(self, week: int, published_at: datetime | None) -> bool:
        """Whether a lesson of that week counts: it was there before its week was over.

        What is published later is a gift: nobody owes it, and nobody is behind because of it.
        """
        if published_at is None:
            return True
        return published_at.astimezone(self.zone).date() < self.first_day_of(week + 1)

    @property
    def last_day_of_enrolment(self) -> date:
        return (self.enrolment_closes.astimezone(self.zone) - timedelta(microseconds=1)).date()

    def has_ended(self, now: datetime) -> bool:
        return self.today(now) > self.ends_on
