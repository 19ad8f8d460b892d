from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import offer
from courses.models import CoursePage
from people.models import Membership, User


class PersonChoice(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class AppointAuthor(forms.Form):
    """One of the centre's tutors, or whichever member of the centre owns the address."""

    tutor = PersonChoice(
        label=_("A tutor of the centre"),
        queryset=User.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Choose a person"),
    )
    email = forms.EmailField(
        label=_("Or the e-mail of another member of the centre"),
        help_text=_("For example a methodist or an expert, e.g. olga@example.org."),
        required=False,
    )

    def __init__(self, *args: Any, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course = course
        writing = course.authorships.filter(until=None)
        tutors = self._people(Membership.Role.TUTOR).exclude(authorships__in=writing)
        offer(self, "tutor", tutors)

    def _people(self, *roles: str) -> QuerySet[User]:
        held = Membership.objects.current(timezone.now()).filter(centre=self.course.centre_id)
        if roles:
            held = held.filter(role__in=roles)
        return User.objects.filter(pk__in=held.values("person"), is_active=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        person, email = cleaned.get("tutor"), cleaned.get("email")
        if bool(person) == bool(email):
            self.add_error("tutor", _("Choose a tutor, or write one e-mail address below."))
        elif email:
            person = self._people().filter(email__iexact=email).first()
            if person is None:
                self.add_error(
                    "email",
                    _("No member of the centre has this address. Invite the person first."),
                )
        cleaned["person"] = person
        return cleaned
