"""Reminders: each comes once, only while there is something to do, and never for a closed round."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from activity.actions import tell
from activity.models import Notice
from courses.models import Achievement, Enrolment
from people.models import User
from project_guide.actions.comments import listeners
from project_guide.actions.queue import coordinators_of, mine_in, refusal_of_claim
from project_guide.models import Decision, Project, ProjectVersion, Remark, ReviewRound, ReviewSlot
from project_guide.models.eligibility import rounds_with_work

State = Project.State
Slot = ReviewSlot.State
BEFORE_A_LEASE_ENDS = timedelta(hours=24)
BEFORE_A_ROUND_CLOSES = timedelta(days=3)
AUTHORS_HAVE = timedelta(days=5)
LEADERS_HAVE = timedelta(days=3)
DECIDERS_HAVE = timedelta(days=7)

# To whom, once under this key, with what in the text.
Reminder = tuple[User, str, dict[str, Any]]


def remind(now: datetime) -> None:
    """All that is due; running again says nothing twice."""
    for template, due in {
        "due": pieces_due(now),
        "late": pieces_late(),
        "owed": reviews_owed(now),
        "revise": remarks_unanswered(now),
        "release_waits": sheets_unreleased(now),
        "decision_waits": decisions_waiting(now),
        "promise_broken": promises_broken(now),
    }.items():
        _tell_once(f"project_guide/notices/{template}", list(due))


def _tell_once(template: str, due: list[Reminder]) -> None:
    """Texts are put together only for those who have not had them."""
    keys = {key for _person, key, _context in due}
    told = set(Notice.objects.filter(key__in=keys).values_list("recipient", "key"))
    for person, key, context in due:
        if (person.pk, key) not in told:
            tell(person, template, key=key, **context)


def pieces_due(now: datetime) -> Iterator[Reminder]:
    """The day before a piece is due; once more when its time was prolonged."""
    slots = ReviewSlot.objects.filter(
        state=Slot.LEASED,
        lease_until__gt=now,
        lease_until__lte=now + BEFORE_A_LEASE_ENDS,
        leased_at__lte=now - BEFORE_A_LEASE_ENDS,
    )
    for slot in slots.select_related("reviewer"):
        assert slot.reviewer is not None
        yield slot.reviewer, f"due:{slot.code}:{slot.renewed}", {"slot": slot}


def pieces_late() -> Iterator[Reminder]:
    """Once, when the time is over: the sheet is still welcome, or can be given back."""
    needed = ReviewSlot.objects.filter(
        version=OuterRef("version"), round=OuterRef("round"), state__in=[Slot.OPEN, Slot.LEASED]
    )
    slots = ReviewSlot.objects.filter(Exists(needed), state=Slot.EXPIRED)
    for slot in slots.select_related("reviewer"):
        assert slot.reviewer is not None
        yield slot.reviewer, f"late:{slot.code}", {"slot": slot}


def reviews_owed(now: datetime) -> Iterator[Reminder]:
    """Peers who owe reviews: when the round opens, and once before it closes; only if there is a
    piece that they can take now."""
    rounds = ReviewRound.objects.open(now).filter(reviewers=ReviewRound.ReviewerKind.PEER)
    for found in rounds.select_related("session"):
        closes = found.closes_at is not None and found.closes_at - now <= BEFORE_A_ROUND_CLOSES
        moment = "closes" if closes else "opened"
        for person in _owing(found):
            mine = mine_in(person, found)
            is_busy = any(slot.state == Slot.LEASED for slot in mine)
            if is_busy or refusal_of_claim(person, found, now=now):
                continue
            if rounds_with_work(person, [found], now):
                key = f"owed:{found.session_id}:{moment}"
                yield person, key, {"review_round": found, "closes": closes}


def _owing(review_round: ReviewRound) -> Iterator[User]:
    """Whoever has given fewer reviews than completion asks for."""
    session = review_round.session
    given = Achievement.objects.filter(
        enrolment=OuterRef("pk"),
        what=Achievement.What.REVIEWS,
        amount__gte=session.reviews_to_give,
    )
    places = Enrolment.objects.filter(
        ~Exists(given), session=session, state=Enrolment.State.ACTIVE
    ).select_related("teacher")
    if session.reviews_to_give:
        yield from (place.teacher for place in places)


def _latest(versions: QuerySet[ProjectVersion]) -> QuerySet[ProjectVersion]:
    newer = ProjectVersion.objects.standing().filter(
        project=OuterRef("project"), number__gt=OuterRef("number")
    )
    return versions.filter(~Exists(newer), taken_back_at=None).select_related(
        "project__enrolment__session"
    )


def remarks_unanswered(now: datetime) -> Iterator[Reminder]:
    """Authors who have had the sheets for some days and left remarks without an answer."""
    waiting = Remark.objects.filter(
        review__slot__version=OuterRef("pk"),
        review__released_at__lte=now - AUTHORS_HAVE,
        answered_at=None,
    )
    versions = ProjectVersion.objects.filter(Exists(waiting), project__state=State.REVISION)
    for version in _latest(versions):
        for author in version.project.authors():
            yield author, f"revise:{version.code}", {"project": version.project}


def sheets_unreleased(now: datetime) -> Iterator[Reminder]:
    """The tutor and the coordinators, when all the peers' sheets have been in for some days."""
    slots = ReviewSlot.objects.filter(version=OuterRef("pk"))
    recent = slots.filter(review__submitted_at__gt=now - LEADERS_HAVE)
    versions = ProjectVersion.objects.filter(
        Exists(slots.filter(state=Slot.SUBMITTED)),
        ~Exists(slots.filter(state__in=[Slot.OPEN, Slot.LEASED])),
        ~Exists(recent),
        project__state=State.PEER_REVIEW,
    )
    for version in _latest(versions):
        project = version.project
        people = {*coordinators_of(project), *listeners(project, besides=project.owner)}
        for person in people - set(project.authors()):
            yield person, f"unreleased:{version.code}", {"project": project}


def decisions_waiting(now: datetime) -> Iterator[Reminder]:
    """Coordinators, when all the experts' sheets have been in for a week."""
    slots = ReviewSlot.objects.filter(
        version=OuterRef("pk"), round__reviewers=ReviewRound.ReviewerKind.EXPERT
    )
    versions = ProjectVersion.objects.filter(
        Exists(slots.filter(state=Slot.SUBMITTED)),
        ~Exists(slots.filter(state__in=[Slot.OPEN, Slot.LEASED])),
        ~Exists(slots.filter(review__submitted_at__gt=now - DECIDERS_HAVE)),
        ~Exists(Decision.objects.released().filter(version=OuterRef("pk"))),
        project__state=State.EXPERT_REVIEW,
    )
    for version in _latest(versions):
        authors = set(version.project.authors())
        for person in set(coordinators_of(version.project)) - authors:
            yield person, f"undecided:{version.code}", {"project": version.project}


def promises_broken(now: datetime) -> Iterator[Reminder]:
    """Coordinators, once, when an author was promised reviews that have not come."""
    waiting = ReviewSlot.objects.filter(
        state__in=[Slot.OPEN, Slot.LEASED], version__project__state__in=Project.UNDER_REVIEW
    )
    for slot in waiting.select_related("round", "version__project__enrolment__session"):
        came_at = slot.version.pooled_at
        if came_at is None or now < slot.round.promised_at(came_at):
            continue
        authors = set(slot.version.project.authors())
        for person in set(coordinators_of(slot.version.project)) - authors:
            key = f"promise:{slot.version.code}:{slot.round.code}"
            yield person, key, {"project": slot.version.project, "review_round": slot.round}
