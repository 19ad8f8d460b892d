from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.forms import name_empty_choices, offer
from core.text import tidy, validate_name
from core.zones import zone_choices
from people.models import Membership, User


class SignUp(forms.Form):
    """Two names beside allauth's address and password: four fields, and five are the most."""

    first_name = forms.CharField(
        label=_("Given name and patronymic"),
        max_length=100,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Surname"),
        max_length=100,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    field_order = ["email", "first_name", "last_name", "password1"]

    def clean_first_name(self) -> str:
        return tidy(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return tidy(self.cleaned_data["last_name"])

    def signup(self, request: Any, user: User) -> None:
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.language = translation.get_language() or user.language
        user.save(update_fields=["first_name", "last_name", "language"])


class Profile(forms.ModelForm[User]):
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "language",
            "time_zone",
            "country",
            "region",
            "school",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "time_zone", zone_choices(self.instance.time_zone))
        name_empty_choices(self)


class Invite(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
