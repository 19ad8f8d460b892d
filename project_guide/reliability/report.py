"""What the marks of a round tell, for the coordinator: never a gate, never anybody's grade."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.numbers import signed
from courses.models import TrainingSession
from people.models import User
from project_guide.models import ReviewRound
from project_guide.reliability.lines import Line, lines, projects_of
from project_guide.reliability.reading import Gathered, gather
from project_guide.reliability.severity import Severity, severities
from project_guide.reliability.sheets import ENOUGH, Sheet, among, by_version, facing


@dataclass(frozen=True)
class Tendency:
    reviewer: User
    severity: Severity

    @property
    def points(self) -> str:
        return signed(self.severity.points, 1)

    @property
    def levels(self) -> str:
        return signed(self.severity.levels, 2)


@dataclass(frozen=True)
class Report:
    round: ReviewRound
    projects: int  # marked by two people or more of the round
    compared: int  # marked by peers and by experts, in a round of peers
    same_version: int  # of these, where both marked the same version
    lines: list[Line]
    tendencies: list[Tendency]

    @property
    def is_enough(self) -> bool:
        return self.projects >= ENOUGH

    @property
    def tells(self) -> bool:
        return self.is_enough or self.compared >= ENOUGH


def reports_of(session: TrainingSession) -> list[Report]:
    gathered = gather(session)
    return [report(found, gathered) for found in gathered.rounds]


def report(found: ReviewRound, gathered: Gathered) -> Report:
    sheets = gathered.sheets.get(found.pk, [])
    together = by_version(sheets)
    pairs = among(sheets) if found.is_for_experts else facing(sheets, experts_of(found, gathered))
    compared = set() if found.is_for_experts else {one.project for one, _other in pairs}
    same = {one.project for one, other in pairs if one.version == other.version}
    projects = projects_of(together)
    tells = max(projects, len(compared)) >= ENOUGH
    return Report(
        round=found,
        projects=projects,
        compared=len(compared),
        same_version=len(same & compared),
        lines=lines(found.rubric, together, pairs) if tells else [],
        tendencies=tendencies(sheets, gathered) if projects >= ENOUGH else [],
    )


def experts_of(found: ReviewRound, gathered: Gathered) -> list[Sheet]:
    """The experts' sheets of the same kind of project, by the same rubric."""
    return [
        sheet
        for other in gathered.rounds
        if other.is_for_experts
        and (other.project_kind, other.rubric_id) == (found.project_kind, found.rubric_id)
        for sheet in gathered.sheets.get(other.pk, [])
    ]


def tendencies(sheets: Sequence[Sheet], gathered: Gathered) -> list[Tendency]:
    """In the order of names: this is no ranking."""
    found = [Tendency(gathered.reviewers[row.reviewer], row) for row in severities(sheets)]
    return sorted(found, key=lambda row: (row.reviewer.last_name, row.reviewer.first_name))
