"""Preparing a decision: nothing of the project moves, and nobody is told."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, record
from core.refusals import Refused
from people.models import User
from project_guide.actions import slots
from project_guide.models import Decision, Project, ProjectVersion, Review, ReviewRound
from project_guide.models.ground import Ground, decimal, grounds
from project_guide.models.verdict import Proposal
from project_guide.permissions import can_decide

State = Project.State


def expert_round(project: Project) -> ReviewRound:
    return ReviewRound.objects.select_related("rubric").get(
        session=project.enrolment.session_id,
        project_kind=project.kind,
        reviewers=ReviewRound.ReviewerKind.EXPERT,
    )


def expert_sheets(version: ProjectVersion) -> list[Review]:
    """Handed-in sheets of experts that count, in the order they came."""
    return ground_of(version).sheets


def proposal(version: ProjectVersion) -> Proposal | None:
    """What the experts' sheets propose; None while there is no sheet."""
    return ground_of(version).proposal


def ground_of(version: ProjectVersion) -> Ground:
    return grounds([version])[version.pk]


def lock(version: ProjectVersion) -> Project:
    """The project as it is now; whoever decides on it waits here for the one before, and so does
    a sheet that is being handed in."""
    slots.lock(expert_round(version.project))
    return (
        Project.objects.select_for_update(of=("self",))
        .select_related("enrolment__session", "owner")
        .get(pk=version.project_id)
    )


def check_decider(by: User, project: Project) -> None:
    """
    Raises:
        Refused: they coordinate another centre, or wrote, tutored or reviewed the project.
    """
    if not can_decide(by, project):
        raise Refused(
            _("You wrote, tutored or reviewed this project, so another coordinator decides.")
        )


@transaction.atomic
def prepare(
    version: ProjectVersion, verdict: str, *, letter: str, otherwise: str = "", seen: str, by: User
) -> Decision:
    """Prepare a decision on a version; it is released later, alone or together with others.

    `otherwise` is why it differs from the proposal, and stands at the end of the letter; `seen`
    is the mark of the sheets that were decided upon.

    Raises:
        Refused: it was decided or prepared before, sheets are missing or others than those that
            were seen, one more opinion is awaited, or the person may not decide.
    """
    _open_to(by, version)
    if version.slots.third_opinions_awaited().exists():
        raise Refused(_("One more opinion has been asked for. Wait for it, or close it."))
    if Decision.objects.filter(version=version, state__in=Decision.LIVE).exists():
        raise Refused(_("A decision has been made or prepared on this version meanwhile."))
    written = _written(version, verdict, letter, otherwise, seen)
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                version=version, prepared_by=by, prepared_at=timezone.now(), **written
            )
    except IntegrityError as error:  # the same in a race, as the database sees it
        raise Refused(_("A decision has been made or prepared on this version.")) from error
    record(decision, "prepare", by=by, after=verdict)
    return decision


@transaction.atomic
def change(
    decision: Decision,
    verdict: str,
    *,
    letter: str,
    otherwise: str = "",
    seen: str,
    edition: int,
    by: User,
) -> None:
    """Write a prepared decision anew, upon the sheets as they are now.

    Raises:
        Refused: somebody else has changed, discarded or released it since it was read, the
            sheets are others than those that were seen, or the person may not decide.
    """
    _open_to(by, decision.version)
    written = _written(decision.version, verdict, letter, otherwise, seen)
    changed = Decision.objects.prepared().filter(pk=decision.pk, edition=edition)
    if not changed.update(
        edition=F("edition") + 1, prepared_by=by, prepared_at=timezone.now(), **written
    ):
        raise Refused(changed_meanwhile())
    decision.refresh_from_db()
    record(decision, "change", by=by, after=verdict)


@transaction.atomic
def discard(decision: Decision, *, edition: int, by: User) -> None:
    """Give a prepared decision up; nobody else ever hears of it.

    Raises:
        Refused: somebody else has changed or released it since it was read, or the person may
            not decide.
    """
    _open_to(by, decision.version)
    decision.refresh_from_db()
    if decision.edition != edition:
        raise Refused(changed_meanwhile())
    move(decision, Decision.State.DISCARDED, by=by)


def changed_meanwhile() -> str:
    return _("Somebody else has changed, discarded or released this decision. Look at it again.")


def _open_to(by: User, version: ProjectVersion) -> None:
    project = lock(version)
    check_decider(by, project)
    if project.state != State.EXPERT_REVIEW:
        raise Refused(_("A decision has been made on this project, or it is not with the experts."))


def _written(
    version: ProjectVersion, verdict: str, letter: str, otherwise: str, seen: str
) -> dict[str, Any]:
    """The columns of a decision, upon the sheets as they are now."""
    ground = ground_of(version)
    if ground.proposal is None or not ground.is_whole:
        raise Refused(_("Not all the sheets of the experts have come in yet."))
    if seen != ground.mark:
        raise Refused(_("The sheets have changed while you wrote. Look at them, and keep again."))
    return {
        "verdict": verdict,
        "proposed": ground.proposal.verdict,
        "total": decimal(ground.proposal.total),
        "arithmetic": ground.arithmetic,
        "letter": f"{letter}\n\n{otherwise}" if otherwise else letter,
        "otherwise": otherwise,
    }
