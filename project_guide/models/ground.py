"""What a decision on a version rests on: the experts' sheets, and the arithmetic made of them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from project_guide.models.project import ProjectVersion
from project_guide.models.review import Review
from project_guide.models.review_round import ReviewRound
from project_guide.models.verdict import Proposal, propose

Expert = ReviewRound.ReviewerKind.EXPERT


@dataclass(frozen=True)
class Ground:
    """The handed-in sheets of experts on one version, in the order they came."""

    sheets: list[Review]
    feedback: list[Review]  # for the authors only: these do not count
    wanted: int
    proposal: Proposal | None  # None while there is no sheet

    @property
    def is_whole(self) -> bool:
        return self.proposal is not None and len(self.sheets) >= self.wanted

    @property
    def arithmetic(self) -> dict[str, Any]:
        """As plain data, kept with the decision; another sheet makes it another."""
        if self.proposal is None:
            return {}
        return {**arithmetic(self.proposal), "sheets": [sheet.pk for sheet in self.sheets]}

    def bears(self, arithmetic: dict[str, Any]) -> bool:
        """Whether what was decided upon this arithmetic still rests on all the sheets."""
        return self.is_whole and self.arithmetic == arithmetic

    @property
    def mark(self) -> str:
        """Stands in a form for what its reader saw."""
        plain = json.dumps(self.arithmetic, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:16]


def grounds(versions: Iterable[ProjectVersion]) -> dict[int, Ground]:
    """By version; the same queries for one version and for many."""
    versions = list(versions)
    sheets, rounds = sheets_on(versions), _rounds_of(versions)
    return {
        version.pk: ground(
            sheets[version.pk], rounds[version.project.enrolment.session_id, version.kind]
        )
        for version in versions
    }


def ground(sheets: list[Review], review_round: ReviewRound) -> Ground:
    counted = [sheet for sheet in sheets if sheet.counts]
    feedback = [sheet for sheet in sheets if not sheet.counts]
    found = None
    if counted:
        found = propose([sheet.levels() for sheet in counted], review_round.yardstick())
    return Ground(counted, feedback, review_round.wanted, found)


def sheets_on(versions: Iterable[ProjectVersion]) -> dict[int, list[Review]]:
    sheets = (
        Review.objects.filter(
            slot__version__in=versions,
            slot__round__reviewers=Expert,
        )
        .handed_in()
        .with_marks()
        .select_related("slot__reviewer")
    )
    found: dict[int, list[Review]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.slot.version_id].append(sheet)
    return found


def _rounds_of(versions: Iterable[ProjectVersion]) -> dict[tuple[int, str], ReviewRound]:
    rounds = ReviewRound.objects.filter(
        session__in={version.project.enrolment.session_id for version in versions},
        reviewers=Expert,
    )
    rounds = rounds.select_related("rubric").prefetch_related("rubric__criteria")
    return {(found.session_id, found.project_kind): found for found in rounds}


def arithmetic(found: Proposal) -> dict[str, Any]:
    return {
        "total": decimal(found.total),
        "totals": [decimal(total) for total in found.totals],
        "criteria": [
            {
                "code": row.code,
                "figure": None if row.figure is None else decimal(row.figure),
                "gate": row.is_gate,
                "holds": row.holds,
                "zero": row.is_zero,
            }
            for row in found.criteria
        ],
        "ready": found.ready,
        "ready_after_edits": found.ready_after_edits,
        "gate_level": found.gate_level,
    }


def decimal(number: Fraction) -> str:
    return f"{float(number):.6f}"
