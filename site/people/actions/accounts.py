"""Two accounts of one person: conflicts of interest must know of both."""

from django.db import transaction
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from people.models import User


@transaction.atomic
def join_accounts(first: User, later: User, *, by: User) -> None:
    """Say that both accounts belong to one person. Rights and data of each stay as they are.

    Raises:
        Refused: it is one account, or the two are known to be one person's.
    """
    if first.accounts().filter(pk=later.pk).exists():
        raise Refused(_("These are known to be accounts of one person."))
    root = first.first_account or first
    later.accounts().update(first_account=root)
    record(later, "join_accounts", by=by, note=root.code)


@transaction.atomic
def part_accounts(later: User, *, by: User) -> None:
    """Say that the account belongs to somebody else after all."""
    if User.objects.filter(pk=later.pk, first_account__isnull=False).update(first_account=None):
        record(later, "part_accounts", by=by)
