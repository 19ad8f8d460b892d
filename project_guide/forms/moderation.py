"""What a coordinator may do with a card of two sheets that differ; each way has its form."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Lines, offer
from project_guide.forms.review import NOT_APPLICABLE
from project_guide.models import Criterion, Moderation, Review

LEVEL = "level_"


class UpholdForm(forms.Form):
    note = Lines(
        label=_("Note"),
        required=False,
        max_length=1000,
        help_text=_("For the coordinators only."),
        rows=2,
    )


class OfOneSheet(forms.Form):
    """About one of the two sheets of a card."""

    sheet = forms.ChoiceField(label=_("Whose sheet"), widget=forms.RadioSelect)

    def __init__(self, card: Moderation, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sheets = {"first": card.first, "second": card.second}
        offer(self, "sheet", [(key, str(one.slot.reviewer)) for key, one in self.sheets.items()])

    def chosen(self) -> Review:
        return self.sheets[self.cleaned_data["sheet"]]


class AdjustForm(OfOneSheet):
    reason = Lines(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The authors and the reviewer read it beside the level, without names."),
        rows=3,
    )

    def __init__(
        self, card: Moderation, given: dict[Criterion, str], data: Any = None, **kwargs: Any
    ) -> None:
        """`given` says for each criterion which levels the two sheets have."""
        super().__init__(card, data, **kwargs)
        for criterion, levels in given.items():
            self.fields[f"{LEVEL}{criterion.code}"] = forms.ChoiceField(
                label=str(criterion), required=False, choices=levels_of(criterion, levels)
            )

    def level_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(LEVEL)]

    def levels(self) -> dict[str, int | None]:
        """Only of criteria whose level is to be another."""
        chosen = {
            name.removeprefix(LEVEL): value
            for name, value in self.cleaned_data.items()
            if name.startswith(LEVEL) and value
        }
        return {
            code: None if value == NOT_APPLICABLE else int(value) for code, value in chosen.items()
        }


def levels_of(criterion: Criterion, given: str) -> list[tuple[str, str]]:
    """Plain numbers: their words stand in the table above."""
    found = [("", gettext("As it is (%(levels)s)") % {"levels": given})]
    found += [(str(level), str(level)) for level in range(len(criterion.descriptors()))]
    if not criterion.is_gate:
        found.append((NOT_APPLICABLE, gettext("does not apply")))
    return found


class CoachForm(OfOneSheet):
    note = Lines(
        label=_("What you would like the reviewer to look at next time"),
        max_length=2000,
        help_text=_("Only the reviewer reads it, as a notice."),
        rows=5,
    )


class CloseForm(forms.Form):
    reason = Lines(label=_("Why nobody need wait"), max_length=300, rows=2)
