"""A rubric as a coordinator writes it: lines, criteria, and what is seen at each level."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Line, Lines, Whole
from project_guide.actions.rubrics import WHOLE, CriterionText, RubricText
from project_guide.models import Rubric

LONGEST = 600


class RubricForm(forms.Form):
    title = Line(label=_("Title"), max_length=150)
    note = Lines(label=_("What reviewers should know"), max_length=1000, required=False, rows=3)
    ready = Whole(
        label=_("Ready to run from"),
        min_value=1,
        max_value=100,
        help_text=_("Points of 100."),
    )
    ready_after_edits = Whole(
        label=_("Ready after small edits from"),
        min_value=0,
        max_value=100,
        help_text=_("Points of 100."),
    )
    gate_level = Whole(label=_("Level that a key criterion must reach"), min_value=1, max_value=9)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("ready_after_edits", 0) > cleaned.get("ready", 100):
            self.add_error("ready_after_edits", _("Not above the line for ready to run."))
        return cleaned


class CriterionRow(forms.Form):
    code = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    title = Line(label=_("Criterion"), max_length=200)
    weight = forms.DecimalField(
        label=_("Weight"), min_value=Decimal("0.5"), max_value=WHOLE, max_digits=5, decimal_places=2
    )
    is_gate = forms.BooleanField(label=_("Key criterion"), required=False)
    no_zero = forms.BooleanField(label=_("Level 0 stops a project"), required=False)

    def __init__(self, *args: Any, max_level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = [f"level_{number}" for number in range(max_level + 1)]
        for number, name in enumerate(self.levels):
            label = _("Seen at level %(number)s") % {"number": number}
            self.fields[name] = Lines(label=label, max_length=LONGEST, rows=2)

    def text(self) -> CriterionText:
        found = self.cleaned_data
        kept = {name: found[name] for name in ("code", "title", "weight", "is_gate", "no_zero")}
        return CriterionText(**kept, levels=[found[name] for name in self.levels])

    def told(self) -> list[forms.BoundField]:
        return [self[name] for name in self.levels]


class BaseRows(forms.BaseFormSet[CriterionRow]):
    def texts(self) -> list[CriterionText]:
        added = [form for form in self.extra_forms if form.has_changed()]
        kept = [*self.initial_forms, *added]
        return [form.text() for form in kept if form not in self.deleted_forms]

    def clean(self) -> None:
        if any(self.errors):
            return
        total = sum((row.weight for row in self.texts()), Decimal(0))
        if total != WHOLE:
            raise forms.ValidationError(
                _("The weights are %(total)s together; they are to be 100."),
                params={"total": f"{total.normalize():f}"},
            )


def rows_of(rubric: Rubric, data: Any = None) -> BaseRows:
    """The criteria with one empty row more."""
    kind = forms.formset_factory(
        CriterionRow, formset=BaseRows, extra=1, can_delete=True, max_num=20, absolute_max=30
    )
    initial = [
        {
            "code": row.code,
            "title": row.title,
            "weight": row.weight,
            "is_gate": row.is_gate,
            "no_zero": row.code in rubric.no_zero_in,
            **{f"level_{number}": text for number, text in enumerate(row.descriptors())},
        }
        for row in rubric.criteria.all()
    ]
    form_kwargs = {"max_level": rubric.max_level}
    found = kind(data, initial=initial, prefix="criteria", form_kwargs=form_kwargs)
    assert isinstance(found, BaseRows)
    return found


def form_of(rubric: Rubric, data: Any = None) -> RubricForm:
    return RubricForm(
        data,
        initial={
            "title": rubric.title,
            "note": rubric.note,
            "ready": rubric.ready,
            "ready_after_edits": rubric.ready_after_edits,
            "gate_level": rubric.gate_level,
        },
    )


def text_of(form: RubricForm, rows: BaseRows) -> RubricText:
    return RubricText(**form.cleaned_data, criteria=rows.texts())
