"""What reviewing costs: a reviewer's page, a claim, many at once, a night, the figures."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse

from config.bench import agreeing, claiming, ground, measure, repairing, reviews
from config.bench.budgets import told
from config.bench.visits import PAGE, Visit, signed_in

QUERIES_OF_PAGE, QUERIES_OF_CLAIM = 10, 8
CLAIM = 50  # ms of the slowest of twenty
ONE_BY_ONE = 100  # claims

Ask = Callable[..., Any]


class Sizes(NamedTuple):
    pieces: Sequence[int]  # projects that wait for reviewers, when a page is measured
    slots: int  # open, when a claim is measured
    claims: int  # at once


def lines(application: Ask, sizes: Sizes, seconds: float) -> Iterator[str]:
    """What is found is told at once."""
    few = [number for number in sizes.pieces if 2 * number <= sizes.slots]
    yield from pages(application, few, seconds)
    yield from one_claim(sizes.slots)
    yield from pages(application, set(sizes.pieces) - set(few), seconds)
    yield from many_claims(sizes.claims)
    yield from nights()
    what = f"alpha with its interval, every criterion, {agreeing.REVIEWS:,} reviews, s"
    yield told(what, agreeing.seconds(), agreeing.MOST, digits=2)


def pages(application: Ask, sizes: Collection[int], seconds: float) -> Iterator[str]:
    for number in sorted(sizes):
        reviews.grow(number)
        ground.settle()
        yield from page(application, number, seconds)


def page(application: Ask, number: int, seconds: float) -> Iterator[str]:
    for name, role in (("peer", "teacher3"), ("expert", "expert")):
        visit = Visit("", reverse("project_guide:reviews"), signed_in(role))
        found = measure.measure(application, visit, size=f"{number:,}", seconds=seconds)
        what = f"queue, {name} ({number:,} pieces)"
        yield told(f"{what}, queries", found.queries, QUERIES_OF_PAGE)
        yield told(f"{what}, x floor", found.times, PAGE, digits=2)


def one_claim(slots: int) -> Iterator[str]:
    reviews.grow(slots // 2)
    ground.settle()
    found = claiming.peers_round()
    what = f"claim, {claiming.waiting(found):,} open slots"
    claims = claiming.one_by_one(found, ONE_BY_ONE)
    yield told(f"{what}, queries", claims.queries, QUERIES_OF_CLAIM)
    yield f"      {what}, p50 ms: {claims.p50 * 1000:.1f}"
    yield told(f"{what}, p95 ms", claims.p95 * 1000, CLAIM, digits=1)


def many_claims(number: int) -> Iterator[str]:
    if connection.vendor == "sqlite":  # there the database itself lets in one at a time
        yield "      many claims at once are measured on PostgreSQL only"
        return
    reviews.grow(number)
    found = claiming.peers_round()
    rush = claiming.at_once(found, number)
    what = f"{rush.claims:,} claims of {claiming.PROCESSES} processes"
    yield f"      {what}, a second: {rush.a_second:.1f}"
    yield f"      {what}, {claiming.BUSY}: {rush.busy}"
    yield told(f"{what}, pairs given twice", rush.doubles, 0)
    yield told(f"{what}, most of one version", rush.most, found.wanted)
    yield told(f"{what}, most less least", rush.most - rush.least, 1)
    yield told(f"{what}, broken", sum(rush.broken.values()), 0)
    yield from (f"      {name}: {times}" for name, times in rush.broken.items())


def nights() -> Iterator[str]:
    for night in repairing.NIGHTS:
        yield told(f"{night}, s", repairing.seconds(night), night.most, digits=2)
