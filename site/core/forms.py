"""Form fields that lose nothing of what people type or paste."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.text import tidy, without_unseen

Choices = Iterable[tuple[str, Any]]
CHOOSE = _("Choose…")


def tidy_lines(text: str) -> str:
    """NFC, plain line ends, nothing invisible: a text of several lines as it was meant."""
    text = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def offer(form: forms.BaseForm, name: str, things: QuerySet[Any] | Choices) -> None:
    """What a field is chosen from, where that depends on the page or on who asks.

    Raises:
        TypeError: the field is no choice, or one of another kind.
    """
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField) and isinstance(things, QuerySet):
        field.queryset = things
    elif isinstance(field, forms.ChoiceField) and not isinstance(things, QuerySet):
        field.choices = list(things)
    else:
        raise TypeError(name)


class Line(forms.CharField):
    """One line. The browser cuts nothing off: what is too long is said, not lost."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        found = super().widget_attrs(widget)
        found.pop("maxlength", None)
        return found


class Lines(Line):
    """Several lines; `rows` is the height of the box."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("rows", rows)

    def to_python(self, value: Any) -> str:
        return tidy_lines(forms.CharField.to_python(self, value) or "")


class Whole(forms.IntegerField):
    """A number in a plain text field, so that a slip of the finger is shown and not swallowed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


def name_empty_choices(form: forms.BaseForm) -> None:
    """Words instead of the dashes with which Django offers to choose nothing yet."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label is not None:
                field.empty_label = CHOOSE
        elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
            (value, _dashes), *others = list(field.widget.choices) or [(None, "")]
            if value == "":
                field.choices = [("", CHOOSE), *others]
