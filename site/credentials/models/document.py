import textwrap
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, NoReturn, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from credentials.models.facts import CertificateFacts, ConclusionFacts, ReviewStatementFacts
from people.models import Centre, User

CODE_LENGTH = 26  # 128 bits: whoever has the code was given it


class FrozenError(Exception):
    """An issued document is not changed: withdraw it, or issue another that replaces it."""


def document_code() -> str:
    return random_code(CODE_LENGTH)


class DocumentQuerySet(models.QuerySet["Document"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)


class Document(models.Model):
    """Facts a centre keeps and vouches for, frozen when issued, with a number and a code.

    It outlives accounts (the name stands in the facts) and never vanishes: it can be
    withdrawn, be replaced by another, or need confirmation after a date.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate")
        CONCLUSION = "conclusion", _("Conclusion")
        REVIEW_STATEMENT = "review_statement", _("Statement of reviews")

    class Standing(models.TextChoices):
        """Derived when read, never stored."""

        VALID = "valid", _("Valid")
        NEEDS_CONFIRMATION = "needs_confirmation", _("Needs confirmation")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    FACTS: ClassVar[dict[str, type]] = {
        Kind.CERTIFICATE: CertificateFacts,
        Kind.CONCLUSION: ConclusionFacts,
        Kind.REVIEW_STATEMENT: ReviewStatementFacts,
    }
    LATER = frozenset(
        {
            "person",
            "issued_by",
            "replaced_by",
            "withdrawn_at",
            "withdrawal_reason",
            "confirmed_at",
            "confirmed_until",
        }
    )

    code = models.CharField(
        max_length=CODE_LENGTH, unique=True, default=document_code, editable=False
    )
    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=200, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    language = models.CharField(_("language"), max_length=5)
    facts = models.JSONField()
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_until = models.DateField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="document_not_replaced_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_until=None)
                | Q(confirmed_at__isnull=False, confirmed_until__gt=F("valid_until")),
                name="confirmed_for_longer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Write the document once; afterwards only what happens to it, named in `update_fields`.

        Raises:
            FrozenError: something else would be written.
        """
        fields = None if update_fields is None else set(update_fields)
        if not self._state.adding and (fields is None or fields - self.LATER):
            raise FrozenError(str(self))
        super().save(*args, update_fields=fields, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("credentials:document", args=[self.code])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenError(str(self))

    @property
    def address(self) -> str:
        """The verification page, as it is printed."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def spaced_code(self) -> str:
        """The code as people read and dictate it."""
        return "-".join(textwrap.wrap(self.code, 4))

    @property
    def issued_on(self) -> date:
        """The day at the centre."""
        return self.issued_at.astimezone(ZoneInfo(self.centre.time_zone)).date()

    @property
    def confirmed_on(self) -> date | None:
        """The day at the centre on which it was last confirmed."""
        if self.confirmed_at is None:
            return None
        return self.confirmed_at.astimezone(ZoneInfo(self.centre.time_zone)).date()

    @property
    def holds_until(self) -> date | None:
        """The last day on which nobody need ask; later by every confirmation."""
        return self.confirmed_until or self.valid_until

    def standing(self, today: date) -> Standing:
        if self.withdrawn_at is not None:
            return self.Standing.WITHDRAWN
        if self.replaced_by_id is not None:
            return self.Standing.REPLACED
        if self.holds_until is not None and self.holds_until < today:
            return self.Standing.NEEDS_CONFIRMATION
        return self.Standing.VALID
