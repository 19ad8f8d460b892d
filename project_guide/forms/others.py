"""Short forms around the card: a word in the conversation, a co-author, a file, the letter."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CHOOSE, Line, Lines
from files.forms import UploadForm
from people.models import User
from project_guide.models import Project, Remark
from project_guide.tell_tales import names_in


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
        help_text=_(
            "The reviewers of the new version read it, and the coordinator who decides. They do "
            "not learn who you are: do not sign it."
        ),
    )
    as_it_is = forms.BooleanField(label=_("Send the letter as it is"), required=False)
    key = KeyField()

    def __init__(self, project: Project, data: Any = None, *, authors: Iterable[User] = ()) -> None:
        super().__init__(data)
        self.authors = list(authors)
        self.tale: list[str] = []  # what in the letter would tell reviewers who wrote it
        self.is_read_blind = project.state != Project.State.ACCEPTED_WITH_EDITS
        self.fields["letter"].required = project.state == Project.State.RETURNED
        if not self.is_read_blind:
            self.fields["letter"].help_text = _("The coordinator reads it and confirms the edits.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_read_blind:
            self.tale = names_in(cleaned.get("letter", ""), self.authors)
        if self.tale and not cleaned.get("as_it_is"):
            warning = _("Reviewers would read: %(found)s. Take it out, or confirm that it stays.")
            self.add_error("letter", warning % {"found": ", ".join(self.tale)})
        return cleaned


class Answer(forms.Form):
    """To one remark; what was not done as asked has its reason."""

    outcome = forms.ChoiceField(
        label=_("What you did"), choices=[("", CHOOSE), *Remark.Outcome.choices]
    )
    answer = Lines(
        label=_("Your answer"),
        required=False,
        max_length=2000,
        help_text=_("Where it is to be seen; or why you did otherwise, or left it as it is."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = cleaned.get("outcome", Remark.Outcome.DONE)
        if outcome != Remark.Outcome.DONE and not cleaned.get("answer", "-"):
            self.add_error("answer", _("Say why it was done otherwise, or not at all."))
        return cleaned

    def said(self) -> tuple[str, str]:
        return self.cleaned_data["outcome"], self.cleaned_data["answer"]
