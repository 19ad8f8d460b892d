"""After the release: an addendum to the letter, or the decision is made anew."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, record, tell
from core.refusals import Refused
from people.models import User
from project_guide.actions.conclusions import annul
from project_guide.actions.decisions import check_decider, lock
from project_guide.models import Addendum, Decision, Project

State = Project.State


@transaction.atomic
def add(decision: Decision, text: str, *, key: str, by: User) -> Addendum:
    """Add to a letter that was sent, and tell the authors; the same form (`key`) adds once.

    Raises:
        Refused: there is no text, the decision is not released, or the person may not decide.
    """
    project = lock(decision.version)
    check_decider(by, project)
    decision.refresh_from_db()
    if not text.strip():
        raise Refused(_("Write what you add."))
    if decision.state != Decision.State.RELEASED:
        raise Refused(_("Only to a letter that was sent something can be added."))
    addendum, is_new = Addendum.objects.get_or_create(
        decision=decision,
        key=key,
        defaults={"text": text.strip(), "by": by, "at": timezone.now()},
    )
    if is_new:
        record(decision, "add", by=by, after=str(addendum.pk))
        _tell(project, "added", key=f"addendum:{addendum.pk}", addendum=addendum)
    return addendum


@transaction.atomic
def reopen(decision: Decision, *, reason: str, by: User) -> None:
    """Open a released decision again: the project is with the experts' sheets, which stay as they
    are; the paper is withdrawn, and the authors are told why.

    Raises:
        Refused: no reason is given, the project is in the Guide or went on since, or the person
            may not decide.
    """
    if not (reason := reason.strip()):
        raise Refused(_("Write why: the authors will read this."))
    project = lock(decision.version)
    check_decider(by, project)
    if project.state == State.PUBLISHED:
        raise Refused(_("The project is in the Guide. Take it off first."))
    standing = Decision.objects.of_project(project).released().order_by("-released_at").first()
    if standing != decision:
        raise Refused(_("It is re-opened already, or a later decision stands."))
    step = move(project, State.EXPERT_REVIEW, by=by, note=reason)
    changes = {"reopened_at": timezone.now(), "reason": reason}
    move(decision, Decision.State.REOPENED, by=by, note=reason, changes=changes)
    annul(decision, by=by)
    _tell(project, "reopened", key=f"step:{step.pk}", reason=reason)


def _tell(project: Project, notice: str, *, key: str, **words: Any) -> None:
    for author in project.authors():
        tell(author, f"project_guide/notices/{notice}", key=key, project=project, **words)
