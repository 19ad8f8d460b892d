"""The forms of a coordinator: the decision, and the rules of a round."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Lines
from core.zones import zone_name
from project_guide.models import ReviewRound, Verdict


class DecisionForm(forms.Form):
    """A verdict with a letter; whoever decides otherwise than proposed says why in it."""

    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    letter = Lines(
        label=_("Letter to the authors"),
        max_length=5000,
        help_text=_("In the author's language. It is sent with the decision, without names."),
        rows=12,
    )
    reason = Lines(
        label=_("Why you decide otherwise than proposed"),
        required=False,
        max_length=900,
        help_text=_("Needed only then. It is added to the letter."),
        rows=3,
    )
    differs = forms.BooleanField(
        label=_("I decide otherwise than the sheets propose"), required=False
    )

    def __init__(self, proposed: str, data: Any = None, **kwargs: Any) -> None:
        self.proposed = proposed
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict", self.proposed) == self.proposed:
            return cleaned
        if not cleaned.get("reason"):
            self.add_error("reason", _("Say why: the authors will ask."))
        if not cleaned.get("differs"):
            self.add_error("differs", _("Confirm that you decide otherwise than proposed."))
        return cleaned

    def whole_letter(self) -> str:
        """The letter as it is sent; the reason belongs to it only if the verdict differs."""
        text: str = self.cleaned_data["letter"]
        if self.cleaned_data["verdict"] == self.proposed:
            return text
        return f"{text}\n\n{self.cleaned_data['reason']}"


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class RoundForm(forms.ModelForm[ReviewRound]):
    """The rules of a round, each with what it means."""

    class Meta:
        model = ReviewRound
        fields = [
            "opens_at",
            "closes_at",
            "wanted",
            "lease_hours",
            "grace_minutes",
            "load_cap",
            "exclude_same_group",
            "exclude_same_school",
        ]
        labels = {
            "opens_at": _("Opens"),
            "closes_at": _("Closes"),
            "exclude_same_group": _("Nobody reviews a project of their own group"),
            "exclude_same_school": _("Nobody reviews a project from their own school"),
        }
        help_texts = {
            "wanted": _("If you raise it, projects already in review get more places."),
            "lease_hours": _("After this the review is late; it is still taken."),
            "load_cap": _("So that a few do not carry all."),
        }
        widgets = {"opens_at": Moment(), "closes_at": Moment()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = gettext("Time zone: %(zone)s.") % {
            "zone": zone_name(timezone.get_current_timezone_name())
        }
        for name in ("opens_at", "closes_at"):
            self.fields[name].help_text = zone
        for name, least, most in LIMITS:
            self.fields[name].widget.attrs |= {"min": least, "max": most}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, least, most in LIMITS:
            value = cleaned.get(name)
            if value is not None and not least <= value <= most:
                limits = {"least": least, "most": most}
                self.add_error(name, _("From %(least)s to %(most)s.") % limits)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The round closes after it opens."))
        return cleaned


LIMITS = [
    ("wanted", 1, 7),
    ("lease_hours", 1, 720),
    ("grace_minutes", 1, 2880),
    ("load_cap", 1, 50),
]
