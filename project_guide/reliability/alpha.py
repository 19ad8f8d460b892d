"""Krippendorff's alpha: how far the marks of several people agree beyond what chance would give.

After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): any number of people,
of whom any may have left out any unit. 1 is agreement without exception, 0 is what chance would
give; below 0 people contradict each other.

Units contribute rows of numbers that are added up, so a resample is a weighted sum of rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import isnan, isqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Distance = Callable[[Array], Array]  # how often each level was given -> squared distances


@dataclass(frozen=True)
class Evidence:
    """What each unit with two marks or more contributes, and how sums of that become alphas."""

    rows: Array
    alphas: Callable[[Array], Array]  # NaN where it cannot be told


def alpha(evidence: Evidence) -> float | None:
    """None: it cannot be told, for fewer than two units are marked twice or all marks are alike."""
    if len(evidence.rows) < 2:
        return None
    value = float(evidence.alphas(evidence.rows.sum(axis=0)))
    return None if isnan(value) else value


def ordinal(given: Array) -> Array:
    """Levels are as far apart as there are marks between them, those at the ends counted half."""
    middle = given.cumsum(axis=-1) - given / 2
    return np.square(middle[..., :, None] - middle[..., None, :])


def of_levels(
    units: Sequence[Sequence[int | None]], *, highest: int, distance: Distance = ordinal
) -> Evidence:
    """Of marks from 0 to `highest`, one sequence a unit; what was not marked is None."""
    levels = range(highest + 1)
    tallies = [[unit.count(level) for level in levels] for unit in units]
    counts = np.array(tallies, dtype=np.float64).reshape(-1, len(levels))
    counts = counts[counts.sum(axis=1) > 1]
    pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(len(levels)))
    coincidences = pairs / (counts.sum(axis=1) - 1)[:, None, None]
    rows = coincidences.reshape(len(counts), len(levels) ** 2)
    return Evidence(rows, partial(_of_coincidences, distance=distance))


def _of_coincidences(sums: Array, distance: Distance) -> Array:
    size = isqrt(sums.shape[-1])
    observed = sums.reshape(*sums.shape[:-1], size, size)
    given = observed.sum(axis=-1)
    apart = distance(given)
    by_chance = given[..., :, None] * given[..., None, :]
    total = given.sum(axis=-1)
    return _beyond_chance(
        (total - 1) * (observed * apart).sum(axis=(-2, -1)),
        (by_chance * apart).sum(axis=(-2, -1)),
    )


def of_points(units: Sequence[Sequence[float]]) -> Evidence:
    """Of measures with equal steps, such as totals: the distance is the squared difference."""
    marked = [np.array(unit, dtype=np.float64) for unit in units if len(unit) > 1]
    rows = [_moments(unit, origin=marked[0][0]) for unit in marked]
    return Evidence(np.array(rows, dtype=np.float64).reshape(-1, 4), _of_moments)


def _moments(unit: Array, origin: float) -> list[float]:
    """Measured from an origin of their own, values that are equal give an exact zero."""
    size, own, shifted = len(unit), unit - unit[0], unit - origin
    apart = 2 * (size * np.square(own).sum() - own.sum() ** 2) / (size - 1)
    return [size, shifted.sum(), np.square(shifted).sum(), apart]


def _of_moments(sums: Array) -> Array:
    total, first, second, apart = np.moveaxis(sums, -1, 0)
    return _beyond_chance((total - 1) * apart, 2 * (total * second - first**2))


def _beyond_chance(observed: Array, expected: Array) -> Array:
    unknown = np.full_like(expected, np.nan)
    return 1 - np.divide(observed, expected, out=unknown, where=expected > 0)
