"""What a coordinator reads before deciding, put together in a handful of queries."""

from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import translation

from core.numbers import cut
from project_guide.actions.disagreement import why_one_more
from project_guide.changes import changes, earlier_reviewed
from project_guide.comparison import Change
from project_guide.decision_letters import Letter, preview
from project_guide.models import (
    Conclusion,
    Criterion,
    Decision,
    Mark,
    Moderation,
    Project,
    ProjectVersion,
    Remark,
    Review,
    ReviewRound,
    ReviewSlot,
)
from project_guide.models.disagreement import Reason
from project_guide.models.ground import Ground, ground
from project_guide.models.verdict import CriterionFigure, Proposal
from project_guide.pseudonyms import labelled
from project_guide.tell_tales import names_in

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
class Said:
    """A remark made earlier, and what the authors answered; `who` is as the authors know them."""

    who: str
    name: str
    version: int
    remark: Remark


@dataclass(frozen=True)
class Desk:
    project: Project
    version: ProjectVersion
    earlier: ProjectVersion | None
    round: ReviewRound
    ground: Ground
    peers: list[Review]
    before: list[Review]  # experts' sheets on earlier versions
    remarks: list[Said]
    rows: list[Row]
    prepared: Decision | None
    decision: Decision | None
    past: list[Decision]  # re-opened, or of versions before
    conclusion: Conclusion | None

    @property
    def experts(self) -> list[Review]:
        return self.ground.sheets

    @property
    def feedback(self) -> list[Review]:
        """Sheets of experts that do not count here."""
        return self.ground.feedback

    @property
    def proposal(self) -> Proposal | None:
        return self.ground.proposal

    @property
    def is_stale(self) -> bool:
        """The prepared decision rests on other sheets than those that are in now."""
        return self.prepared is not None and not self.ground.bears(self.prepared.arithmetic)

    @property
    def letters(self) -> list[Letter]:
        """What releasing the prepared decision would send."""
        if self.prepared is None:
            return []
        return preview(self.prepared, self.project, self.project.authors())

    @cached_property
    def named(self) -> list[str]:
        """Words of the prepared letter that tell who reviewed, unless an author is called so."""
        if self.prepared is None:
            return []
        sheets = (*self.experts, *self.feedback, *self.before, *self.peers)
        reviewers = {sheet.slot.reviewer for sheet in sheets if sheet.slot.reviewer}
        own = names_in(self.prepared.letter, self.project.authors())
        return [word for word in names_in(self.prepared.letter, reviewers) if word not in own]

    @property
    def missing(self) -> int:
        return max(0, self.round.wanted - len(self.experts))

    @cached_property
    def third_opinion(self) -> ReviewSlot | None:
        """One more opinion that the decision waits for."""
        return self.version.slots.third_opinions_awaited().first()

    @property
    def asked_because(self) -> tuple[Reason, ...]:
        return why_one_more(self.version, self.round, self.experts)

    @cached_property
    def open_cards(self) -> list[Moderation]:
        """Of sheets that differ, on any version of the project."""
        cards = Moderation.objects.open().filter(version__project=self.project)
        return list(cards.select_related("version", "round"))

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
    decisions = decisions_of(project)
    version = version_at_hand(project)
    released = [one for one in decisions if one.state == Decision.State.RELEASED]
    decision = released[0] if released else None
    if decision and project.state == Project.State.EXPERT_REVIEW:
        decision = None  # of an earlier version: this one is new
    review_round = (
        ReviewRound.objects.select_related("rubric")
        .prefetch_related("rubric__criteria")
        .get(session=project.enrolment.session_id, project_kind=project.kind, reviewers=Expert)
    )
    judged = decision.version_id if decision else version.pk
    sheets = sheets_of(project)
    of_experts = [one for one in sheets if one.slot.round.is_for_experts]
    rests_on = ground([one for one in of_experts if one.slot.version_id == judged], review_round)
    prepared = [one for one in decisions if one.state == Decision.State.PREPARED]
    return Desk(
        project=project,
        version=version,
        earlier=earlier_reviewed(version),
        round=review_round,
        ground=rests_on,
        peers=[one for one in sheets if not one.slot.round.is_for_experts],
        before=[one for one in of_experts if one.slot.version_id != judged],
        remarks=remarks_before(sheets, judged),
        rows=rows_of(review_round, rests_on.sheets, rests_on.proposal),
        prepared=prepared[0] if prepared else None,
        decision=decision,
        past=[one for one in decisions if one.released_at and one != decision],
        conclusion=getattr(decision, "conclusion", None),
    )


def decisions_of(project: Project) -> list[Decision]:
    """Prepared, released and re-opened ones, the newest first."""
    return list(
        Decision.objects.of_project(project)
        .exclude(state=Decision.State.DISCARDED)
        .select_related("version", "prepared_by", "released_by", "conclusion__document__centre")
        .prefetch_related("addenda__by")
    )


def version_at_hand(project: Project) -> ProjectVersion:
    """The newest version; of a project that is with the experts, the newest that they read."""
    standing = project.versions.filter(taken_back_at=None).order_by("-number")
    read = standing.filter(slots__round__reviewers=Expert)
    found = read.first() if project.state == Project.State.EXPERT_REVIEW else None
    return found or standing[0]


def sheets_of(project: Project) -> list[Review]:
    return list(
        Review.objects.filter(slot__version__project=project)
        .handed_in()
        .with_marks()
        .select_related("slot__round", "slot__reviewer", "slot__version")
        .prefetch_related("remarks")
    )


def remarks_before(sheets: list[Review], judged: int) -> list[Said]:
    """Remarks of peers, and of experts on earlier versions, with the authors' answers."""
    return [
        Said(who, str(sheet.slot.reviewer or ""), sheet.slot.version.number, remark)
        for sheet, who in labelled(sheet for sheet in sheets if sheet.released_at)
        for remark in sheet.remarks.all()
        if not (sheet.slot.round.is_for_experts and sheet.slot.version_id == judged)
    ]


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
