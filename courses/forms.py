from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Lines, name_empty_choices, offer
from core.text import tidy
from courses.models import Enrolment, Group, Reflection, Track, TrainingSession
from courses.session_forms import OFFERED_CHOICES
from people.models import User


class WriteReflection(forms.ModelForm[Reflection]):
    class Meta:
        model = Reflection
        fields = ["text"]
        labels = {"text": _("My reflection")}
        help_texts = {
            "text": _(
                "What worked with your pupils, what did not, what you will do differently. "
                "Your tutor and the coordinator read it."
            )
        }
        field_classes = {"text": Lines}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}


class FormGroup(forms.Form):
    name = forms.CharField(
        label=_("Name of the group"),
        max_length=100,
        help_text=_("For example “Rural schools” or “Group of Elena P.”"),
    )
    quota = forms.IntegerField(
        label=_("Places in the group"),
        min_value=1,
        max_value=200,
        initial=15,
        help_text=_("An invitation gives a place while there is one."),
    )
    tutor = forms.ModelChoiceField(label=_("Tutor"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, tutors: QuerySet[User] | None, **kwargs: Any) -> None:
        """With `tutors` (a coordinator asks) one of them is chosen to lead the group."""
        super().__init__(*args, **kwargs)
        if tutors is None:
            del self.fields["tutor"]
        else:
            offer(self, "tutor", tutors)

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the group a name."))
        return name


class Quota(forms.Form):
    quota = forms.IntegerField(label=_("Places in the group"), min_value=1, max_value=200)


class ChangeTutors(forms.Form):
    tutors = forms.ModelMultipleChoiceField(
        label=_("Who leads the group"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tutors of the centre. Several lead it together."),
        error_messages={"required": _("Choose one tutor at least.")},
    )

    def __init__(self, *args: Any, tutors: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "tutors", tutors)


class MoveToGroup(forms.Form):
    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none())

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", session.groups.all())
        name_empty_choices(self)


class GrantException(forms.Form):
    """A track before its time, for one person, with a reason that stays in the record."""

    email = forms.EmailField(
        label=_("E-mail of the teacher"),
        help_text=_("The address of their account. They are told about the exception."),
    )
    track = forms.ChoiceField(label=_("Track"))
    reason = Lines(
        label=_("Reason"),
        max_length=500,
        rows=3,
        help_text=_("For example “Carried out two network projects in another system”."),
    )

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "track",
            [
                (track, label)
                for track, label in OFFERED_CHOICES
                if track == Track.NETWORK_PROJECT and track in session.tracks
            ],
        )

    def clean_email(self) -> User:
        """The person whose account has the address."""
        email = self.cleaned_data["email"]
        teacher = User.objects.filter(email__iexact=email, is_active=True).first()
        if teacher is None:
            raise forms.ValidationError(
                _("There is no account with this address. Ask the teacher to create one first.")
            )
        return teacher


class Filter(forms.Form):
    """Which enrolments of a session are listed; what cannot be read filters nothing."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *Enrolment.State.choices], required=False
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    track = forms.ChoiceField(
        label=_("Track"), choices=[("", _("All")), *Track.choices], required=False
    )

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(group.code, group.name) for group in groups]
        offer(self, "group", [("", _("All")), ("none", _("Without a group")), *named])

    @property
    def chosen(self) -> dict[str, str]:
        """Only what was chosen and exists; asks for `full_clean` itself."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
