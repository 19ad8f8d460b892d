"""The figures as one table."""

from collections.abc import Iterable, Sequence

from config.bench.measure import Figures

HEADINGS = [
    "page", "data", "req/s", "p50 ms", "p95 ms", "queries", "CPU ms", "x floor",
    "HTML", "gzip", "CSS", "JS", "wire kB",
]  # fmt: skip
WORDS = 2  # columns of words come first, then figures


def table(figures: Iterable[Figures]) -> Iterable[str]:
    rows = [HEADINGS, *map(row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        yield line(cells, widths)
        if cells is HEADINGS:
            yield "-" * len(line(cells, widths))


def line(cells: Sequence[str], widths: Sequence[int]) -> str:
    placed = [
        cell.ljust(width) if column < WORDS else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(placed)


def row(found: Figures) -> list[str]:
    lookup = f"{found.lookup}+" if found.lookup else ""
    return [
        found.visit.name,
        found.size,
        f"{found.a_second:.0f}",
        f"{found.p50 * 1000:.1f}",
        f"{found.p95 * 1000:.1f}",
        f"{lookup}{found.queries - found.lookup}",
        f"{found.cpu * 1000:.1f}",
        f"{found.times:.2f}",
        str(found.html),
        str(found.gzipped),
        str(found.assets["css"]),
        str(found.assets["js"]),
        f"{found.on_the_wire / 1000:.1f}",
    ]
