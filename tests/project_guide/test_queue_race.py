"""Many ask at once: nothing is given twice, nothing is over-filled, versions stay even."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from core.refusals import Refused
from courses.models import Enrolment, Track
from people.models import User
from project_guide.actions import queue
from project_guide.models import ReviewRound, ReviewSlot
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.projects import make_project, plan_open_rounds, round_of, send

THREADS = 24


def set_out(projects: int, reviewers: int, wanted: int) -> tuple[ReviewRound, list[User]]:
    """A round with pieces to take, and people who may take any of them."""
    home()
    session = SessionFactory(capacity=projects + reviewers)
    plan_open_rounds(session)
    session.review_rounds.update(wanted=wanted, exclude_same_group=False, exclude_same_school=False)
    group = make_group(session, quota=projects)
    sent = [make_project(place_in(group)) for _ in range(projects)]
    for project in sent:
        send(project)
    people = User.objects.bulk_create(
        User(email=f"reviewer{number}@example.org", first_name="Anna", last_name="Orlova")
        for number in range(reviewers)
    )
    for person in people:
        Enrolment.objects.create(
            teacher=person, session=session, track=Track.LOCAL_PROJECT,
            state=Enrolment.State.ACTIVE, applied_at=session.enrolment_opens,
        )  # fmt: skip
    return round_of(sent[0]), people


def ask_at_once(review_round: ReviewRound, people: list[User], threads: int) -> list[object]:
    """Everybody asks for a piece; `threads` connections at the same time."""
    start = threading.Barrier(threads)
    shares = [people[place::threads] for place in range(threads)]

    def ask(share: list[User]) -> list[object]:
        found: list[object] = []
        try:
            start.wait(30)
            for person in share:
                try:
                    found.append(queue.claim_next(review_round, by=person).pk)
                except Refused as refusal:
                    found.append(str(refusal))
        finally:
            connections.close_all()
        return found

    with ThreadPoolExecutor(threads) as pool:
        return [one for found in pool.map(ask, shares) for one in found]


def taken(review_round: ReviewRound) -> Counter[int]:
    versions = review_round.slots.values_list("version", flat=True).order_by().distinct()
    counted = Counter(dict.fromkeys(versions, 0))
    counted.update(
        review_round.slots.filter(state__in=ReviewSlot.LIVE).values_list("version", flat=True)
    )
    return counted


def check(review_round: ReviewRound, answers: list[object], given: int) -> None:
    pieces = [answer for answer in answers if isinstance(answer, int)]
    pairs = list(
        review_round.slots.filter(reviewer__isnull=False).values_list("version", "reviewer")
    )
    counted = taken(review_round)
    assert len(pieces) == len(set(pieces)) == len(pairs) == len(set(pairs)) == given
    assert max(counted.values()) <= review_round.wanted
    assert max(counted.values()) - min(counted.values()) <= 1
    assert set(map(type, answers)) <= {int, str}


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_hundred_claims_at_once_on_postgresql():
    review_round, people = set_out(projects=70, reviewers=200, wanted=3)

    answers = ask_at_once(review_round, people, THREADS)

    check(review_round, answers, given=200)


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_last_pieces_are_not_given_twice_on_postgresql():
    review_round, people = set_out(projects=10, reviewers=THREADS * 2, wanted=2)

    answers = ask_at_once(review_round, people, THREADS)

    check(review_round, answers, given=20)
    assert sum(isinstance(answer, str) for answer in answers) == THREADS * 2 - 20


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_person_with_many_windows_gets_one_piece_on_postgresql():
    review_round, people = set_out(projects=4, reviewers=1, wanted=2)

    answers = ask_at_once(review_round, people * THREADS, THREADS)

    assert len(set(answers)) == 1
    assert sum(taken(review_round).values()) == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_forty_claims_at_once_on_sqlite():
    review_round, people = set_out(projects=15, reviewers=40, wanted=2)
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    answers = ask_at_once(review_round, people, 8)

    check(review_round, answers, given=30)
