"""How often two people give the same level, or nearly: read beside alpha.

Where almost all marks are alike alpha is low although people agree; the plain share shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from project_guide.reliability.sheets import Pair


@dataclass(frozen=True)
class Shares:
    """Pairs of marks on one criterion: all, those of one level, those within one level."""

    projects: int
    pairs: int
    same: int
    near: int

    @property
    def same_percent(self) -> int:
        return round(100 * self.same / self.pairs)

    @property
    def near_percent(self) -> int:
        return round(100 * self.near / self.pairs)


def shares(pairs: Iterable[Pair], code: str) -> Shares:
    """A pair counts where both found that the criterion applies."""
    apart, projects = [], set()
    for one, other in pairs:
        level, another = one.levels.get(code), other.levels.get(code)
        if level is not None and another is not None:
            apart.append(abs(level - another))
            projects.add(one.project)
    return Shares(
        projects=len(projects),
        pairs=len(apart),
        same=sum(gap == 0 for gap in apart),
        near=sum(gap <= 1 for gap in apart),
    )
