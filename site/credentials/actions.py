"""Issuing documents, and what may happen to them afterwards."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from credentials.models import Counter, Document
from credentials.models.facts import frozen
from people.models import Centre, User


@transaction.atomic
def issue(
    kind: str,
    *,
    key: str,
    centre: Centre,
    person: User | None,
    language: str,
    facts: Any,
    by: User | None,
    valid_for: timedelta | None = None,
    at: datetime | None = None,
) -> Document:
    """Issue a document, or give back the one that was issued under the same key.

    The number is taken in the savepoint of the insert: whoever loses a race for a key
    gives the number back, so the numbers of a year have no gaps.

    Raises:
        BadFactsError: the facts are not those of the kind; nothing is issued.
    """
    at = at or timezone.now()
    today = at.astimezone(ZoneInfo(centre.time_zone)).date()
    fields: dict[str, Any] = {
        "kind": Document.Kind(kind),
        "number": partial(Counter.objects.next_number, today.year),
        "centre": centre,
        "person": person,
        "language": language,
        "facts": frozen(facts, Document.FACTS[kind]),
        "issued_at": at,
        "issued_by": by,
        "valid_until": today + valid_for if valid_for else None,
    }
    document, is_new = Document.objects.get_or_create(key=key, defaults=fields)
    if is_new:
        record(document, "issue", by=by, at=at, note=document.number)
    return document


@transaction.atomic
def withdraw(document: Document, *, reason: str, by: User | None) -> None:
    """Say in public that the document no longer holds, and why; it stays to be looked up.

    Raises:
        Refused: no reason is given, or it is withdrawn already.
    """
    if not reason.strip():
        raise Refused(_("Write why the document is withdrawn: whoever checks it will read this."))
    _change(document, withdrawn_at=timezone.now(), withdrawal_reason=reason.strip())
    record(document, "withdraw", by=by, note=reason.strip())


@transaction.atomic
def replace(document: Document, *, successor: Document, by: User | None) -> None:
    """Send whoever checks the document to the one that was issued in its place.

    Raises:
        Refused: it is withdrawn or replaced already, or the other cannot stand for it.
    """
    is_like = (successor.kind, successor.centre_id) == (document.kind, document.centre_id)
    if successor.pk == document.pk or not is_like or successor.replaced_by_id:
        raise Refused(_("This document cannot stand in the place of the other."))
    _change(document, replaced_by=successor)
    record(document, "replace", by=by, note=successor.number)


@transaction.atomic
def confirm(document: Document, *, until: date, note: str, by: User | None) -> None:
    """Say in public that the document holds on, until a later day.

    Raises:
        Refused: no note is given, it is withdrawn or replaced, or it holds as long already.
    """
    if not note.strip():
        raise Refused(_("Write what the confirmation rests on."))
    shorter = Q(confirmed_until=None) | Q(confirmed_until__lt=until)
    standing = Document.objects.filter(shorter, pk=document.pk, withdrawn_at=None, replaced_by=None)
    if not standing.update(confirmed_at=timezone.now(), confirmed_until=until):
        raise Refused(_("This document is already confirmed, withdrawn or replaced."))
    document.refresh_from_db(fields=["confirmed_at", "confirmed_until"])
    record(document, "confirm", by=by, after=until.isoformat(), note=note.strip())


def _change(document: Document, **fields: Any) -> None:
    """One conditional update, so of two people who act at once only one succeeds."""
    standing = Document.objects.filter(pk=document.pk, withdrawn_at=None)
    if "replaced_by" in fields:
        standing = standing.filter(replaced_by=None)
    if not standing.update(**fields):
        raise Refused(_("This document is already withdrawn or replaced."))
    for name, value in fields.items():
        setattr(document, name, value)
