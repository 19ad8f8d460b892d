"""Whether a round's reviewers can give the reviews that its versions want; counted beforehand."""

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Supply:
    """Reviews wanted and reviews that people may give, under the rules of a round."""

    versions: int
    wanted: int
    reviewers: int
    load_cap: int

    @property
    def need(self) -> int:
        return self.versions * self.wanted

    @property
    def offer(self) -> int:
        return self.reviewers * self.load_cap

    @property
    def is_short(self) -> bool:
        return self.need > self.offer or (bool(self.versions) and self.reviewers < self.wanted)

    @property
    def enough_wanted(self) -> int:
        """As many reviews of each version as the reviewers can give; 0: none can be had."""
        if not self.versions:
            return self.wanted
        return min(self.offer // self.versions, self.reviewers, self.wanted)

    @property
    def enough_cap(self) -> int:
        """What each reviewer would have to give; 0: no number of theirs would be enough."""
        if self.reviewers < self.wanted:
            return 0
        return ceil(self.need / self.reviewers)
