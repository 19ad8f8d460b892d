"""Declaring who must not review whose work."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from people.models import User
from project_guide.models import DeclaredConflict, Project


@transaction.atomic
def declare(person: User, other: User, *, note: str = "", by: User) -> DeclaredConflict:
    """From now on neither of the two reviews the other; declared twice, it stands once.

    What either has taken of the other's work cannot be handed in any more.

    Raises:
        Refused: it is one person.
    """
    if person.accounts().filter(pk=other.pk).exists():
        raise Refused(_("Nobody reviews their own work anyway."))
    return _declare(person, note, by, other=other, project=None)


@transaction.atomic
def declare_to(email: str, *, note: str = "", by: User) -> DeclaredConflict:
    """Name somebody by their address. Whether anybody here has it is not told.

    Raises:
        Refused: it is one's own address.
    """
    email = email.lower()
    if by.accounts().filter(email__iexact=email).exists():
        raise Refused(_("Nobody reviews their own work anyway."))
    other = User.objects.filter(email__iexact=email).first()
    about = {"other": other} if other else {"other": None, "email": email}
    conflict = _declare(by, note, by, project=None, **about)
    if not conflict.email:
        conflict.email = email
        conflict.save(update_fields=["email"])
    return conflict


@transaction.atomic
def declare_about(project: Project, *, person: User, note: str = "", by: User) -> DeclaredConflict:
    """From now on the person does not review this project, in any version."""
    return _declare(person, note, by, project=project)


def _declare(person: User, note: str, by: User, **about: Any) -> DeclaredConflict:
    conflict, is_new = DeclaredConflict.objects.standing().get_or_create(
        person=person,
        **about,
        defaults={"note": note[:300], "declared_by": by, "declared_at": timezone.now()},
    )
    if is_new:
        record(conflict, "declare", by=by)
    return conflict


@transaction.atomic
def end(conflict: DeclaredConflict, *, by: User) -> None:
    """The reason is over; that it stood is kept."""
    standing = DeclaredConflict.objects.standing().filter(pk=conflict.pk)
    if standing.update(ended_at=timezone.now()):
        record(conflict, "end", by=by)
