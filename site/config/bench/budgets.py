"""What quality promises, beside what was measured. Nothing here fails: it tells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from config.bench.measure import Figures
from config.bench.worker import WORKERS, Process

KB, KIB, MIB = 1000, 1024, 1024 * 1024
EVEN = 1.2  # the cost at the largest size, as a multiple of that at the smallest
MEMORY, COLD_START = 300, 1.5  # MiB of all workers; seconds

Weigh = Callable[[Figures], float]
WEIGHTS: list[tuple[str, float, Weigh]] = [
    ("heaviest page on the wire, kB", 100, lambda found: found.on_the_wire / KB),
    ("most CSS, kB", 15, lambda found: found.assets["css"] / KB),
    ("most JS, kB", 30, lambda found: found.assets["js"] / KB),
    ("longest HTML, KiB", 40, lambda found: found.html / KIB),
]


def lines(figures: Sequence[Figures], web: Process) -> Iterator[str]:
    for found in figures:
        yield from of_page(found)
    yield from of_sizes(figures)
    for what, most, weigh in WEIGHTS:
        heaviest = max(figures, key=weigh)
        yield told(f"{what} ({heaviest.visit.name})", weigh(heaviest), most, digits=1)
    yield told(f"{WORKERS} workers, MiB", web.memory / MIB, MEMORY)
    yield told("cold start, s", web.cold_start, COLD_START, digits=2)


def told(what: str, is_now: float, most: float, *, digits: int = 0) -> str:
    word = "OK  " if is_now <= most else "OVER"
    return f"{word}  {what}: {is_now:.{digits}f}, at most {most:.{digits}f}"


def of_page(found: Figures) -> Iterator[str]:
    visit, name = found.visit, f"{found.visit.name} ({found.size})"
    if visit.times is not None:
        yield told(f"{name}, x floor", found.times, visit.times, digits=2)
    if visit.queries is not None:
        beyond = " beyond the lookup" if visit.beyond_lookup else ""
        yield told(f"{name}, queries{beyond}", found.queries - found.lookup, visit.queries)


def of_sizes(figures: Iterable[Figures]) -> Iterator[str]:
    """The same page at the smallest and at the largest size."""
    ordered = sorted(figures, key=name_of)  # keeps the order of the sizes
    for name, rows in ((name, list(rows)) for name, rows in groupby(ordered, key=name_of)):
        first, last = rows[0], rows[-1]
        if len(rows) == 1:
            continue
        yield told(f"{name}, queries at {last.size}", last.queries, first.queries)
        if last.visit.even:
            what = f"{name}, x its cost at {first.size}, at {last.size}"
            yield told(what, last.times / first.times, EVEN, digits=2)


def name_of(found: Figures) -> str:
    return found.visit.name
