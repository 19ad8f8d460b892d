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


@transaction.atomic
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

    The change is one conditional update on the state that was read, so two people who act
    at once cannot both succeed, on either database. `changes` are other fields that belong
    to the move and are written with it.

    Raises:
        Refused: the table of moves has no way from the present state to `to`.
    """
    manager: Any = type(subject)._base_manager
    current = manager.select_for_update().get(pk=subject.pk)
    before = current.state
    if not current.can_move(to):
        raise Refused(
            _("This cannot be done now: “%(thing)s” is already in the state “%(state)s”.")
            % {"thing": current, "state": current.get_state_display()}
        )
    changes = changes or {}
    if not manager.filter(pk=subject.pk, state=before).update(state=to, **changes):
        raise Refused(_("Somebody else changed it a moment ago. Look at the page again."))
    subject.state = to
    for name, value in changes.items():
        setattr(subject, name, value)
    return record(subject, "move", by=by, at=at, before=before, after=to, note=note)


def record(subject: models.Model, verb: str, *, by: "User | None", **facts: Any) -> Step:
    """Write down what somebody did to `subject`; `facts` are fields of Step."""
    facts["at"] = facts.get("at") or timezone.now()
    return Step.objects.create(subject=subject, verb=verb, by=by, **facts)
