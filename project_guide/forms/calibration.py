"""Marks on an anchor: a reviewer's trial, the reference; making anchors, choosing them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Line, Lines, name_empty_choices, offer
from project_guide.actions.anchors import Reference
from project_guide.forms.review import NOT_APPLICABLE, choices_of
from project_guide.models import Anchor, Criterion, Kind, ProjectVersion, ReviewRound
from project_guide.models.anchor import IN_A_PAIR, PLACES
from project_guide.models.verdict import Levels


@dataclass(frozen=True)
class MarkedLine:
    """One criterion with its two fields."""

    criterion: Criterion
    level: forms.BoundField
    text: forms.BoundField


class MarksForm(forms.Form):
    """Every criterion of a rubric on one page: a level, and a text beside it."""

    text_options: dict[str, Any] = {"label": _("Why this level"), "required": False}

    def __init__(self, criteria: Iterable[Criterion], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.criteria = list(criteria)
        for row in self.criteria:
            self.fields[f"level_{row.code}"] = forms.ChoiceField(
                label=str(row),
                widget=forms.RadioSelect,
                choices=choices_of(row),
                error_messages={"required": _("Choose a level.")},
            )
            self.fields[f"text_{row.code}"] = Lines(max_length=1000, rows=2, **self.text_options)

    def lines(self) -> list[MarkedLine]:
        return [
            MarkedLine(row, self[f"level_{row.code}"], self[f"text_{row.code}"])
            for row in self.criteria
        ]

    def levels(self) -> Levels:
        chosen = {row.code: self.cleaned_data[f"level_{row.code}"] for row in self.criteria}
        return {
            code: None if level == NOT_APPLICABLE else int(level) for code, level in chosen.items()
        }

    def texts(self) -> dict[str, str]:
        return {row.code: self.cleaned_data[f"text_{row.code}"] for row in self.criteria}


class TrialForm(MarksForm):
    """What a reviewer marks on an anchor."""

    text_options = {"label": _("A word for yourself"), "required": False}


class ReferenceForm(MarksForm):
    """The reference marks with their reasons, and the name in the list of anchors."""

    text_options = {
        "label": _("Reason"),
        "error_messages": {"required": _("Say why: reviewers read it beside their own mark.")},
    }
    title = Line(
        label=_("Name in the list"),
        max_length=170,
        help_text=_("Only coordinators see it; reviewers read the title of the work."),
    )

    def references(self) -> dict[str, Reference]:
        levels, texts = self.levels(), self.texts()
        return {code: Reference(level, texts[code]) for code, level in levels.items()}


def reference_of(anchor: Anchor) -> dict[str, str]:
    """What the form of an anchor begins with."""
    found = {"title": anchor.title}
    for mark in anchor.marks.select_related("criterion"):
        level = NOT_APPLICABLE if mark.level is None else str(mark.level)
        found |= {f"level_{mark.criterion.code}": level, f"text_{mark.criterion.code}": mark.reason}
    return found


class FromProject(forms.Form):
    """Which accepted project becomes an anchor, and that its authors agree."""

    version = forms.ChoiceField(label=_("Accepted project"), widget=forms.Select)
    consent = Line(
        label=_("How the authors agreed"),
        max_length=200,
        help_text=_("For example: by e-mail, on 12 March. They are told that their work is used."),
    )
    with_files = forms.BooleanField(
        label=_("With its files"),
        required=False,
        help_text=_("Look into them first: no name or school may stand in them."),
    )
    words = forms.ChoiceField(
        label=_("Words that may tell who wrote it"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("hide", _("Blot them out")),
            ("leave", _("They tell nothing: leave them")),
        ],
    )

    def __init__(self, versions: dict[str, ProjectVersion], data: Any = None) -> None:
        super().__init__(data)
        self.versions = versions
        offer(self, "version", [("", ""), *((key, told(one)) for key, one in versions.items())])
        name_empty_choices(self)

    def clean_version(self) -> ProjectVersion:
        return self.versions[self.cleaned_data["version"]]


def told(version: ProjectVersion) -> str:
    kind = Kind(version.kind).label
    return f"{version.project.title} ({kind}, {version.project.enrolment.session.title})"


class PairsForm(forms.Form):
    """Two anchors for everybody in a round, and two more for whoever needs them."""

    def __init__(self, review_round: ReviewRound, data: Any = None) -> None:
        super().__init__(data)
        self.usable = {one.code: one for one in Anchor.objects.choosable_in(review_round)}
        chosen = {
            row.place: row.anchor.code for row in review_round.anchors.select_related("anchor")
        }
        choices = [("", ""), *((code, one.title) for code, one in self.usable.items())]
        for place in PLACES:
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=LABELS[place - 1],
                required=False,
                choices=choices,
                initial=chosen.get(place, ""),
                widget=forms.Select,
            )
        name_empty_choices(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [cleaned.get(f"place_{place}", "") for place in PLACES]
        first, second = chosen[:IN_A_PAIR], chosen[IN_A_PAIR:]
        for place, pair in ((1, first), (3, second)):
            if any(pair) and not all(pair):
                empty = place + pair.index("")
                self.add_error(f"place_{empty}", _("A pair has two works."))
        if any(second) and not any(first):
            self.add_error("place_1", _("Choose the first pair first."))
        taken = [code for code in chosen if code]
        if len(set(taken)) < len(taken):
            self.add_error(None, _("The same work stands twice."))
        return cleaned

    def pairs(self) -> list[list[Anchor]]:
        chosen = [self.cleaned_data[f"place_{place}"] for place in PLACES]
        pairs = (chosen[:IN_A_PAIR], chosen[IN_A_PAIR:])
        return [[self.usable[code] for code in pair] for pair in pairs if all(pair)]


LABELS = [
    _("First pair, first work"),
    _("First pair, second work"),
    _("Second pair, first work"),
    _("Second pair, second work"),
]
