"""The forms of a decision: prepared, added to, re-opened; and of its conclusion confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Lines
from project_guide.forms.others import KeyField
from project_guide.models import Decision, Verdict


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

    @property
    def otherwise(self) -> str:
        """The reason; it belongs to the letter only if the verdict differs."""
        if self.cleaned_data["verdict"] == self.proposed:
            return ""
        reason: str = self.cleaned_data["reason"]
        return reason


def begun(prepared: Decision) -> dict[str, Any]:
    """What the form of a prepared decision begins with."""
    return {
        "verdict": prepared.verdict,
        "letter": prepared.letter_proper,
        "reason": prepared.otherwise,
        "differs": bool(prepared.otherwise),
    }


class AddToLetter(forms.Form):
    text = Lines(
        label=_("Addendum to the letter"),
        max_length=3000,
        help_text=_("In the author's language. The letter itself stays as it was sent."),
    )
    key = KeyField()


class Reopen(forms.Form):
    reason = Lines(
        label=_("Why the decision is re-opened"),
        max_length=2000,
        help_text=_("In the author's language: the authors will read this."),
        rows=3,
    )


class Prolong(forms.Form):
    note = Lines(
        label=_("What the confirmation rests on"),
        max_length=1000,
        help_text=_("For example: links and tools checked, a run this year. Kept in the record."),
        rows=2,
    )
