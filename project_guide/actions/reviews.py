"""A reviewer's sheet: saving the draft, handing it in."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, tell
from core.refusals import Refused
from courses.actions import progress
from courses.models import Achievement, Enrolment
from people.models import User
from project_guide.actions import disagreement, invitations, queue, release, slots
from project_guide.actions.comments import listeners
from project_guide.actions.queue import coordinators_of
from project_guide.models import Mark, Project, Review, ReviewSlot
from project_guide.models.eligibility import conflict_free
from project_guide.permissions import can_review_in

STRENGTHS = 2
MOST_MUST_FIX = 3
EXPLAINED = {0, 1}  # levels that need a comment


@dataclass
class Entry:
    """What the reviewer says to one criterion."""

    level: int | None = None
    not_applicable: bool = False
    comment: str = ""


@dataclass
class Sheet:
    """Everything a reviewer says, as it comes from the form."""

    entries: dict[str, Entry] = field(default_factory=dict)
    strengths: list[str] = field(default_factory=list)
    must_fix: list[str] = field(default_factory=list)
    private_note: str = ""
    name_shown: bool = False


def drafted(review: Review) -> Sheet:
    """The sheet as it stands, to be changed in part; its criteria keep what they have."""
    return Sheet(
        strengths=review.strengths,
        must_fix=review.must_fix,
        private_note=review.private_note,
        name_shown=review.name_shown,
    )


@transaction.atomic
def save(review: Review, sheet: Sheet, *, edition: int, by: User) -> Review:
    """Save the draft; criteria that are not in the sheet keep what they had.

    Raises:
        Refused: the piece is no longer the reviewer's, a level is out of range, or the sheet
            was saved from another window.
    """
    slot = _held(review, by)
    criteria = {row.code: row for row in review.rubric.criteria.all()}
    for code, entry in sheet.entries.items():
        if code not in criteria:
            raise Refused(_("There is no such criterion."))
        _check_entry(entry, criteria[code].is_gate, review.rubric.max_level)
    now = timezone.now()
    saved = Review.objects.filter(pk=review.pk, edition=edition, submitted_at=None).update(
        strengths=[text.strip() for text in sheet.strengths if text.strip()],
        must_fix=[text.strip() for text in sheet.must_fix if text.strip()][:MOST_MUST_FIX],
        private_note=sheet.private_note,
        name_shown=sheet.name_shown,
        saved_at=now,
        edition=F("edition") + 1,
    )
    if not saved:
        raise Refused(_("The sheet was saved from another window. Compare, and save again."))
    for code, entry in sheet.entries.items():
        Mark.objects.update_or_create(
            review=review,
            criterion=criteria[code],
            defaults={
                "level": entry.level,
                "not_applicable": entry.not_applicable,
                "comment": entry.comment,
            },
        )
    queue.renew(slot, now=now)
    review.refresh_from_db()
    return review


def _held(review: Review, by: User) -> ReviewSlot:
    """The slot of the sheet, which the reviewer may still write.

    Raises:
        Refused: it is another's, or somebody else has done instead what came late.
    """
    slot = ReviewSlot.objects.select_related("round__session", "version__project__enrolment").get(
        pk=review.slot_id
    )
    if slot.reviewer_id != by.pk or not slot.is_held:
        raise Refused(_("This piece is not with you any more."))
    if slot.state == ReviewSlot.State.EXPIRED and not slots.is_needed(slot):
        raise Refused(_("Your time was over, and somebody else has reviewed this work."))
    return slot


def _check_entry(entry: Entry, is_gate: bool, max_level: int) -> None:
    if entry.level is not None and not 0 <= entry.level <= max_level:
        raise Refused(_("Levels go from 0 to %(most)s.") % {"most": max_level})
    if entry.not_applicable and (is_gate or entry.level is not None):
        raise Refused(_("A key criterion always applies: choose a level."))


def gaps(review: Review) -> dict[str, str]:
    """What keeps the sheet from being handed in: by criterion code, or `strengths`."""
    marks = {mark.criterion.code: mark for mark in review.marks.select_related("criterion")}
    found = {}
    for criterion in review.rubric.criteria.all():
        if gap := gap_of(marks.get(criterion.code)):
            found[criterion.code] = gap
    if len(review.strengths) < STRENGTHS:
        found["strengths"] = _("Name two strengths of the work.")
    return found


def gap_of(mark: Mark | None) -> str:
    """What one criterion still needs; empty when nothing."""
    if mark is None or (mark.level is None and not mark.not_applicable):
        return _("Choose a level.")
    if mark.level in EXPLAINED and not mark.comment.strip():
        return _("Say why: levels 0 and 1 need a comment.")
    return ""


@transaction.atomic
def submit(review: Review, *, minutes: int | None = None, by: User) -> None:
    """Hand the sheet in; it is fixed from now on. Handing it in twice changes nothing.

    `minutes` is the time it took, if the reviewer says so.

    Raises:
        Refused: something is missing, the piece is no longer the reviewer's, or a conflict
            has come up since it was taken.
    """
    slots.lock(review.slot.round)
    review.slot.refresh_from_db(fields=["state"])
    if review.slot.state == ReviewSlot.State.SUBMITTED and review.slot.reviewer_id == by.pk:
        return
    slot = _held(review, by)
    if slot.round.is_for_experts and not can_review_in(by, slot.round):
        raise Refused(_("Your role as an expert of this centre has ended; the piece goes back."))
    if gaps(review):
        raise Refused(_("The sheet is not complete yet."))
    if not conflict_free(by, slot.round).filter(pk=slot.version_id).exists():
        raise Refused(_("You are too near to this project to review it. Give it back, please."))
    now = timezone.now()
    was_late = slot.state == ReviewSlot.State.EXPIRED
    move(slot, ReviewSlot.State.SUBMITTED, by=by, at=now)
    slots.settle(slot, was_late=was_late)
    Review.objects.filter(pk=review.pk).update(submitted_at=now, minutes=minutes)
    review.refresh_from_db()
    disagreement.weigh(review)
    release.catch_up(review)
    _count(slot, by=by)
    if review.counts:
        _tell_who_waits(slot)
    else:
        _want_another(slot)
    _thank(slot, minutes)


def _want_another(slot: ReviewSlot) -> None:
    """A sheet that is feedback only fills no place: while the work is in review, another opens."""
    states = Project.State
    wanted = states.EXPERT_REVIEW if slot.round.is_for_experts else states.PEER_REVIEW
    if slot.version.project.state == wanted:
        slots.fill(slot.version, slot.round)
        invitations.offer(slot.version, slot.round)


def _thank(slot: ReviewSlot, minutes: int | None) -> None:
    """Volunteers hear it; a letter goes to experts only, who come here seldom."""
    assert slot.reviewer is not None  # a taken slot
    tell(
        slot.reviewer,
        "project_guide/notices/thanks",
        key=f"thanks:{slot.pk}",
        mail=slot.round.is_for_experts,
        slot=slot,
        minutes=minutes,
    )


def _count(slot: ReviewSlot, *, by: User) -> None:
    """Reviews given count for the completion of the reviewer's own enrolment."""
    if slot.round.is_for_experts:
        return
    enrolment = Enrolment.objects.filter(session=slot.round.session_id, teacher=by).first()
    if enrolment is None:
        return
    given = ReviewSlot.objects.filter(
        round__session=slot.round.session_id,
        round__reviewers=slot.round.reviewers,
        reviewer=by,
        state=ReviewSlot.State.SUBMITTED,
    ).count()
    progress.reach(enrolment, Achievement.What.REVIEWS, amount=given, by=by)


def _tell_who_waits(slot: ReviewSlot) -> None:
    """When the last wanted sheet is in, whoever acts next hears of it."""
    done = slot.version.slots.filter(
        round=slot.round, state=ReviewSlot.State.SUBMITTED, review__counts=True
    ).count()
    if done < slot.round.wanted or slot.version.slots.third_opinions_awaited().exists():
        return
    project = slot.version.project
    people = set(coordinators_of(project))
    template = "project_guide/notices/ready_to_decide"
    if not slot.round.is_for_experts:
        people |= listeners(project, besides=project.owner) - set(project.authors())
        template = "project_guide/notices/ready_to_release"
    for person in people:
        tell(person, template, key=f"sheets:{slot.version_id}:{slot.round_id}", project=project)
