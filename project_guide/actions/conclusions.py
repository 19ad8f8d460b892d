"""The conclusion: the numbered paper on one fixed version, confirmed after three years."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activity.actions import move, tell
from core.languages import in_all_languages
from core.refusals import Refused
from courses.actions import progress
from courses.models import Achievement
from credentials.actions import confirm, issue, withdraw
from credentials.models import Document
from people.models import User
from project_guide.actions.decisions import check_decider, expert_round, expert_sheets, lock
from project_guide.decision_letters import DECIDED, words_of
from project_guide.models import (
    Conclusion,
    Decision,
    GuideStamp,
    Kind,
    Project,
    ProjectVersion,
    Verdict,
)

State = Project.State
GOOD_FOR = timedelta(days=3 * 365)
REMIND = timedelta(days=30)  # before the end
SOON = timedelta(days=90)  # before the end, from when on it may be confirmed


@transaction.atomic
def confirm_edits(version: ProjectVersion, *, by: User) -> Conclusion:
    """The coordinator confirms the edited version of a project accepted with edits.

    Raises:
        Refused: the project waits for no confirmation, this is not its newest version, or the
            person may not decide.
    """
    project = lock(version)
    check_decider(by, project)
    if project.state != State.ACCEPTED_WITH_EDITS:
        raise Refused(_("This project waits for no confirmation."))
    decision = (
        Decision.objects.of_project(project)
        .released()
        .filter(verdict=Verdict.AFTER_EDITS)
        .latest("released_at")
    )
    if project.latest() != version or version.number <= decision.version.number:
        raise Refused(_("The authors have not sent the edited version yet."))
    step = move(project, State.ACCEPTED, by=by)
    conclusion = conclude(decision, version, by=by)
    tell_authors(project, decision, key=f"step:{step.pk}")
    return conclusion


def conclude(decision: Decision, version: ProjectVersion, *, by: User) -> Conclusion:
    """Issue the conclusion on one fixed version; the product counts for completion."""
    project = version.project
    session = project.enrolment.session
    document = issue(
        Document.Kind.CONCLUSION,
        key=f"conclusion:{version.pk}:{decision.pk}",
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


def tell_authors(project: Project, decision: Decision, *, key: str) -> None:
    """The letter of a decision; said again when the edits are confirmed."""
    words = words_of(project, decision, is_accepted=project.state == State.ACCEPTED)
    for author in project.authors():
        tell(author, DECIDED, key=key, **words)


@transaction.atomic
def annul(decision: Decision, *, by: User) -> None:
    """Withdraw the paper in public and take the product back; what was completed stays so."""
    conclusion = Conclusion.objects.filter(decision=decision).select_related("document").first()
    if conclusion is None:
        return
    document = conclusion.document
    if document.withdrawn_at is None:
        with translation.override(document.language):
            reason = _("the decision on the project was re-opened.")
        withdraw(document, reason=reason, by=by)
    Conclusion.objects.filter(pk=conclusion.pk).update(version=None)
    for enrolment in decision.version.project.enrolments():
        progress.take_back(enrolment, Achievement.What.PRODUCT, by=by)


@transaction.atomic
def prolong(conclusion: Conclusion, *, note: str, by: User) -> None:
    """Confirm for three more years that the project can be run as it is described.

    Raises:
        Refused: no note is given, it is too early or done already, or the person may not decide.
    """
    project = lock(conclusion.decision.version)
    check_decider(by, project)
    document = Document.objects.get(pk=conclusion.document_id)
    today = timezone.localdate()
    if not needs_confirmation_soon(document):
        raise Refused(_("This conclusion holds; it need not be confirmed yet."))
    assert document.holds_until is not None
    confirm(document, until=max(document.holds_until, today) + GOOD_FOR, note=note, by=by)
    GuideStamp.objects.bump()


@transaction.atomic
def remind(today: date) -> None:
    """Tell the authors once, some weeks before, that the conclusion will need confirmation."""
    ending = Conclusion.objects.holding_until(today, today + REMIND)
    for conclusion in ending.select_related("document", "version__project__owner"):
        document, version = conclusion.document, conclusion.version
        assert version is not None and document.holds_until is not None
        for author in version.project.authors():
            tell(
                author,
                "project_guide/notices/expires",
                key=f"expires:{document.pk}:{document.holds_until}",
                project=version.project,
                document=document,
            )
    yesterday = today - timedelta(days=1)
    if Conclusion.objects.holding_until(yesterday - timedelta(days=1), yesterday).exists():
        GuideStamp.objects.bump()


def needs_confirmation_soon(document: Document) -> bool:
    until = document.holds_until
    return (
        document.withdrawn_at is None
        and document.replaced_by_id is None
        and until is not None
        and until - SOON <= timezone.localdate()
    )
