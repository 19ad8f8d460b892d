"""A reviewer's rounds: what is asked, what waits, what is held, what has been given."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.prepared import Prepared
from courses.models import Enrolment
from people.models import User
from project_guide.models import Kind, ReviewRound, ReviewSlot
from project_guide.models.agreement import Standing
from project_guide.models.calibration import standings
from project_guide.models.eligibility import rounds_with_work
from project_guide.models.expertise import Limits, limits_of

State = ReviewSlot.State
Peer = ReviewRound.ReviewerKind.PEER
Expert = ReviewRound.ReviewerKind.EXPERT


def rounds_of(user: User) -> QuerySet[ReviewRound]:
    """Peer rounds of sessions in which the user has an active place, expert rounds of their
    centres, and any round in which they hold something or have given a review."""
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


class Sheet(NamedTuple):
    """What the reviewer has taken or handed in, and of which round."""

    code: str
    label: str
    state: str
    lease_until: datetime | None
    edition: int  # 0: nothing has been written yet
    round: int
    closes_at: datetime | None
    session: int
    session_title: str
    reviewers: str
    kind: str

    @property
    def is_held(self) -> bool:
        return self.state in ReviewSlot.HELD

    @property
    def kind_display(self) -> str:
        return str(Kind(self.kind).label)


class Head(NamedTuple):
    """What a card says first; the same for all reviewers of the round."""

    code: str
    reviewers: str
    kind: str
    blind: str
    course: str
    session: str

    @property
    def of_reviewers(self) -> str:
        return str(ReviewRound.ReviewerKind(self.reviewers).label)

    @property
    def of_kind(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def of_names(self) -> str:
        return str(ReviewRound.Blind(self.blind).label)


@dataclass(frozen=True)
class Card:
    """One round as its reviewer sees it."""

    round: ReviewRound
    head: Head
    held: list[Sheet]
    given: list[Sheet]
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
    def may_take(self) -> bool:
        return not self.holds and not self.why_not and not self.calibrates

    @property
    def holds(self) -> bool:
        """Has a piece whose time is not over: the next one comes after it."""
        return any(sheet.state == State.LEASED for sheet in self.held)

    @property
    def load(self) -> int:
        return len(self.given) + sum(sheet.state == State.LEASED for sheet in self.held)


class Desk(NamedTuple):
    cards: list[Card]
    past: tuple[tuple[Sheet, ...], ...]  # handed in, by round; the last to close comes first


def desk_of(user: User, now: datetime) -> Desk:
    rounds = ROUNDS.rows(user.pk, user.centres("expert"), now)
    sheets = [Sheet(*row) for row in SHEETS.rows(user.pk)]
    with_work = rounds_with_work(user, [found for found in rounds if found.is_open(now)], now)
    stand = standings(user, rounds)
    limits = limits_of(user, timezone.localdate(now)) if user.roles.get("expert") else None
    cards = [
        card_of(found, sheets, found.pk in with_work, now, stand[found.pk], limits)
        for found in rounds
    ]
    return Desk(cards, _past(sheets, {found.pk for found in rounds}))


def card_of(
    found: Any,
    sheets: list[Sheet],
    has_next: bool,
    now: datetime,
    standing: Standing,
    limits: Limits | None,
) -> Card:
    alike = (found.session_id, found.reviewers)
    states = [one.state for one in sheets if (one.session, one.reviewers) == alike]
    live = sum(state in ReviewSlot.LIVE for state in states)
    mine = [sheet for sheet in sheets if sheet.round == found.pk]
    return Card(
        round=found,
        head=Head(
            *(found.code, found.reviewers, found.project_kind, found.blind),
            *(found.course_title, found.session_title),
        ),
        held=[sheet for sheet in mine if sheet.is_held],
        given=[sheet for sheet in mine if sheet.state == State.SUBMITTED],
        has_next=has_next,
        asked=0 if found.is_for_experts else found.reviews_to_give,
        given_in_session=states.count(State.SUBMITTED),
        now=now,
        standing=standing,
        restraint=limits.refusal(live) if limits and found.is_for_experts else "",
    )


def _past(sheets: list[Sheet], shown: set[int]) -> tuple[tuple[Sheet, ...], ...]:
    rows = [one for one in sheets if one.round not in shown and one.closes_at is not None]
    rows.sort(key=lambda one: (one.closes_at, one.round), reverse=True)
    return tuple(tuple(same) for _round, same in groupby(rows, key=lambda one: one.round))


def _rounds_to_show(user: int, centres: tuple[int, ...], now: datetime) -> QuerySet[Any, Any]:
    """Those that are not over, or in which something is held; with what a card says of their
    session and course, which have many more fields."""
    held = ReviewSlot.objects.held().filter(reviewer=user)
    return (
        _rounds(user, centres)
        .filter(Q(closes_at=None) | Q(closes_at__gt=now) | Q(pk__in=held.values("round")))
        .annotate(
            session_title=F("session__title"),
            course_title=F("session__course__title"),
            reviews_to_give=F("session__reviews_to_give"),
        )
    )


def _sheets(user: int) -> QuerySet[ReviewSlot, tuple[Any, ...]]:
    return (
        ReviewSlot.objects.of_reviewer(user)
        .order_by("leased_at")
        .values_list(
            *("code", "label", "state", "lease_until", "review__edition"),
            *("round", "round__closes_at", "round__session", "round__session__title"),
            *("round__reviewers", "round__project_kind"),
        )
    )


ROUNDS, SHEETS = Prepared(_rounds_to_show), Prepared(_sheets)
