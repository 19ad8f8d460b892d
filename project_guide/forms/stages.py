"""The table of stages: a small form a row, added and removed with or without JavaScript."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import Line, Lines, Whole
from project_guide.forms.card import Difference, Problem
from project_guide.models import Project
from project_guide.models.card import MOST_STAGES, STAGE_FIELDS, STAGE_LABELS

PLACEHOLDER = "__n__"  # in the row that the script copies
LONGEST = 1500
LATE = 99


class StageForm(forms.Form):
    title = Line(max_length=150, required=False)
    week = Whole(
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
        help_text=gettext_lazy("Of the project: the week in which the stage begins."),
    )
    task = Lines(max_length=LONGEST, required=False)
    deliverable = Lines(max_length=LONGEST, required=False)
    criteria = Lines(max_length=LONGEST, required=False)
    light = Lines(max_length=LONGEST, required=False)

    def __init__(self, place: str, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, prefix=f"stage-{place}", initial=initial)
        self.place = place
        for name, field in self.fields.items():
            field.label = capfirst(str(STAGE_LABELS[name]))

    def stage(self) -> dict[str, Any]:
        """The row as it is kept; what is not valid stays out of it."""
        self.is_valid()
        found = self.cleaned_data
        return {
            name: found.get(name) if name == "week" else found.get(name, "")
            for name in STAGE_FIELDS
        }

    @property
    def is_blank(self) -> bool:
        return not self.errors and not any(self.stage().values())


class StagesForm:
    """All rows of the table. The form names its rows in fields called `stage`, in order."""

    def __init__(self, project: Project, data: Any = None, *, blank: int = 0) -> None:
        self.project = project
        self.is_bound = data is not None
        if data is None:
            stored = list(enumerate(project.stages))
            self.stages = [StageForm(str(place), initial=stage) for place, stage in stored]
        else:
            places = [place for place in data.getlist("stage") if place.isdecimal()]
            kept = [place for place in dict.fromkeys(places) if place != data.get("remove")]
            self.stages = [StageForm(place[:3], data) for place in kept]
        for _row in range(blank if self.stages else max(blank, 1)):
            self.add()

    def add(self) -> None:
        """One more empty row, as long as there may be one."""
        if len(self.stages) < MOST_STAGES:
            places = [int(form.place) for form in self.stages]
            self.stages.append(StageForm(str(max(places, default=-1) + 1)))

    @property
    def blanks(self) -> int:
        return sum(form.is_bound and form.is_blank for form in self.stages)

    @property
    def is_full(self) -> bool:
        return len(self.stages) >= MOST_STAGES

    def sample(self) -> StageForm:
        return StageForm(PLACEHOLDER)

    def is_valid(self) -> bool:
        return self.is_bound and not self.problems()

    def changes(self) -> dict[str, Any]:
        """The rows with something in them, in the order of their weeks."""
        rows = [form.stage() for form in self.stages if form.is_bound and not form.is_blank]
        rows = sorted(rows[:MOST_STAGES], key=lambda row: row["week"] or LATE)
        return {"stages": rows} if rows != self.project.stages else {}

    def problems(self) -> list[Problem]:
        found = [
            Problem(
                form[name].id_for_label,
                _("Stage %(number)s, %(field)s") % {"number": number, "field": STAGE_LABELS[name]},
                str(text),
            )
            for number, form in enumerate(self.stages, start=1)
            for name, texts in form.errors.items()
            for text in texts
        ]
        if len(self.stages) > MOST_STAGES:
            text = _("A project has up to %(most)s stages.") % {"most": MOST_STAGES}
            found.append(Problem("stages", _("Stages"), text))
        return found

    def differences(self) -> list[Difference]:
        if not self.changes():
            return []
        saved = ", ".join(stage["title"] or "…" for stage in self.project.stages)
        return [Difference(_("stages"), saved or _("nothing"))]
