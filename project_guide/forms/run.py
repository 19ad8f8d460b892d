from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import Lines, Whole, name_empty_choices
from project_guide.forms.fields import validate_no_contacts
from project_guide.models import RunRecord


class RecordRun(forms.ModelForm[RunRecord]):
    """The run with one's own pupils, told in numbers and results."""

    class Meta:
        model = RunRecord
        fields = ["starts_on", "ends_on", "grade_band", "pupils", "results"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        field_classes = {"pupils": Whole, "results": Lines}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        name_empty_choices(self)
        self.fields["results"].validators.append(validate_no_contacts)

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on > self.today:
            raise ValidationError(_("Write the run down when its last day has come."))
        return ends_on

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes before the first one."))
        return found
