"""Sheets laid side by side: those of one version, and peers' beside the experts'."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

ENOUGH = 20  # projects marked twice; with fewer no figure is told


@dataclass(frozen=True)
class Sheet:
    """What of a handed-in review the arithmetic needs."""

    reviewer: int
    project: int
    version: int  # the number among the versions of its project
    levels: Mapping[str, int | None]  # by criterion; None: it does not apply
    total: float


Pair = tuple[Sheet, Sheet]


def by_version(sheets: Iterable[Sheet]) -> list[list[Sheet]]:
    """Sheets of versions that two people or more have marked."""
    found: dict[tuple[int, int], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.project, sheet.version].append(sheet)
    return [together for together in found.values() if len(together) > 1]


def among(sheets: Iterable[Sheet]) -> list[Pair]:
    """Any two people who marked the same version."""
    return [pair for together in by_version(sheets) for pair in combinations(together, 2)]


def facing(peers: Iterable[Sheet], experts: Sequence[Sheet]) -> list[Pair]:
    """Each peer's sheet with those of the experts on that version, else on the next they marked.

    Authors mend their work between the two, so peers and experts seldom mark the same version.
    """
    by_project: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in experts:
        by_project[sheet.project].append(sheet)
    return [
        (peer, expert)
        for peer in peers
        for expert in _nearest(by_project.get(peer.project, []), peer.version)
    ]


def _nearest(experts: list[Sheet], version: int) -> list[Sheet]:
    later = [sheet for sheet in experts if sheet.version >= version]
    first = min((sheet.version for sheet in later), default=None)
    return [sheet for sheet in later if sheet.version == first]
