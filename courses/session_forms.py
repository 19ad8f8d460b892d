"""The form of a training session."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import name_empty_choices, offer
from core.text import tidy
from core.zones import zone_choices
from courses.models import CoursePage, TrainingSession
from courses.models.milestone import Shift, shifts
from courses.models.session import OFFERED
from people.models import Centre, User

OFFERED_CHOICES = [(track.value, track.label) for track in OFFERED]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def validate_day(day: date) -> None:
    if not 2000 <= day.year <= 2100:
        raise forms.ValidationError(_("Write the year with four digits, e.g. 2027."))


class EditSession(forms.ModelForm[TrainingSession]):
    """The days of enrolment are whole days in the session's own time zone.

    New days of a session move its milestones: `shifts` says how, and is agreed to first.
    """

    shifts: list[Shift]

    opens_on = forms.DateField(
        label=_("First day of enrolment"),
        widget=DayInput(),
        help_text=_("From midnight of this day, in the time zone of the session."),
    )
    closes_on = forms.DateField(
        label=_("Last day of enrolment"),
        widget=DayInput(),
        help_text=_("Till the end of this day."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All dates of the session are counted in it.")
    )
    tracks = forms.MultipleChoiceField(
        label=_("Tracks"),
        choices=OFFERED_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What participants can make. Track C opens to those who completed track A."),
        error_messages={"required": _("Choose at least one track.")},
    )

    may_move = forms.BooleanField(
        label=_("Move the milestones so, and tell whom it concerns"), required=False
    )

    class Meta:
        model = TrainingSession
        fields = [
            "centre",
            "course",
            "title",
            "starts_on",
            "ends_on",
            "time_zone",
            "capacity",
            "tracks",
            "lessons_share",
            "reviews_to_give",
            "product_required",
            "run_required",
            "network_run_may_wait",
            "reflection_required",
        ]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        help_texts = {
            "starts_on": _("The milestones are laid out from the first day to the last."),
            "ends_on": _("Thirteen weeks are usual, two are the least."),
            "capacity": _("Whoever comes later is written on the waiting list."),
            "lessons_share": _("80 means: four lessons of five."),
            "reviews_to_give": _("How many projects of colleagues each participant reviews."),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        """Only the centres that `person` coordinates, and their published courses, are offered."""
        super().__init__(*args, **kwargs)
        self.shifts = []
        centres = person.roles.get("coordinator", set())
        offer(self, "centre", Centre.objects.filter(pk__in=centres))
        offer(self, "course", CoursePage.objects.live().filter(centre__in=centres))
        name_empty_choices(self)
        kept = self.instance.time_zone if self.instance.pk else person.time_zone
        offer(self, "time_zone", zone_choices(kept))
        for name in ("starts_on", "ends_on", "opens_on", "closes_on"):
            self.fields[name].validators += [validate_day]
        self.initial.update(self._first_values(person))

    def _first_values(self, person: User) -> dict[str, Any]:
        session = self.instance
        if session.pk is None:
            centres = sorted(person.roles.get("coordinator", set()))
            return {
                "time_zone": person.time_zone,
                "centre": centres[0] if len(centres) == 1 else None,
            }
        return {
            "opens_on": session.enrolment_opens.astimezone(session.zone).date(),
            "closes_on": session.last_day_of_enrolment,
        }

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if capacity < max(self.instance.taken, 1):
            raise forms.ValidationError(
                _("%(taken)s places are taken already, so fewer cannot be offered.")
                % {"taken": self.instance.taken}
                if self.instance.taken
                else _("Offer at least one place.")
            )
        return capacity

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        zone = ZoneInfo(cleaned.get("time_zone") or "UTC")
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Enrolment cannot close before it opens."))
        elif opens and closes:
            self.instance.enrolment_opens = midnight(opens, zone)
            self.instance.enrolment_closes = midnight(closes + timedelta(days=1), zone)
        ends = cleaned.get("ends_on")
        if closes and ends and closes > ends:
            self.add_error(
                "closes_on", _("Enrolment closes on the last day of the session or earlier.")
            )
        self._look_at_shifts(cleaned)
        return cleaned

    def _look_at_shifts(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        is_moved = (first, last) != (self.instance.starts_on, self.instance.ends_on)
        if self.instance.pk is None or not (first and last) or not is_moved:
            return
        self.shifts = shifts(self.instance, first, last)
        if self.shifts and not cleaned.get("may_move"):
            self.add_error("may_move", _("New days move the milestones. Look how, and agree."))


class MoveMilestones(forms.Form):
    """The first and the last day of every milestone of a session."""

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.milestones = list(session.milestones.all())
        for milestone in self.milestones:
            for part, label in [("starts_on", _("First day")), ("ends_on", _("Last day"))]:
                self.fields[f"{milestone.kind}-{part}"] = forms.DateField(
                    label=label, widget=DayInput(), initial=getattr(milestone, part)
                )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """For the page: the name of each milestone with its two fields."""
        return [
            (m.get_kind_display(), self[f"{m.kind}-starts_on"], self[f"{m.kind}-ends_on"])
            for m in self.milestones
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for milestone in self.milestones:
            first, last = (cleaned.get(f"{milestone.kind}-{p}") for p in ("starts_on", "ends_on"))
            if first and last and first > last:
                self.add_error(
                    f"{milestone.kind}-ends_on", _("The last day comes after the first.")
                )
            if first and first < self.session.starts_on:
                self.add_error(f"{milestone.kind}-starts_on", _("The session begins later."))
            if last and last > self.session.ends_on:
                self.add_error(f"{milestone.kind}-ends_on", _("The session ends earlier."))
        return cleaned

    @property
    def days(self) -> dict[str, tuple[date, date]]:
        found = self.cleaned_data
        return {
            m.kind: (found[f"{m.kind}-starts_on"], found[f"{m.kind}-ends_on"])
            for m in self.milestones
        }


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
