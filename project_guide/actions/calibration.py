"""Marking an anchor before the first review of a round."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from people.models import User
from project_guide.models import Anchor, ReviewRound, Trial
from project_guide.models.agreement import agreement
from project_guide.models.calibration import standing
from project_guide.models.verdict import Levels
from project_guide.permissions import can_review_in


@transaction.atomic
def hand_in(
    review_round: ReviewRound,
    anchor: Anchor,
    levels: Levels,
    *,
    comments: dict[str, str],
    by: User,
) -> Trial:
    """Keep what the person marked, with its agreement; from two windows the first one stands.

    The rows of round and anchor are locked: two windows come one after the other, and the
    reference marks are those that are shown afterwards.

    Raises:
        Refused: the round is not open, the person does not review in it, this anchor is not their
            next, or a criterion has no proper level.
    """
    now = timezone.now()
    ReviewRound.objects.select_for_update(of=("self",)).get(pk=review_round.pk)
    Anchor.objects.select_for_update(of=("self",)).get(pk=anchor.pk)
    if not review_round.is_open(now):
        raise Refused(_("This review round is not open now."))
    if not can_review_in(by, review_round):
        raise Refused(_("You do not review in this round."))
    _check_turn(review_round, anchor, by)
    _check_levels(anchor, levels)
    found = agreement(levels, anchor.reference())
    trial = Trial.objects.create(
        person=by,
        round=review_round,
        anchor=anchor,
        levels=levels,
        comments={code: text for code, text in comments.items() if text},
        halves=found.halves,
        criteria=found.criteria,
        submitted_at=now,
    )
    record(trial, "calibrate", by=by)
    return trial


def _check_turn(review_round: ReviewRound, anchor: Anchor, by: User) -> None:
    if Trial.objects.filter(person=by, round=review_round, anchor=anchor).exists():
        raise Refused(_("You have marked this work before. What you handed in first stands."))
    if standing(by, review_round).next_anchor != anchor.pk:
        raise Refused(_("This work is not asked of you now."))


def _check_levels(anchor: Anchor, levels: Levels) -> None:
    criteria = {row.code: row for row in anchor.rubric.criteria.all()}
    if set(levels) != set(criteria):
        raise Refused(_("Choose a level for every criterion."))
    for code, level in levels.items():
        if level is None and criteria[code].is_gate:
            raise Refused(_("A key criterion always applies: choose a level."))
        if level is not None and not 0 <= level <= anchor.rubric.max_level:
            most = anchor.rubric.max_level
            raise Refused(_("Levels go from 0 to %(most)s.") % {"most": most})
