"""The only writer of `state`."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.models import Stateful, Step
from core.refusals import Refused

if TYPE_CHECKING:
    from people.models import User


def move(
    subject: Stateful,
    to: str,
    *,
    by: "User | None",
    at: datetime | None = None,
    note: str = "",
    changes: dict[str, Any] | None = None,
) -> Step:
    """Move `subject` to the state `to`, and write the step down; `by=None` is the system.

    The change is one conditional update on the state it is believed to be in, so two people who
    act at once cannot both succeed, on either database. `changes` are other fields that belong
    to the move and are written with it.

    Raises:
        Refused: the table of moves has no way from the present state to `to`.
    """
    changes = changes or {}
    # No savepoint: nothing is refused once something was written.
    with transaction.atomic(savepoint=False):
        if before := _change(subject, to, changes):
            return record(subject, "move", by=by, at=at, before=before, after=to, note=note)
    fresh: Any = subject
    raise Refused(
        _("This cannot be done now: “%(thing)s” is already in the state “%(state)s”.")
        % {"thing": fresh, "state": fresh.get_state_display()}
    )


def _change(subject: Stateful, to: str, changes: dict[str, Any]) -> str:
    """The state before, when there was a way from it; else empty, and the subject is fresh."""
    manager: Any = type(subject)._base_manager
    for is_stored in (False, True):
        if is_stored:
            subject.refresh_from_db(fields=["state"])
        before = subject.state
        if subject.can_move(to) and manager.filter(pk=subject.pk, state=before).update(
            state=to, **changes
        ):
            for name, value in {"state": to, **changes}.items():
                setattr(subject, name, value)
            return str(before)
    return ""


def record(subject: models.Model, verb: str, *, by: "User | None", **facts: Any) -> Step:
    """Write down what somebody did to `subject`; `facts` are fields of Step."""
    facts["at"] = facts.get("at") or timezone.now()
    return Step.objects.create(subject=subject, verb=verb, by=by, **facts)
