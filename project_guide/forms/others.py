"""Short forms around the card: a word in the conversation, a co-author, a file, the letter."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Line, Lines
from files.forms import UploadForm
from project_guide.models import Project


def form_key() -> str:
    """Names one form on one page: sent twice, it counts once."""
    return uuid4().hex


class KeyField(forms.CharField):
    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(min_length=16, max_length=40, initial=form_key)


class Say(forms.Form):
    text = Lines(label=_("Your words"), max_length=4000)
    key = KeyField()


class NameCoAuthor(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The address with which your colleague signs in here."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class AddFile(UploadForm):
    about = Line(
        label=_("What it is"),
        max_length=150,
        required=False,
        help_text=_("For example: sheet of observations for pupils."),
    )


class Send(forms.Form):
    letter = Lines(
        label=_("What has changed"),
        max_length=3000,
        required=False,
        help_text=_("The coordinator who decides reads it beside the new version."),
    )
    key = KeyField()

    def __init__(self, project: Project, data: Any = None) -> None:
        super().__init__(data)
        self.fields["letter"].required = project.state == Project.State.RETURNED


class Answer(forms.Form):
    answer = Lines(
        label=_("Your answer"),
        max_length=2000,
        help_text=_("What you changed, or why you left it as it is."),
    )
