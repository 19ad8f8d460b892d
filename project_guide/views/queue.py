"""A reviewer's rounds: what is asked, what waits, what is held, what has been given."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.prepared import Prepared
from core.refusals import refusals_as_messages
from core.requests import Request
from courses.models import Enrolment
from people.models import User
from project_guide.actions import queue as actions
from project_guide.models import Project, ReviewRound, ReviewSlot
from project_guide.models.agreement import Standing
from project_guide.models.calibration import is_asked, standings
from project_guide.models.eligibility import rounds_with_work
from project_guide.models.expertise import Limits, limits_of
from project_guide.models.review_invitation import waiting_for

State = ReviewSlot.State
Peer = ReviewRound.ReviewerKind.PEER
Expert = ReviewRound.ReviewerKind.EXPERT


@dataclass(frozen=True)
class Card:
    """One round as its reviewer sees it."""

    round: ReviewRound
    held: list[ReviewSlot]
    given: list[ReviewSlot]
    has_next: bool
    asked: int  # of a peer, in the whole session; 0: nothing is asked
    given_in_session: int
    now: datetime
    standing: Standing
    restraint: str = ""  # why an expert takes no more, by what they said themselves

    @property
    def calibrates(self) -> bool:
        """The example works come first; who has begun to review goes on without."""
        begun = self.held or self.given
        return not self.standing.is_done and not begun and self.round.is_open(self.now)

    @property
    def why_not(self) -> str:
        """Why there is no next piece; empty when there is one."""
        if self.now < self.round.opens_at:
            opens = timezone.localtime(self.round.opens_at)
            return _("The round opens on %(day)s.") % {"day": date_format(opens, "j E, H:i")}
        if self.round.has_closed(self.now):
            return _("The round is closed. Pieces that you hold can still be handed in.")
        if self.holds:
            return ""
        if self.load >= self.round.load_cap:
            return _("You have taken as many pieces as one person may take here. Thank you.")
        if self.restraint:
            return self.restraint
        if not self.has_next:
            return _("Nothing for you just now. New pieces come as their authors send them.")
        return ""

    @property
    def is_over(self) -> bool:
        """Closed, with nothing left to hand in."""
        return self.round.has_closed(self.now) and not self.held

    @property
    def may_take(self) -> bool:
        return not self.holds and not self.why_not and not self.calibrates

    @property
    def holds(self) -> bool:
        """Has a piece whose time is not over: the next one comes after it."""
        return any(slot.state == State.LEASED for slot in self.held)

    @property
    def load(self) -> int:
        return len(self.given) + sum(slot.state == State.LEASED for slot in self.held)


def rounds_of(user: User) -> QuerySet[ReviewRound]:
    """Peer rounds of sessions in which the user has an active place, expert rounds of their
    centres, and any round in which they hold something."""
    found = _rounds(user.pk, user.centres("expert"))
    return found.select_related("session__course", "rubric")


def _rounds(user: int, centres: tuple[int, ...]) -> QuerySet[ReviewRound]:
    active = Enrolment.objects.filter(teacher=user, state=Enrolment.State.ACTIVE)
    mine = ReviewSlot.objects.of_reviewer(user)
    return ReviewRound.objects.filter(
        Q(reviewers=Peer, session__in=active.values("session"))
        | Q(reviewers=Expert, session__centre__in=centres)
        | Q(pk__in=mine.values("round"))
    ).order_by(F("closes_at").asc(nulls_last=True), "pk")


def _shown_rounds(user: int, centres: tuple[int, ...]) -> QuerySet[ReviewRound]:
    """With what a card needs; a round, its session and its course have many more fields."""
    return (
        _rounds(user, centres)
        .select_related("session__course")
        .only(
            *("code", "reviewers", "project_kind", "opens_at", "closes_at", "blind"),
            *("lease_hours", "load_cap", "calibration_share"),
            *("exclude_same_school", "exclude_same_group"),
            *("session__title", "session__reviews_to_give", "session__course__title"),
        )
    )


def _shown_slots(user: int) -> QuerySet[ReviewSlot]:
    mine = ReviewSlot.objects.of_reviewer(user).select_related("review").order_by("leased_at")
    return mine.only("code", "label", "round", "state", "lease_until", "review__edition")


ROUNDS, SLOTS = Prepared(_shown_rounds), Prepared(_shown_slots)


def cards_of(user: User, now: datetime) -> list[Card]:
    rounds = ROUNDS.rows(user.pk, user.centres("expert"))
    with_work = rounds_with_work(user, [found for found in rounds if found.is_open(now)], now)
    slots = SLOTS.rows(user.pk)
    stand = standings(user, rounds)
    limits = limits_of(user, timezone.localdate(now)) if user.roles.get("expert") else None
    return [
        card_of(found, slots, rounds, found.pk in with_work, now, stand[found.pk], limits)
        for found in rounds
    ]


def card_of(
    found: ReviewRound,
    slots: list[ReviewSlot],
    rounds: list[ReviewRound],
    has_next: bool,
    now: datetime,
    standing: Standing,
    limits: Limits | None,
) -> Card:
    alike = {
        other.pk
        for other in rounds
        if (other.session_id, other.reviewers) == (found.session_id, found.reviewers)
    }
    mine = [slot for slot in slots if slot.round_id == found.pk]
    given = [slot for slot in slots if slot.round_id in alike and slot.state == State.SUBMITTED]
    live = sum(slot.round_id in alike and slot.state in ReviewSlot.LIVE for slot in slots)
    restraint = limits.refusal(live) if limits and found.is_for_experts else ""
    return Card(
        round=found,
        held=[slot for slot in mine if slot.is_held],
        given=[slot for slot in mine if slot.state == State.SUBMITTED],
        has_next=has_next,
        asked=0 if found.is_for_experts else found.session.reviews_to_give,
        given_in_session=len(given),
        now=now,
        standing=standing,
        restraint=restraint,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: Request) -> HttpResponse:
    if request.method == "POST":
        return take(request)
    now = timezone.now()
    cards = cards_of(request.user, now)
    context = {
        "cards": [card for card in cards if not card.is_over],
        "past": [card for card in cards if card.is_over and card.given],
        "invitations": waiting_for(request.user, now),
        "is_expert": bool(request.user.roles.get("expert")),
        "desks": desks_of(request.user),
        "now": now,
    }
    return render(request, "project_guide/reviews/queue.html", context)


def take(request: Request) -> HttpResponse:
    found = get_object_or_404(rounds_of(request.user), code=request.POST.get("round", ""))
    if found.is_open(timezone.now()) and is_asked(request.user, found):
        return redirect("project_guide:calibration", found.code)
    with refusals_as_messages(request):
        slot = actions.claim_next(found, by=request.user)
        return redirect("project_guide:sheet", slot.code)
    return redirect("project_guide:reviews")


def desks_of(user: User) -> dict[str, bool]:
    """Which other pages of reviewing are this person's."""
    is_coordinator = bool(user.roles.get("coordinator"))
    leads = is_coordinator or bool(user.roles.get("tutor"))
    return {"releases": leads, "decisions": is_coordinator}


def releasable(user: User) -> QuerySet[Project]:
    """Projects in peer review of groups one tutors or centres one coordinates; never one's own,
    nor those one reviews: there the author must stay unknown."""
    return (
        Project.objects.filter(
            Q(pk__in=Project.objects.tutored_by(user).values("pk"))
            | Q(pk__in=Project.objects.coordinated_by(user).values("pk"))
        )
        .exclude(pk__in=Project.objects.of_author(user).values("pk"))
        .exclude(pk__in=ReviewSlot.objects.filter(reviewer=user).values("version__project"))
    )
