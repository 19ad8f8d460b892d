"""Deciding on a project: the proposal, the decision, the conclusion."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, tell
from core.languages import in_all_languages
from core.refusals import Refused
from courses.actions import progress
from courses.models import Achievement
from credentials.actions import issue
from credentials.models import Document
from people.models import User
from project_guide.actions import release, slots
from project_guide.models import (
    Conclusion,
    Decision,
    Kind,
    Project,
    ProjectVersion,
    Review,
    ReviewRound,
    Verdict,
)
from project_guide.models.verdict import Proposal, propose

State = Project.State
GOOD_FOR = timedelta(days=3 * 365)
STATE_OF_VERDICT = {
    Verdict.READY: State.ACCEPTED,
    Verdict.AFTER_EDITS: State.ACCEPTED_WITH_EDITS,
    Verdict.REVISE: State.RETURNED,
    Verdict.OUT_OF_SCOPE: State.OUT_OF_SCOPE,
}


def expert_round(project: Project) -> ReviewRound:
    return ReviewRound.objects.select_related("rubric").get(
        session=project.enrolment.session_id,
        project_kind=project.kind,
        reviewers=ReviewRound.ReviewerKind.EXPERT,
    )


def sheets_on(version: ProjectVersion) -> QuerySet[Review]:
    """Every handed-in sheet of experts on this version, feedback only or not."""
    return Review.objects.filter(
        slot__version=version,
        slot__round__reviewers=ReviewRound.ReviewerKind.EXPERT,
        submitted_at__isnull=False,
    )


def expert_sheets(version: ProjectVersion) -> list[Review]:
    """Handed-in sheets of experts that count, in the order they came."""
    return list(
        sheets_on(version)
        .filter(counts=True)
        .order_by("submitted_at", "pk")
        .prefetch_related("marks__criterion")
    )


def proposal(version: ProjectVersion) -> Proposal | None:
    """What the experts' sheets propose; None while there is no sheet."""
    sheets = expert_sheets(version)
    if not sheets:
        return None
    review_round = expert_round(version.project)
    return propose([sheet.levels() for sheet in sheets], review_round.yardstick())


@transaction.atomic
def decide(version: ProjectVersion, verdict: str, *, letter: str, by: User) -> Decision:
    """Decide on a version. From here on its sheets are fixed, and the authors see them.

    Who may decide, the caller has asked (`can_decide`).

    Raises:
        Refused: it has been decided, or fewer sheets have come in than the round wants.
    """
    project = (
        Project.objects.select_for_update(of=("self",))
        .select_related("enrolment__session")
        .get(pk=version.project_id)
    )
    if Decision.objects.filter(version=version).exists():
        raise Refused(_("A decision has been made on this version."))
    sheets = expert_sheets(version)
    found = proposal(version)
    if found is None or len(sheets) < expert_round(project).wanted:
        raise Refused(_("Not all the sheets of the experts have come in yet."))
    decision = Decision.objects.create(
        version=version,
        verdict=verdict,
        proposed=found.verdict,
        total=_decimal(found.total),
        arithmetic=arithmetic(found),
        letter=letter,
        decided_by=by,
        decided_at=timezone.now(),
    )
    step = move(project, STATE_OF_VERDICT[Verdict(verdict)], by=by)
    slots.cancel_slots(project, by=by)
    for sheet in sheets_on(version):
        release.give(sheet)
    if verdict == Verdict.READY:
        conclude(decision, version, by=by)
    _tell_authors(project, decision, key=f"step:{step.pk}")
    return decision


def _decimal(number: Fraction) -> str:
    return f"{float(number):.6f}"


def arithmetic(found: Proposal) -> dict[str, Any]:
    """The proposal as plain data, kept with the decision."""
    return {
        "total": _decimal(found.total),
        "totals": [_decimal(total) for total in found.totals],
        "criteria": [
            {
                "code": row.code,
                "figure": None if row.figure is None else _decimal(row.figure),
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


@transaction.atomic
def confirm_edits(version: ProjectVersion, *, by: User) -> Conclusion:
    """The coordinator confirms the edited version of a project accepted with edits.

    Raises:
        Refused: the project waits for no confirmation, or this is not its newest version.
    """
    project = version.project
    decision = Decision.objects.filter(
        version__project=project, verdict=Verdict.AFTER_EDITS
    ).latest("decided_at")
    if project.latest() != version or version.number <= decision.version.number:
        raise Refused(_("The authors have not sent the edited version yet."))
    step = move(project, State.ACCEPTED, by=by)
    conclusion = conclude(decision, version, by=by)
    _tell_authors(project, decision, key=f"step:{step.pk}")
    return conclusion


def conclude(decision: Decision, version: ProjectVersion, *, by: User) -> Conclusion:
    """Issue the conclusion on one fixed version; the product counts for completion."""
    project = version.project
    session = project.enrolment.session
    document = issue(
        Document.Kind.CONCLUSION,
        key=f"conclusion:{version.pk}",
        centre=session.centre,
        person=project.owner,
        language=project.owner.language,
        facts=facts_of(decision, version),
        by=by,
        valid_for=GOOD_FOR,
    )
    conclusion, _is_new = Conclusion.objects.get_or_create(
        decision=decision, defaults={"version": version, "document": document}
    )
    verdict = in_all_languages(Verdict(decision.verdict).label)
    for enrolment in project.enrolments():
        progress.reach(
            enrolment,
            Achievement.What.PRODUCT,
            by=by,
            title=version.card["title"],
            verdict=verdict,
        )
    return conclusion


def facts_of(decision: Decision, version: ProjectVersion) -> dict[str, Any]:
    """What the paper says; frozen when it is issued."""
    sheets = expert_sheets(decision.version)
    rubric = expert_round(version.project).rubric
    figures = {row["code"]: row["figure"] for row in decision.arithmetic["criteria"]}
    return {
        "project_title": version.card["title"],
        "project_kind": in_all_languages(Kind(version.kind).label),
        "authors": [row["name"] for row in version.authors] if version.card["names_shown"] else [],
        "centre": version.project.enrolment.session.centre.name,
        "round_title": version.project.enrolment.session.title,
        "verdict": Verdict(decision.verdict).value,
        "verdict_label": in_all_languages(Verdict(decision.verdict).label),
        "total": float(decision.total),
        "max": 100,
        "criteria": [
            {
                "code": row.code,
                "title": row.titles,
                "level": None if figures[row.code] is None else float(figures[row.code]),
                "max_level": rubric.max_level,
                "gate": row.is_gate,
            }
            for row in rubric.criteria.all()
        ],
        "strengths": [text for sheet in sheets for text in sheet.strengths],
        "must_fix": [text for sheet in sheets for text in sheet.must_fix],
        "reviewers": [
            sheet.slot.reviewer.get_full_name()
            for sheet in sheets
            if sheet.name_shown and sheet.slot.reviewer
        ],
        "reviewers_count": len(sheets),
        "version": version.number,
    }


def _tell_authors(project: Project, decision: Decision, *, key: str) -> None:
    for author in project.authors():
        tell(
            author,
            "project_guide/notices/decided",
            key=key,
            project=project,
            decision=decision,
        )
