"""Saying who must not review whose work."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Line, name_empty_choices, offer
from people.models import User


def _note() -> Line:
    return Line(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("Only coordinators read it."),
    )


class NameColleague(forms.Form):
    """A reviewer names somebody by their address; whether it is known here is not told."""

    email = forms.EmailField(
        label=_("E-mail of the colleague"),
        help_text=_("A relative, a friend, somebody you work with or have a quarrel with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = _note()


class Person(forms.ModelChoiceField):
    """Somebody of a session, to be told apart by address and school."""

    def label_from_instance(self, user: Any) -> str:
        parts = [f"{user.last_name} {user.first_name}", user.school, user.email]
        return ", ".join(part for part in parts if part)


class NamePair(forms.Form):
    """A coordinator names two people of a session."""

    one = Person(label=_("Person"), queryset=User.objects.none())
    other = Person(label=_("And person"), queryset=User.objects.none())

    def __init__(self, people: QuerySet[User], data: Any = None, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        for name in ("one", "other"):
            offer(self, name, people)
        name_empty_choices(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("one") and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("Choose two different people."))
        return cleaned


class NameConflict(NamePair):
    note = _note()
