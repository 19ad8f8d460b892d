"""What it costs to take a piece: one after another, and many processes at once."""

import multiprocessing
import time
from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.db import OperationalError, connection, connections
from django.utils import timezone

from config.bench import clearing, ground, people, reviews
from config.bench.measure import counted
from core.refusals import Refused
from courses.models import Enrolment, TrainingSession
from people.models import User
from project_guide.actions import queue
from project_guide.models import Kind, ProjectVersion, ReviewRound, ReviewSlot

PROCESSES = 24
BUSY = "told to try again"
ANSWERS = {"taken", "refused", BUSY}
Open = ReviewSlot.State.OPEN


@dataclass(frozen=True)
class Claims:
    queries: int  # the most of one claim
    walls: list[float]  # seconds

    @property
    def p50(self) -> float:
        return median(self.walls)

    @property
    def p95(self) -> float:
        return quantiles(self.walls, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Rush:
    """Many claims at once, and what the database holds afterwards."""

    claims: int
    seconds: float
    doubles: int  # pairs of a version and a reviewer that are there twice
    most: int  # taken of one version
    least: int
    busy: int  # answers that the database is busy, after which the person asks again
    broken: dict[str, int]  # claims that ended in an error, by its name

    @property
    def a_second(self) -> float:
        return self.claims / self.seconds


def peers_round() -> ReviewRound:
    """Of the present session, without the example works that newcomers would mark first."""
    found = ReviewRound.objects.get(
        session=TrainingSession.objects.latest("starts_on"),
        reviewers=ReviewRound.ReviewerKind.PEER,
        project_kind=Kind.LOCAL,
    )
    found.anchors.all().delete()
    return found


def waiting(found: ReviewRound) -> int:
    return found.slots.filter(state=Open).count()


def claimants(found: ReviewRound, number: int) -> list[User]:
    """Added teachers of the session who hold nothing yet."""
    places = found.session.enrolments.filter(state=Enrolment.State.ACTIVE)
    added = User.objects.filter(email__endswith=people.ADDRESS, pk__in=places.values("teacher"))
    return list(added.filter(review_slots=None).order_by("-pk")[:number])


def one_by_one(found: ReviewRound, number: int) -> Claims:
    """Each by another person, who keeps the piece; the first only warms up. Never more than the
    pieces last for: nobody takes those of their own group and school."""
    walls, most = [], 0
    added = found.slots.filter(state=Open, author__email__endswith=people.ADDRESS).count()
    lasting = max(3, added - 2 * reviews.A_GROUP * found.wanted)
    first, *others = claimants(found, min(number, lasting))
    queue.claim_next(found, by=first)
    for person in others:
        with counted() as counter:
            begun = time.perf_counter()
            queue.claim_next(found, by=person)
            walls.append(time.perf_counter() - begun)
        most = max(most, counter.number)
    return Claims(most, walls)


def make_scarce(found: ReviewRound, claims: int) -> list[int]:
    """Leave as many versions, that nobody has taken, as these claims fill between two and three
    times; their keys."""
    ReviewRound.objects.filter(pk=found.pk).update(wanted=3)
    found.refresh_from_db()
    slots = found.slots.order_by()
    taken = slots.exclude(reviewer=None)
    fresh = slots.filter(state=Open, author__email__endswith=people.ADDRESS)
    fresh = fresh.exclude(version__in=taken.values("version")).order_by("version")
    keys = fresh.values_list("version", flat=True).distinct()
    kept = list(keys[: max(1, claims * 2 // 5)])
    clearing.drop(ReviewSlot.objects.filter(round=found, state=Open))
    rows = ProjectVersion.objects.filter(pk__in=kept).select_related("submitted_by")
    reviews.open_slots(found.session, list(rows), timezone.now())
    return kept


def at_once(found: ReviewRound, claims: int) -> Rush:
    """Each process has a share of the people; nobody asks twice."""
    usual = found.wanted
    versions = make_scarce(found, claims)
    ground.settle()
    asking = claimants(found, claims)
    shares = [asking[place::PROCESSES] for place in range(PROCESSES)]
    connections.close_all()  # a connection must not be shared with a fork
    forks = multiprocessing.get_context("fork")
    start, answers = forks.Barrier(PROCESSES + 1), forks.SimpleQueue()
    running = [forks.Process(target=ask, args=(found, mine, start, answers)) for mine in shares]
    for process in running:
        process.start()
    start.wait()
    begun = time.perf_counter()
    outcomes = sum((Counter(answers.get()) for _process in running), Counter[str]())
    seconds = time.perf_counter() - begun
    for process in running:
        process.join()
    ReviewRound.objects.filter(pk=found.pk).update(wanted=usual)
    return told(versions, len(asking), seconds, outcomes)


def ask(found: ReviewRound, mine: list[User], start: Any, answers: Any) -> None:
    outcomes = Counter[str]()
    connection.ensure_connection()
    start.wait()
    for person in mine:
        answer = BUSY
        while answer == BUSY:
            answer = one(found, person)
            outcomes[answer] += 1
    connections.close_all()
    answers.put(dict(outcomes))


def one(found: ReviewRound, person: User) -> str:
    try:
        queue.claim_next(found, by=person)
    except Refused:
        return "refused"
    except OperationalError:  # too long in the line: the site asks to try again
        return BUSY
    except Exception as error:
        return type(error).__name__
    return "taken"


def told(versions: list[int], claims: int, seconds: float, outcomes: Counter[str]) -> Rush:
    live = ReviewSlot.objects.live().filter(version__in=versions).order_by()
    taken = Counter(dict.fromkeys(versions, 0))
    taken.update(live.values_list("version", flat=True))
    pairs = Counter(live.values_list("version", "reviewer"))
    return Rush(
        claims=claims,
        seconds=seconds,
        doubles=sum(number > 1 for number in pairs.values()),
        most=max(taken.values(), default=0),
        least=min(taken.values(), default=0),
        busy=outcomes[BUSY],
        broken={name: number for name, number in outcomes.items() if name not in ANSWERS},
    )
