"""What an expert says: topics and limits, a pause, an answer to an invitation, the time it took."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Line, Whole
from project_guide.actions.answers import Suggestion
from project_guide.forms.review import GiveBackForm
from project_guide.models import Expertise, Pause
from project_guide.models.card import VOCABULARIES
from project_guide.models.expertise import MOST

LONGEST = 100  # hours of one review
LONGEST_PAUSE = timedelta(days=366)


class ExpertiseForm(forms.ModelForm[Expertise]):
    cap = Whole(
        label=_("Most reviews in one session"),
        min_value=1,
        max_value=MOST,
        help_text=_("Over all rounds of a session. What you decline or give back does not count."),
    )

    class Meta:
        model = Expertise
        fields = ["subjects", "grade_bands", "languages", "cap"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in VOCABULARIES.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=self.fields[name].label,
                choices=words.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PauseForm(forms.ModelForm[Pause]):
    class Meta:
        model = Pause
        fields = ["starts_on", "ends_on", "note"]
        widgets = {"starts_on": Day(), "ends_on": Day()}
        help_texts = {"note": _("The coordinator reads it.")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes after the first."))
        if first and last and last - first > LONGEST_PAUSE:
            self.add_error("ends_on", _("A pause is a year at most; after that say so again."))
        return cleaned


class DeclineForm(GiveBackForm):
    """A reason, and perhaps somebody else."""

    name = Line(label=_("Name"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    words = Line(
        label=_("Why this person"),
        required=False,
        max_length=300,
        help_text=_("The coordinator reads it and decides; nobody is written to by this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decline"].label = _("Why you decline")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_meant = cleaned.get("name") or cleaned.get("words")
        if is_meant and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Say by what address this person can be reached."))
        return cleaned

    def suggestion(self) -> Suggestion:
        return Suggestion(**{name: self.cleaned_data[name] for name in ("name", "email", "words")})


class TimeForm(forms.Form):
    """How long a review took; nobody need say."""

    hours = Whole(label=_("Hours"), required=False, min_value=0, max_value=LONGEST)
    minutes = Whole(label=_("Minutes"), required=False, min_value=0, max_value=59)

    def whole(self) -> int | None:
        """In minutes; None when nothing was said."""
        hours, minutes = self.cleaned_data["hours"], self.cleaned_data["minutes"]
        return (hours or 0) * 60 + (minutes or 0) or None
