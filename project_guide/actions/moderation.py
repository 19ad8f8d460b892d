"""Working through a card of two sheets that differ: upheld, adjusted, or a word to the reviewer."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record, tell
from core.refusals import Refused
from people.models import User
from project_guide.models import Adjustment, Mark, Moderation, Project, Review
from project_guide.permissions import can_decide

Outcome = Moderation.Outcome


@transaction.atomic
def uphold(card: Moderation, *, note: str = "", by: User) -> None:
    """Both sheets stand as they are.

    Raises:
        Refused: the person may not decide on the project, or the card is closed.
    """
    _close(_held(card, by), Outcome.UPHELD, note, by=by)


@transaction.atomic
def adjust(
    card: Moderation, review: Review, levels: Mapping[str, int | None], *, reason: str, by: User
) -> None:
    """Count other levels than the reviewer gave; the reviewer's own stay beside them.

    Raises:
        Refused: as for `uphold`; a decision rests on the sheets; nothing would change; a level
            is out of range, or a key criterion would not apply; no reason is given.
    """
    card = _held(card, by, again=True)
    if card.is_decided():
        raise Refused(_("A decision has been made on these sheets: their levels stay."))
    if not reason.strip():
        raise Refused(_("Say why: the authors read it beside the level."))
    marks = {mark.criterion.code: mark for mark in _sheet(card, review).marks.to_read()}
    changed = {code: level for code, level in levels.items() if _is_change(marks, code, level)}
    if not changed:
        raise Refused(_("No level would change."))
    now = timezone.now()
    for code, level in changed.items():
        _check(marks[code], level, review.rubric.max_level)
        Adjustment.objects.create(
            moderation=card, mark=marks[code], level=level, reason=reason.strip(), by=by, at=now
        )
    _close(card, Outcome.ADJUSTED, reason, by=by)


def _is_change(marks: dict[str, Mark], code: str, level: int | None) -> bool:
    if code not in marks:
        raise Refused(_("There is no such criterion."))
    return marks[code].effective != level


def _check(mark: Mark, level: int | None, max_level: int) -> None:
    if level is None and mark.criterion.is_gate:
        raise Refused(_("A key criterion always applies: choose a level."))
    if level is not None and not 0 <= level <= max_level:
        raise Refused(_("Levels go from 0 to %(most)s.") % {"most": max_level})


@transaction.atomic
def coach(card: Moderation, review: Review, *, note: str, by: User) -> None:
    """Both sheets stand, and the reviewer reads what to look at next time; nobody else does.

    Raises:
        Refused: as for `uphold`; nothing is written.
    """
    card = _held(card, by)
    sheet = _sheet(card, review)
    if not note.strip():
        raise Refused(_("Write what the reviewer should look at next time."))
    _close(card, Outcome.COACHED, note, by=by)
    reviewer = sheet.slot.reviewer
    assert reviewer is not None  # a sheet that is in was taken by somebody
    tell(
        reviewer,
        "project_guide/notices/coached",
        key=f"coached:{card.pk}",
        slot=sheet.slot,
        note=note.strip(),
    )


def _held(card: Moderation, by: User, *, again: bool = False) -> Moderation:
    """The card as it is now. The project is locked: a decision waits for what is done here, and
    what is done here for a decision."""
    fresh = Moderation.objects.select_related("version__project__enrolment__session").get(
        pk=card.pk
    )
    project = fresh.version.project
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    fresh.refresh_from_db(fields=["outcome"])
    if not can_decide(by, project):
        raise Refused(_("Somebody else looks at the sheets of this project."))
    if fresh.outcome and not (again and fresh.outcome == Outcome.ADJUSTED):
        raise Refused(_("This card has been closed already."))
    return fresh


def _sheet(card: Moderation, review: Review) -> Review:
    if review.pk not in (card.first_id, card.second_id):
        raise Refused(_("This sheet is not on the card."))
    return review


def _close(card: Moderation, outcome: str, note: str, *, by: User) -> None:
    Moderation.objects.filter(pk=card.pk).update(
        outcome=outcome, note=note.strip(), by=by, at=timezone.now()
    )
    record(card, outcome, by=by)
