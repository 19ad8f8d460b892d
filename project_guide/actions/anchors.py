"""Anchor projects of a centre: making them, their reference marks, choosing them for a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record, tell
from core.refusals import Refused
from people.models import Centre, User
from project_guide.actions.rounds import RUBRIC_OF
from project_guide.blotting import authors_of, hidden
from project_guide.examples import Example
from project_guide.models import (
    Anchor,
    AnchorMark,
    Kind,
    ProjectVersion,
    ReviewRound,
    RoundAnchor,
    Rubric,
    Trial,
)
from project_guide.models.anchor import IN_A_PAIR, PLACES
from project_guide.models.review_copy import SHOWN

KEPT = SHOWN - {"links"}  # which lead off the site, where an author's name may stand


@dataclass(frozen=True)
class Reference:
    """The level of one criterion, None where it does not apply, and the reason."""

    level: int | None
    reason: str


def rubric_for(kind: str) -> Rubric:
    return Rubric.objects.filter(key=RUBRIC_OF[Kind(kind)]).latest("version")


@transaction.atomic
def from_version(
    version: ProjectVersion,
    *,
    centre: Centre,
    consent: str,
    hides: bool,
    with_files: bool,
    by: User,
) -> Anchor:
    """Make an anchor of an accepted project; its authors are told.

    Only what the review copy shows is kept. `hides` blots out words that would tell who wrote it.

    Raises:
        Refused: the project has no conclusion, or is not of the centre.
    """
    session = version.project.enrolment.session
    if not hasattr(version, "conclusion") or session.centre_id != centre.pk:
        raise Refused(_("Only accepted projects of the centre become example works."))
    card = {name: text for name, text in version.card.items() if name in KEPT}
    authors = authors_of(version)
    anchor = Anchor.objects.create(
        centre=centre,
        rubric=rubric_for(version.kind),
        kind=version.kind,
        title=version.card["title"],
        card=hidden(card, authors) if hides else card,
        version=version,
        consent=consent,
        made_by=by,
        made_at=timezone.now(),
    )
    if with_files:
        anchor.files.set(version.files.all())
    record(anchor, "make", by=by, note=consent)
    for author in authors:
        key = f"anchor:{anchor.pk}"
        tell(author, "project_guide/notices/anchor_made", key=key, project=version.project)
    return anchor


@transaction.atomic
def from_example(example: Example, *, centre: Centre, by: User | None) -> Anchor:
    """Take a shipped example with its reference marks.

    Raises:
        Refused: the centre has it already.
    """
    rubric = rubric_for(example.kind)
    try:
        with transaction.atomic():
            anchor = Anchor.objects.create(
                centre=centre,
                rubric=rubric,
                kind=example.kind,
                title=example.title,
                card=example.card,
                example=example.key,
                made_by=by,
                made_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Refused(_("The centre has this example work already.")) from error
    _write(anchor, {code: Reference(**mark) for code, mark in example.marks.items()})
    record(anchor, "make", by=by)
    return anchor


@transaction.atomic
def mark(anchor: Anchor, title: str, marks: Mapping[str, Reference], *, by: User) -> None:
    """Write the reference marks, every criterion with its reason.

    The row is locked as it is when somebody hands a trial in, so no trial is measured by marks
    that change.

    Raises:
        Refused: somebody was measured against the marks, or a criterion is missing.
    """
    Anchor.objects.select_for_update().get(pk=anchor.pk)
    if anchor.is_used:
        raise Refused(_("Reviewers have marked this work, so its marks are fixed. Make a copy."))
    if set(marks) != {row.code for row in anchor.rubric.criteria.all()}:
        raise Refused(_("Every criterion needs a reference mark."))
    Anchor.objects.filter(pk=anchor.pk).update(title=title)
    _write(anchor, marks)
    record(anchor, "mark", by=by)


def _write(anchor: Anchor, marks: Mapping[str, Reference]) -> None:
    anchor.marks.all().delete()
    AnchorMark.objects.bulk_create(
        AnchorMark(
            anchor=anchor,
            criterion=criterion,
            level=marks[criterion.code].level,
            reason=marks[criterion.code].reason,
        )
        for criterion in anchor.rubric.criteria.all()
    )


@transaction.atomic
def copy(anchor: Anchor, *, by: User) -> Anchor:
    """The same work with the same marks, which can be changed again."""
    copied = Anchor.objects.create(
        centre=anchor.centre,
        rubric=anchor.rubric,
        kind=anchor.kind,
        title=(_("%(title)s (copy)") % {"title": anchor.title})[:170],
        card=anchor.card,
        version=anchor.version,
        consent=anchor.consent,
        made_by=by,
        made_at=timezone.now(),
    )
    copied.files.set(anchor.files.all())
    AnchorMark.objects.bulk_create(
        AnchorMark(anchor=copied, criterion_id=row.criterion_id, level=row.level, reason=row.reason)
        for row in anchor.marks.all()
    )
    record(copied, "copy", by=by)
    return copied


@transaction.atomic
def retire(anchor: Anchor, *, by: User) -> None:
    """Offer it to no new round; rounds that use it go on with it. Twice changes nothing."""
    if Anchor.objects.filter(pk=anchor.pk, retired_at=None).update(retired_at=timezone.now()):
        record(anchor, "retire", by=by)


@transaction.atomic
def choose(review_round: ReviewRound, pairs: Sequence[Sequence[Anchor]], *, by: User) -> None:
    """Set the anchors of a round: no pair, one, or two; without a pair nobody is asked.

    Raises:
        Refused: somebody has calibrated with the present ones, a pair is not whole, or an anchor
            does not belong to a round like this.
    """
    ReviewRound.objects.select_for_update(of=("self",)).get(pk=review_round.pk)
    if Trial.objects.filter(round=review_round).exists():
        raise Refused(_("Reviewers have marked the example works of this round, so they stay."))
    chosen = [anchor for pair in pairs for anchor in pair]
    keys = {anchor.pk for anchor in chosen}
    fitting = Anchor.objects.choosable_in(review_round).filter(pk__in=keys).count()
    if any(len(pair) != IN_A_PAIR for pair in pairs) or not fitting == len(keys) == len(chosen):
        raise Refused(_("A pair is two different example works of this kind and rubric."))
    review_round.anchors.all().delete()
    RoundAnchor.objects.bulk_create(
        RoundAnchor(round=review_round, anchor=anchor, place=place)
        for place, anchor in zip(PLACES, chosen, strict=False)
    )
    record(review_round, "choose_anchors", by=by)
