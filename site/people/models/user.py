from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from core.fields import FoldedField
from core.prepared import Prepared
from core.text import tidy, validate_name

if TYPE_CHECKING:
    from people.models.centre import Centre


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no such time zone."), code="time_zone")


def person_key() -> Coalesce:
    """One for all the accounts of a person: that of the first; an index has it."""
    return Coalesce("first_account", "id")


class UserManager(BaseUserManager["User"]):
    def of_people(self, keys: Any) -> models.QuerySet["User"]:
        """All the accounts of those with these person keys."""
        return self.alias(person_key=person_key()).filter(person_key__in=keys)

    def of_person(self, key: int) -> models.QuerySet["User"]:
        return self.alias(person_key=person_key()).filter(person_key=key)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields = {"is_staff": True, "is_superuser": True, **fields}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """A person with an account. What they may do follows from memberships, not from a kind."""

    class Country(models.TextChoices):
        RUSSIA = "RU", _("Russia")
        BELARUS = "BY", _("Belarus")
        UKRAINE = "UA", _("Ukraine")
        KAZAKHSTAN = "KZ", _("Kazakhstan")
        OTHER = "XX", _("Another country")

    username = None  # type: ignore[assignment]
    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(
        _("given name and patronymic"), max_length=100, validators=[validate_name]
    )
    last_name = models.CharField(_("surname"), max_length=100, validators=[validate_name])
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[validate_time_zone]
    )
    country = models.CharField(_("country"), max_length=2, choices=Country.choices, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    school = models.CharField(_("school"), max_length=200, blank=True)
    school_key = FoldedField(source="school", max_length=600)  # folding may make it longer

    # A person may have two accounts; conflicts of interest know both. The first has none itself.
    first_account = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later_accounts"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]
        indexes = [
            models.Index(fields=["school_key"], name="people_of_a_school"),
            models.Index(person_key(), name="accounts_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def accounts(self) -> models.QuerySet["User", "User"]:
        """This account and whatever others belong to the same person."""
        first = self.first_account_id or self.pk
        return User.objects.of_person(first)

    def clean(self) -> None:
        super().clean()
        for field in ("first_name", "last_name", "region", "school"):
            setattr(self, field, tidy(getattr(self, field)))

    @property
    def short_name(self) -> str:
        """Given name and the first letter of the surname."""
        given = self.first_name.split(" ")[0]
        return f"{given} {self.last_name[:1]}." if self.last_name else given

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def roles(self) -> dict[str, set[int]]:
        """The ids of the centres in which the person holds each role today; read once a request.

        An administrator stands in for the coordinators of every centre.
        """
        found: dict[str, set[int]] = {}
        for role, centre in ROLES.rows(self.pk, datetime.now(UTC)):
            found.setdefault(role, set()).add(centre)
        if self.is_superuser:
            centres = apps.get_model("people", "Centre").objects.values_list("pk", flat=True)
            found["coordinator"] = set(centres)
        return found

    def centres(self, role: str) -> tuple[int, ...]:
        """In which the person holds the role today."""
        return tuple(self.roles.get(role, ()))

    def holds(self, role: str, centre: "Centre | int") -> bool:
        centre_id = centre if isinstance(centre, int) else centre.pk
        return centre_id in self.roles.get(role, set())

    def coordinates(self, centre: "Centre | int") -> bool:
        return self.holds("coordinator", centre)


def _roles(person: int, now: datetime) -> models.QuerySet[Any, tuple[str, int]]:
    held = apps.get_model("people", "Membership").objects.current(now).filter(person=person)
    return held.order_by().values_list("role", "centre_id")


ROLES = Prepared(_roles)
