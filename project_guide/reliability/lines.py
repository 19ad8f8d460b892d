"""One line of the table of a round: what a criterion's marks tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.numbers import rounded
from project_guide.models import Rubric
from project_guide.reliability.agreement import Shares, shares
from project_guide.reliability.alpha import Evidence, alpha, of_levels, of_points
from project_guide.reliability.bootstrap import Interval, interval
from project_guide.reliability.sheets import ENOUGH, Pair, Sheet

RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff's customary lines, for orientation only
PLACES = 3  # of alpha; it is rounded before it is put into words, so the two agree

Together = Sequence[Sequence[Sheet]]


@dataclass(frozen=True)
class Line:
    """One criterion, or the total."""

    title: str
    versions: int  # marked by two people or more
    projects: int
    alpha: float | None = None
    interval: Interval | None = None
    shares: Shares | None = None  # of a total there is none

    @property
    def is_enough(self) -> bool:
        return self.projects >= ENOUGH

    @property
    def has_shares(self) -> bool:
        return self.shares is not None and self.shares.projects >= ENOUGH

    @property
    def shown(self) -> str:
        return "" if self.alpha is None else rounded(self.alpha, PLACES)

    @property
    def between(self) -> str:
        if self.interval is None:
            return ""
        return _("%(low)s to %(high)s") % {
            "low": rounded(self.interval.low, PLACES),
            "high": rounded(self.interval.high, PLACES),
        }

    @property
    def reading(self) -> str:
        if not self.is_enough:
            return _("too few to tell")
        if self.alpha is None:
            return _("cannot be told: all marks are alike")
        if self.alpha >= RELIABLE:
            return _("high")
        return _("enough for careful conclusions") if self.alpha >= TENTATIVE else _("low")


def lines(rubric: Rubric, together: Together, pairs: Sequence[Pair]) -> list[Line]:
    return [
        *(
            line(
                str(row),
                marked := applying(together, row.code),
                of_levels(
                    [[sheet.levels[row.code] for sheet in sheets] for sheets in marked],
                    highest=rubric.max_level,
                ),
                shares(pairs, row.code),
            )
            for row in rubric.criteria.all()
        ),
        line(
            _("Total"),
            together,
            of_points([[sheet.total for sheet in sheets] for sheets in together]),
        ),
    ]


def line(title: str, together: Together, evidence: Evidence, found: Shares | None = None) -> Line:
    projects = projects_of(together)
    if projects < ENOUGH:
        return Line(title, len(together), projects, shares=found)
    value = alpha(evidence)
    between = interval(evidence) if value is not None else None
    return Line(
        title,
        versions=len(together),
        projects=projects,
        alpha=None if value is None else round(value, PLACES),
        interval=between and Interval(round(between.low, PLACES), round(between.high, PLACES)),
        shares=found,
    )


def applying(together: Together, code: str) -> list[list[Sheet]]:
    """Versions of which two people or more found that the criterion applies."""
    marked = (
        [sheet for sheet in sheets if sheet.levels.get(code) is not None] for sheets in together
    )
    return [sheets for sheets in marked if len(sheets) > 1]


def projects_of(together: Iterable[Sequence[Sheet]]) -> int:
    return len({sheets[0].project for sheets in together})
