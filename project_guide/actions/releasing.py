"""Releasing prepared decisions, one or many: what was prepared happens, and the authors hear."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move
from core.refusals import Refused
from people.models import User
from project_guide.actions import release as sheets
from project_guide.actions import slots
from project_guide.actions.conclusions import conclude, tell_authors
from project_guide.actions.decisions import changed_meanwhile, check_decider, ground_of, lock
from project_guide.models import Decision, Project, Verdict

State = Project.State
STATE_OF_VERDICT = {
    Verdict.READY: State.ACCEPTED,
    Verdict.AFTER_EDITS: State.ACCEPTED_WITH_EDITS,
    Verdict.REVISE: State.RETURNED,
    Verdict.OUT_OF_SCOPE: State.OUT_OF_SCOPE,
}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one decision that was to be released; without a reason it is released."""

    decision: Decision
    is_new: bool = False
    reason: str = ""


def release_together(picked: Iterable[tuple[Decision, int]], *, by: User) -> list[Outcome]:
    """Release decisions, each with the edition that was looked at, each for itself: one that
    fails does not keep the others back."""
    return [_tried(decision, edition, by) for decision, edition in picked]


def _tried(decision: Decision, edition: int, by: User) -> Outcome:
    try:
        return Outcome(decision, is_new=release(decision, edition=edition, by=by))
    except Refused as refusal:
        return Outcome(decision, reason=str(refusal))
    except Exception:  # whatever it is, it is of this decision only
        log.exception("decision %s was not released", decision.pk)
        return Outcome(decision, reason=_("It failed on our side, and is written down for us."))


@transaction.atomic
def release(decision: Decision, *, edition: int, by: User) -> bool:
    """Release a prepared decision. From here on its sheets are fixed, and the authors see them.

    False: it had been released before, and nothing happens twice.

    Raises:
        Refused: it was changed or discarded since it was looked at, it rests on other sheets than
            those that are in now, or the person may not decide.
    """
    project = lock(decision.version)
    decision.refresh_from_db()
    if decision.state == Decision.State.RELEASED:
        return False
    check_decider(by, project)
    if decision.edition != edition or decision.state != Decision.State.PREPARED:
        raise Refused(changed_meanwhile())
    ground = ground_of(decision.version)
    if not ground.bears(decision.arithmetic):
        raise Refused(_("The sheets have changed since it was prepared. Look at it again."))
    now = timezone.now()
    changes = {"released_by": by, "released_at": now}
    move(decision, Decision.State.RELEASED, by=by, at=now, changes=changes)
    step = move(project, STATE_OF_VERDICT[Verdict(decision.verdict)], by=by, at=now)
    slots.cancel_slots(project, by=by)
    for sheet in [*ground.sheets, *ground.feedback]:
        sheets.give(sheet)
    if decision.verdict == Verdict.READY:
        conclude(decision, decision.version, by=by)
    tell_authors(project, decision, key=f"step:{step.pk}")
    return True
