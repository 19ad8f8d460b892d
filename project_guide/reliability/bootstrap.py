"""How far alpha would move if other pieces of the same kind had been marked."""

from dataclasses import dataclass

import numpy as np

from project_guide.reliability.alpha import Array, Evidence

RESAMPLES = 2000
SEED = 20110125  # a fixed one: the same marks show the same interval each time
TAILS = (0.025, 0.975)
MOST_UNKNOWN = 0.05  # share of resamples that may be without an alpha


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def interval(evidence: Evidence) -> Interval | None:
    """The middle 95 % of the alphas of 2,000 resamples: the percentile bootstrap.

    Units are drawn with replacement, each with all its marks, as A. Zapf et al. do in "Measuring
    inter-rater reliability for nominal data" (BMC Medical Research Methodology 16:93, 2016).

    None: too many resamples hold nothing but one level, or there are fewer than two units.
    """
    if len(evidence.rows) < 2:
        return None
    found = evidence.alphas(_resampled(len(evidence.rows)) @ evidence.rows)
    told = found[~np.isnan(found)]
    if len(told) < RESAMPLES * (1 - MOST_UNKNOWN):
        return None
    low, high = np.quantile(told, TAILS)
    return Interval(float(low), float(high))


def _resampled(units: int) -> Array:
    """How often each unit was drawn, one row a resample."""
    draws = np.random.default_rng(SEED).integers(units, size=(RESAMPLES, units))
    offsets = units * np.arange(RESAMPLES)[:, None]
    counts = np.bincount((draws + offsets).ravel(), minlength=RESAMPLES * units)
    return counts.reshape(RESAMPLES, units).astype(np.float64)
