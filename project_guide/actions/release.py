"""Giving sheets to the authors, and the authors' answers to the remarks."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, tell
from core.refusals import Refused
from people.models import User
from project_guide.models import Project, ProjectVersion, Remark, Review, ReviewSlot

State = Project.State


def waiting_sheets(version: ProjectVersion) -> list[Review]:
    """Sheets that are in and that the authors have not seen."""
    return list(
        Review.objects.filter(
            slot__version=version, submitted_at__isnull=False, released_at=None
        ).order_by("submitted_at")
    )


@transaction.atomic
def release(project: Project, *, by: User) -> None:
    """Give the peers' sheets to the authors and open the revision.

    Raises:
        Refused: no sheet has come in yet, or the project is not in peer review.
    """
    if project.state == State.REVISION:
        raise Refused(_("The authors have been given the sheets already."))
    version = project.latest()
    sheets = waiting_sheets(version) if version else []
    if not sheets:
        raise Refused(_("No sheet has come in yet."))
    step = move(project, State.REVISION, by=by)
    _cancel_open(project, by=by)
    for sheet in sheets:
        give(sheet)
    for author in project.authors():
        tell(
            author,
            "project_guide/notices/released",
            key=f"step:{step.pk}",
            project=project,
            number=len(sheets),
        )


def _cancel_open(project: Project, *, by: User) -> None:
    """What nobody has taken is closed; what somebody is working on may still come in."""
    for slot in ReviewSlot.objects.filter(version__project=project, state=ReviewSlot.State.OPEN):
        move(slot, ReviewSlot.State.CANCELLED, by=by)


def give(review: Review) -> None:
    """Show one sheet to the authors, its points to be mended as remarks to answer."""
    if not Review.objects.filter(pk=review.pk, released_at=None).update(released_at=timezone.now()):
        return
    Remark.objects.bulk_create(
        Remark(review=review, position=position, text=text)
        for position, text in enumerate(review.must_fix, start=1)
    )


def catch_up(review: Review) -> None:
    """A peer's sheet that comes in while the author revises is given at once."""
    slot = review.slot
    if slot.round.is_for_experts or slot.version.project.state != State.REVISION:
        return
    give(review)


@transaction.atomic
def answer_all(answers: Iterable[tuple[Remark, str, str]], *, by: User) -> None:
    """All the answers, each a remark with its outcome and text, or none.

    Raises:
        Refused: the project is not being revised.
    """
    for remark, outcome, text in answers:
        answer(remark, text, outcome=outcome, by=by)


@transaction.atomic
def answer(remark: Remark, text: str, *, outcome: str = Remark.Outcome.DONE, by: User) -> None:
    """The author says what was done about a remark, or why nothing was.

    Raises:
        Refused: the project is not being revised, or what was not done as asked has no reason.
    """
    project = remark.review.slot.version.project
    if not project.is_editable:
        raise Refused(_("The project was sent for review, so its card is closed now."))
    if outcome != Remark.Outcome.DONE and not text.strip():
        raise Refused(_("Say why it was done otherwise, or not at all."))
    if (outcome, text) != (remark.outcome, remark.answer):
        Remark.objects.filter(pk=remark.pk).update(
            outcome=outcome, answer=text, answered_at=timezone.now()
        )
