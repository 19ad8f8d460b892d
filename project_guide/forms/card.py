"""The form of one section of the card. Nothing is required here: a draft may be empty."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Line, Lines, Whole
from project_guide.card_read import words
from project_guide.forms.fields import Links, Tags
from project_guide.models import Project
from project_guide.models.card import (
    SECTIONS,
    VOCABULARIES,
    Card,
    fields_of,
    label_of,
    required_of,
)

ROWS = {"description": 10, "question": 3, "idea": 2}
HELP = {
    "title": _("As colleagues will find it in the Guide."),
    "description": _("What pupils do and why, as you would tell a colleague. Blank lines part it."),
    "subjects": _("All that the project touches."),
    "weeks": _("From 1 to 40, with the preparation."),
    "languages": _("Those in which pupils can work."),
    "tags": _("Up to 8 words or phrases by which it is found, with commas between them."),
    "results": _("What will be there in the end, and what pupils will be able to do."),
    "tools": _("Programmes, services and materials, and what replaces them on a slow link."),
    "assessment": _("Who assesses what, when, and by which criteria."),
    "joint_result": _("What all teams make together."),
    "links": _("One address a line, each begins with https://."),
    "names_shown": _("You can change this until the project is sent for review."),
}
YES_NO = [("True", _("Yes")), ("False", _("No"))]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, and the id under which it stands on the page."""

    id: str
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    """What is saved now in a field where something else has been typed."""

    label: str
    saved: str


def fields_in(section: str, kind: str) -> tuple[str, ...]:
    return tuple(name for name in SECTIONS[section] if name in fields_of(kind))


def seen(project: Project, section: str) -> str:
    """A mark of what the section holds: the same as long as nobody has changed this section."""
    values = [getattr(project, name) for name in fields_in(section, project.kind)]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:20]


def field_of(name: str) -> forms.Field:
    source: Any = Card._meta.get_field(name)
    words: dict[str, Any] = {
        "label": capfirst(label_of(name)),
        "help_text": HELP.get(name, source.help_text),
        "required": False,
    }
    if name in VOCABULARIES:
        return forms.MultipleChoiceField(
            choices=VOCABULARIES[name].choices, widget=forms.CheckboxSelectMultiple, **words
        )
    if name == "names_shown":
        return forms.TypedChoiceField(
            choices=YES_NO,
            coerce="True".__eq__,
            empty_value=None,
            widget=forms.RadioSelect,
            **words,
        )
    if name in ("tags", "links"):
        return Tags(**words) if name == "tags" else Links(**words)
    if source.choices:
        return forms.ChoiceField(choices=source.choices, widget=forms.RadioSelect, **words)
    if isinstance(source, models.BooleanField):
        return forms.BooleanField(**words)
    if isinstance(source, models.IntegerField):
        return Whole(validators=source.validators, **words)
    return _text(name, source.max_length, words)


def _text(name: str, max_length: int, words: dict[str, Any]) -> forms.Field:
    if name == "title":
        return Line(max_length=max_length, **words)
    field = Line if name == "idea" else Lines
    widget = forms.Textarea(attrs={"rows": ROWS.get(name, 5)})
    return field(max_length=max_length, widget=widget, **words)


class SectionForm(forms.Form):
    """What is typed in a section; the valid part of it can be saved whatever the rest is like."""

    def __init__(self, project: Project, section: str, data: Any = None) -> None:
        self.project = project
        names = fields_in(section, project.kind)
        super().__init__(data, initial={name: getattr(project, name) for name in names})
        self.fields.update({name: field_of(name) for name in names})

    def changes(self) -> dict[str, Any]:
        """The valid fields that are not as they are saved."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value != getattr(self.project, name)
        }

    def problems(self) -> list[Problem]:
        return [
            Problem(self[name].id_for_label or f"id_{name}", str(self[name].label), str(text))
            for name, texts in self.errors.items()
            for text in texts
        ]

    def differences(self) -> list[Difference]:
        """What is saved now, by the other window, where this one has something else."""
        return [
            Difference(
                label_of(name), words(name, getattr(self.project, name)) or gettext("nothing")
            )
            for name in self.changes()
        ]

    def rows(self) -> list[dict[str, Any]]:
        """Each field with the words beside its label, and its limit when it has a counter."""
        needed = required_of(self.project.kind)
        return [
            {
                "field": field,
                "mark": _("needed to send for review") if field.name in needed else "",
                "counter": getattr(field.field, "max_length", None) or "",
            }
            for field in self
        ]
