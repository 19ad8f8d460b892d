"""The form of a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Lines
from project_guide.models import Verdict


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
