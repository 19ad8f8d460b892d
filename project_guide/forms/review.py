"""The pages of a reviewer's sheet. A draft may be saved with gaps; handing in asks for the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Lines, offer
from project_guide.actions.reviews import MOST_MUST_FIX, STRENGTHS, Entry
from project_guide.models import Criterion, Mark, Review, ReviewSlot

NOT_APPLICABLE = "na"
LONGEST = 1000


class Edition(forms.Form):
    """Which saved state of the sheet the page was made from."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class CriterionForm(Edition):
    """The level of one criterion and why."""

    level = forms.ChoiceField(label=_("Level"), required=False, widget=forms.RadioSelect)
    comment = Lines(
        label=_("Why this level"),
        required=False,
        max_length=3000,
        help_text=_("What you saw in the work. The author reads this without your name."),
        rows=5,
    )

    def __init__(self, criterion: Criterion, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "level", choices_of(criterion))

    def entry(self) -> Entry:
        level = self.cleaned_data["level"]
        return Entry(
            level=int(level) if level.isdigit() else None,
            not_applicable=level == NOT_APPLICABLE,
            comment=self.cleaned_data["comment"],
        )


def choices_of(criterion: Criterion) -> list[tuple[str, str]]:
    """The levels with what is seen at each; a key criterion always applies."""
    found = [(str(level), text) for level, text in enumerate(criterion.descriptors())]
    if not criterion.is_gate:
        found.append((NOT_APPLICABLE, str(_("Does not apply to this project"))))
    return found


def initial_of(mark: Mark | None) -> dict[str, Any]:
    if mark is None:
        return {"level": "", "comment": ""}
    level = "" if mark.level is None else str(mark.level)
    return {
        "level": NOT_APPLICABLE if mark.not_applicable else level,
        "comment": mark.comment,
    }


class OverallForm(Edition):
    """What the reviewer says of the whole: strengths, what must be mended, a note."""

    private_note = Lines(
        label=_("Note to the coordinator"),
        required=False,
        max_length=3000,
        help_text=_("Only the coordinator reads this, never the author."),
        rows=3,
    )
    name_shown = forms.BooleanField(
        label=_("My name may stand on the conclusion"),
        required=False,
        help_text=_("Without your consent the conclusion only says how many reviewed the work."),
    )

    def __init__(self, review: Review, data: Any = None) -> None:
        super().__init__(data, initial=overall_of(review))
        self.strengths = _lines(self, "strength", _("Strength"), STRENGTHS)
        self.must_fix = _lines(self, "must_fix", _("Must be mended"), MOST_MUST_FIX)

    def said(self) -> dict[str, Any]:
        """Fields of the sheet as the action takes them."""
        return {
            "strengths": [self.cleaned_data[name] for name in self.strengths],
            "must_fix": [self.cleaned_data[name] for name in self.must_fix],
            "private_note": self.cleaned_data["private_note"],
            "name_shown": self.cleaned_data["name_shown"],
        }

    def strength_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.strengths]

    def must_fix_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.must_fix]


def _lines(form: forms.Form, stem: str, label: Any, number: int) -> list[str]:
    names = [f"{stem}_{place}" for place in range(1, number + 1)]
    for place, name in enumerate(names, start=1):
        form.fields[name] = Lines(
            label=f"{label} {place}", required=False, max_length=LONGEST, rows=2
        )
    return names


def overall_of(review: Review) -> dict[str, Any]:
    return {
        "edition": review.edition,
        "private_note": review.private_note,
        "name_shown": review.name_shown,
        **{f"strength_{place}": text for place, text in enumerate(review.strengths, 1)},
        **{f"must_fix_{place}": text for place, text in enumerate(review.must_fix, 1)},
    }


class GiveBackForm(forms.Form):
    decline = forms.ChoiceField(
        label=_("Why you give it back"),
        choices=ReviewSlot.Decline.choices,
        widget=forms.RadioSelect,
    )
    reason = Lines(
        label=_("In your own words"),
        required=False,
        max_length=300,
        help_text=_("Only the coordinator reads it. Needed for another reason."),
        rows=3,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decline") == ReviewSlot.Decline.OTHER and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a few words what the reason is."))
        return cleaned

    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("decline", "reason")}
