"""Who marks higher or lower than the others who marked the same versions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from project_guide.reliability.sheets import Sheet, by_version


@dataclass(frozen=True)
class Severity:
    """Above zero: the reviewer gives more than the others; below zero, less."""

    reviewer: int
    versions: int
    points: float  # of a total of 100
    levels: float  # of one criterion


def severities(sheets: Iterable[Sheet]) -> list[Severity]:
    """The mean distance of each reviewer's marks from the mean of the others on each version.

    Versions that nobody else has marked tell nothing and are left out.
    """
    points: dict[int, list[float]] = defaultdict(list)
    levels: dict[int, list[float]] = defaultdict(list)
    for together in by_version(sheets):
        for sheet in together:
            others = [other for other in together if other is not sheet]
            points[sheet.reviewer].append(sheet.total - fmean(other.total for other in others))
            levels[sheet.reviewer].extend(_by_criterion(sheet, others))
    return [
        Severity(
            reviewer=reviewer,
            versions=len(found),
            points=fmean(found),
            levels=fmean(levels[reviewer]) if levels[reviewer] else 0.0,
        )
        for reviewer, found in points.items()
    ]


def _by_criterion(sheet: Sheet, others: list[Sheet]) -> Iterator[float]:
    for code, level in sheet.levels.items():
        marks = [mark for other in others if (mark := other.levels.get(code)) is not None]
        if level is not None and marks:
            yield level - fmean(marks)
