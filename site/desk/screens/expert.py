"""An expert's first screen: the next piece and the promised time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.screens.shared import Line
from people.models import User
from project_guide.models import ReviewRound, ReviewSlot
from project_guide.models.review_invitation import waiting_for

State = ReviewSlot.State


@dataclass
class ExpertScreen:
    invitations: list[Line]
    held: list[Line]
    rounds: list[Any]  # each with `free`: how many pieces are open in it
    given: int

    @property
    def free(self) -> int:
        return sum(found.free for found in self.rounds)


def expert_screen(user: User, now: datetime) -> ExpertScreen:
    mine = ReviewSlot.objects.filter(
        reviewer=user, round__reviewers=ReviewRound.ReviewerKind.EXPERT
    )
    held = [
        Line(
            title=_("Piece %(label)s") % {"label": slot.label},
            url=reverse("project_guide:sheet", args=[slot.code]),
            at=slot.lease_until,
            note=_("Promised by this day"),
            pill=_("Late") if slot.is_late(now) else _("With you"),
            tone="bad" if slot.is_late(now) else "warm",
        )
        for slot in mine.held().order_by("lease_until")
    ]
    rounds = (
        ReviewRound.objects.open(now)
        .filter(
            reviewers=ReviewRound.ReviewerKind.EXPERT,
            session__centre__in=user.roles.get("expert", set()),
        )
        .select_related("session")
        .annotate(free=Count("slots", filter=_free_for(user, now)))
        .order_by(F("closes_at").asc(nulls_last=True))
    )
    given = mine.filter(state=State.SUBMITTED).count()
    return ExpertScreen(_invitations(user, now), held, list(rounds), given)


def _free_for(user: User, now: datetime) -> Q:
    """Open places that are not kept for somebody else."""
    kept_for_others = Q(slots__reserved_until__gt=now) & ~Q(slots__reserved_for=user)
    return Q(slots__state=State.OPEN) & ~kept_for_others


def _invitations(user: User, now: datetime) -> list[Line]:
    return [
        Line(
            title=_("A review of a project: %(kind)s") % {"kind": invitation.kind_display.lower()},
            url=reverse("project_guide:invitation", args=[invitation.code]),
            at=invitation.answer_by,
            note=_("Please answer by this day"),
            pill=_("Invitation"),
            tone="warm",
        )
        for invitation in waiting_for(user, now)
    ]
