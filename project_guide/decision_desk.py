"""What a coordinator reads before deciding, put together in a handful of queries."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import translation

from core.numbers import cut
from project_guide.changes import changes, earlier_reviewed
from project_guide.comparison import Change
from project_guide.models import (
    Conclusion,
    Criterion,
    Decision,
    Mark,
    Project,
    ProjectVersion,
    Review,
    ReviewRound,
)
from project_guide.models.review_round import yardstick_of
from project_guide.models.verdict import CriterionFigure, Proposal, propose

Expert = ReviewRound.ReviewerKind.EXPERT


@dataclass(frozen=True)
class Row:
    """One criterion with the marks of every expert, and the figure made of them."""

    criterion: Criterion
    marks: list[Mark | None]
    figure: CriterionFigure | None

    @property
    def shown(self) -> str:
        value = self.figure.figure if self.figure else None
        return "" if value is None else cut(value)


@dataclass(frozen=True)
class Desk:
    project: Project
    version: ProjectVersion
    earlier: ProjectVersion | None
    round: ReviewRound
    experts: list[Review]
    feedback: list[Review]  # of experts whose sheets do not count here
    peers: list[Review]
    rows: list[Row]
    proposal: Proposal | None
    decision: Decision | None
    conclusion: Conclusion | None

    @property
    def missing(self) -> int:
        return max(0, self.round.wanted - len(self.experts))

    @property
    def totals(self) -> list[str]:
        return [cut(total) for total in self.proposal.totals] if self.proposal else []

    @property
    def total(self) -> str:
        return cut(self.proposal.total) if self.proposal else ""

    @property
    def way(self) -> str:
        """How one figure is made of several."""
        return {0: "", 1: "one", 2: "mean"}.get(len(self.experts), "median")

    @property
    def gates(self) -> list[Row]:
        return [row for row in self.rows if row.criterion.is_gate]

    @property
    def zeros(self) -> list[Row]:
        return [row for row in self.rows if row.figure and row.figure.is_zero]

    @property
    def is_edited(self) -> bool:
        """A version with the small edits has come after the decision."""
        return (
            self.decision is not None
            and self.project.state == Project.State.ACCEPTED_WITH_EDITS
            and self.version.number > self.decision.version.number
        )

    def changes(self) -> list[Change]:
        """What differs from the version that was reviewed or decided upon before."""
        return changes(self.earlier, self.version) if self.earlier else []


def desk_of(project: Project) -> Desk:
    decision = (
        Decision.objects.filter(version__project=project)
        .select_related("version", "decided_by", "conclusion__document")
        .order_by("-decided_at")
        .first()
    )
    version = project.versions.filter(taken_back_at=None).order_by("-number")[0]
    review_round = (
        ReviewRound.objects.select_related("rubric")
        .prefetch_related("rubric__criteria")
        .get(session=project.enrolment.session_id, project_kind=project.kind, reviewers=Expert)
    )
    if decision and project.state == Project.State.EXPERT_REVIEW:
        decision = None  # of an earlier version: this one is new
    judged = decision.version if decision else version
    sheets = sheets_of(project)
    by_experts = [
        one for one in sheets if one.slot.round.is_for_experts and one.slot.version_id == judged.pk
    ]
    experts = [one for one in by_experts if one.counts]
    proposal = (
        propose([levels_of(one) for one in experts], yardstick_of(review_round.rubric))
        if (experts)
        else None
    )
    return Desk(
        project=project,
        version=version,
        earlier=earlier_reviewed(version),
        round=review_round,
        experts=experts,
        feedback=[one for one in by_experts if not one.counts],
        peers=[one for one in sheets if not one.slot.round.is_for_experts],
        rows=rows_of(review_round, experts, proposal),
        proposal=proposal,
        decision=decision,
        conclusion=getattr(decision, "conclusion", None),
    )


def sheets_of(project: Project) -> list[Review]:
    marks = Prefetch("marks", Mark.objects.select_related("criterion"))
    return list(
        Review.objects.filter(slot__version__project=project, submitted_at__isnull=False)
        .select_related("slot__round", "slot__reviewer")
        .prefetch_related(marks, "remarks")
        .order_by("submitted_at", "pk")
    )


def levels_of(review: Review) -> dict[str, int | None]:
    return {mark.criterion.code: mark.level for mark in review.marks.all()}


def rows_of(
    review_round: ReviewRound, experts: list[Review], proposal: Proposal | None
) -> list[Row]:
    figures = {row.code: row for row in proposal.criteria} if proposal else {}
    marks = [{mark.criterion_id: mark for mark in one.marks.all()} for one in experts]
    return [
        Row(criterion, [one.get(criterion.pk) for one in marks], figures.get(criterion.code))
        for criterion in review_round.rubric.criteria.all()
    ]


def suggested_letter(desk: Desk) -> str:
    """A letter in the author's language, put together from what the experts wrote."""
    context = {
        "title": desk.version.card["title"],
        "strengths": [text for one in desk.experts for text in one.strengths],
        "must_fix": [text for one in desk.experts for text in one.must_fix],
    }
    with translation.override(desk.project.owner.language):
        return render_to_string("project_guide/reviews/letter.txt", context).strip()[:5000]
