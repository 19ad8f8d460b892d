"""A reviewer's sheet as it is read: its pages, what is missing, its total, the work beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.numbers import cut
from project_guide.actions.reviews import STRENGTHS, gap_of
from project_guide.changes import blind_changes, earlier_reviewed
from project_guide.comparison import Change
from project_guide.models import Criterion, Mark, ProjectFile, ReviewSlot, Verdict
from project_guide.models.review_copy import ReviewCopy, review_copy
from project_guide.models.review_round import yardstick_of
from project_guide.models.verdict import Proposal, propose

OVERALL = "end"


@dataclass(frozen=True)
class Step:
    """One page of the sheet, for the list of what is still to do."""

    key: str  # "1", "2", … or "end"
    title: str
    gap: str
    is_key: bool = False


class Paper:
    """A slot with its sheet, read once for a page."""

    def __init__(self, slot: ReviewSlot) -> None:
        self.slot = slot
        self.review = slot.review
        self.criteria: list[Criterion] = list(slot.review.rubric.criteria.all())
        self.marks: dict[int, Mark] = {row.criterion_id: row for row in slot.review.marks.all()}

    @property
    def is_open(self) -> bool:
        return self.slot.is_held

    def copy(self) -> ReviewCopy:
        version = self.slot.version
        files = [(row.about, row.file) for row in files_of(self.slot)]
        return review_copy(self.slot.label, version.kind, version.card, files)

    def steps(self) -> list[Step]:
        steps = [
            Step(str(number), row.title, gap_of(self.marks.get(row.pk)), row.is_gate)
            for number, row in enumerate(self.criteria, start=1)
        ]
        missing = len(self.review.strengths) < STRENGTHS
        gap = _("Name two strengths of the work.") if missing else ""
        return [*steps, Step(OVERALL, _("The work as a whole"), gap)]

    def marked(self) -> int:
        return sum(mark.level is not None or mark.not_applicable for mark in self.marks.values())

    def proposal(self) -> Proposal | None:
        """What this sheet alone proposes, once every criterion has its level."""
        if self.marked() < len(self.criteria):
            return None
        codes = {row.pk: row.code for row in self.criteria}
        levels = {codes[pk]: mark.level for pk, mark in self.marks.items()}
        try:
            return propose([levels], yardstick_of(self.review.rubric))
        except ValueError:  # nothing applies
            return None

    def gates(self) -> list[tuple[str, bool]]:
        """The key criteria and whether each holds, once every criterion has its level."""
        found = self.proposal()
        titles = {row.code: row.title for row in self.criteria}
        rows = found.criteria if found else ()
        return [(titles[row.code], row.holds) for row in rows if row.is_gate]

    def total(self) -> str:
        """The total and what it would mean, once every criterion has its level."""
        found = self.proposal()
        if found is None:
            return ""
        return _("%(total)s of 100. On this sheet alone: %(verdict)s.") % {
            "total": cut(found.total),
            "verdict": str(Verdict(found.verdict).label).lower(),
        }

    def next_gap(self) -> str:
        return next((step.key for step in self.steps() if step.gap), OVERALL)

    def neighbour(self, key: str, by: int) -> str:
        keys = [step.key for step in self.steps()]
        return keys[max(0, min(keys.index(key) + by, len(keys) - 1))]


def files_of(slot: ReviewSlot) -> list[ProjectFile]:
    files = slot.version.files.for_reviewers().select_related("file")
    return list(files.order_by("added_at", "pk"))


def changes_for_reviewer(slot: ReviewSlot) -> list[Change] | None:
    """What has changed since the version reviewed before, blind; None when there was none."""
    earlier = earlier_reviewed(slot.version)
    return None if earlier is None else blind_changes(earlier, slot.version)
