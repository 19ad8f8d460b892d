"""What one page costs: it is asked for again and again, by one reader, in this process."""

import gc
import gzip
import re
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import fmean, median, quantiles
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import connection
from wagtail.models import Page

from config.bench import floor
from config.bench.asking import Answer, ask, environ
from config.bench.visits import Visit
from pages import finding
from project_guide import public, shelf

WARM_UPS = 3
FLOOR = Visit("the floor", floor.PATH)
FEWEST = 5  # requests, however little time there is
ASSET = re.compile(rb'<(?:link rel="stylesheet" href|script src)="([^"]+\.(css|js))"')


class Cost(NamedTuple):
    """Of one request, in seconds."""

    wall: float
    cpu: float


@dataclass
class Figures:
    visit: Visit
    size: str
    status: int
    queries: int
    lookup: int  # of the queries, those with which Wagtail finds the page
    costs: list[Cost] = field(repr=False)
    floors: list[Cost] = field(repr=False)  # of the floor, at the same time
    html: int
    gzipped: int
    assets: dict[str, int]  # bytes on the wire, by kind

    @property
    def walls(self) -> list[float]:
        return [cost.wall for cost in self.costs]

    @property
    def cpu(self) -> float:
        return fmean(cost.cpu for cost in self.costs)

    @property
    def floor(self) -> float:
        return fmean(cost.cpu for cost in self.floors)

    @property
    def times(self) -> float:
        """The multiple of the floor."""
        return self.cpu / self.floor

    @property
    def a_second(self) -> float:
        return len(self.walls) / sum(self.walls)

    @property
    def p50(self) -> float:
        return median(self.walls)

    @property
    def p95(self) -> float:
        return quantiles(self.walls, n=20, method="inclusive")[-1]

    @property
    def on_the_wire(self) -> int:
        """What a reader who comes for the first time fetches, besides pictures."""
        return self.gzipped + sum(self.assets.values())


class Counter:
    """Counts the queries of a request, whatever connection it opens."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.number += 1
        return execute(*args)


@contextmanager
def counted() -> Iterator[Counter]:
    counter = Counter()
    with connection.execute_wrapper(counter):
        yield counter


def measure(application: Callable[..., Any], visit: Visit, *, size: str, seconds: float) -> Figures:
    for _ in range(WARM_UPS):
        cost(application, visit)
    if visit.anew:
        forget()
    with counted() as counter:
        answer = ask(application, visit.path, visit.headers)
    costs, floors = repeat(application, visit, seconds)
    return Figures(
        visit=visit,
        size=size,
        status=answer.status,
        queries=counter.number,
        lookup=lookup(visit) if visit.beyond_lookup else 0,
        costs=costs,
        floors=floors,
        html=len(answer.body),
        gzipped=len(gzip.compress(answer.body, 6)) if answer.body else 0,
        assets=assets(application, answer),
    )


def repeat(
    application: Callable[..., Any], visit: Visit, seconds: float
) -> tuple[list[Cost], list[Cost]]:
    """What each request costs, and each of as many of the floor, in turn with them."""
    gc.collect()
    found: list[Cost] = []
    floors: list[Cost] = []
    bare, end = floor.application(), time.perf_counter() + seconds
    while len(found) < FEWEST or time.perf_counter() < end:
        found.append(cost(application, visit))
        floors.append(cost(bare, FLOOR))
    return found, floors


def cost(application: Callable[..., Any], visit: Visit) -> Cost:
    if visit.anew:
        forget()
    cpu, begun = cpu_seconds(), time.perf_counter()
    ask(application, visit.path, visit.headers)
    return Cost(time.perf_counter() - begun, cpu_seconds() - cpu)


def forget() -> None:
    """What this process keeps for the next visitor; the sets of facets stay, as in a live site."""
    public.forget()
    shelf.current().searches.clear()
    request_finished.send(sender=None)


def cpu_seconds() -> float:
    """Of this process with all its threads; SQLite works inside of it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def lookup(visit: Visit) -> int:
    """With how many queries Wagtail finds the page of this address."""
    request = WSGIRequest(environ(visit.path, visit.headers))
    with counted() as counter:
        finding.show_the_way(request)
        Page.route_for_request(request, request.path)
    return counter.number


def assets(application: Callable[..., Any], answer: Answer) -> dict[str, int]:
    """The bytes of the page's styles and scripts as they are sent to a browser."""
    weights = {"css": 0, "js": 0}
    for url, kind in ASSET.findall(answer.body):
        weights[kind.decode()] += len(ask(application, url.decode(), {}).body)
    return weights
