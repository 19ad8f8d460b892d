"""Projects at every point of their way, brought there by the actions of the house."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from courses.models import Enrolment, TrainingSession
from people.models import User
from project_guide.actions import (
    cards,
    decisions,
    queue,
    release,
    releasing,
    reviews,
    rounds,
    submission,
)
from project_guide.actions.reviews import Entry, Sheet
from project_guide.models import (
    Decision,
    Moderation,
    Project,
    ProjectVersion,
    Remark,
    Review,
    ReviewRound,
    ReviewSlot,
    Verdict,
)

STAGE = {
    "title": "Observe",
    "week": 1,
    "task": "Count the birds for a week.",
    "deliverable": "A table of observations.",
    "criteria": "Every day has a line.",
    "light": "",
}
CARD: dict[str, Any] = {
    "title": "Birds of our town",
    "idea": "Teams count birds for a week and compare their towns.",
    "question": "How many species can be heard from a classroom window?",
    "description": "Pupils listen, count and compare.",
    "goals": "Recognise ten species.\nKeep a record.",
    "subjects": ["biology", "geography"],
    "grade_bands": ["5-9"],
    "weeks": 4,
    "languages": ["ru"],
    "stages": [STAGE, {**STAGE, "title": "Compare", "week": 3}],
    "results": "A common map.",
    "tools": "A shared table.",
    "assessment": "Criteria are known before the work.",
    "safety": "No names, no faces.",
    "licence": "cc-by",
    "names_shown": True,
    "no_pupils_data": True,
    "tags": ["birds"],
}
NETWORK: dict[str, Any] = {
    "joint_result": "One map of all towns.",
    "need_for_partners": "No team hears all towns.",
    "capacity": 20,
}


def make_project(enrolment: Enrolment, *, complete: bool = True, **fields: Any) -> Project:
    """The project of an enrolment, a draft; with a complete card unless told otherwise."""
    project = cards.begin(enrolment, by=enrolment.teacher)
    card = dict(CARD) if complete else {}
    if complete and project.kind == "network":
        card |= NETWORK
    changes = {**card, **fields}
    if changes:
        cards.save(project, changes, edition=project.edition, by=enrolment.teacher)
    return project


def plan_open_rounds(session: TrainingSession) -> None:
    """The session's rounds, open now and with a grace of one minute."""
    rounds.plan(session, by=None)
    now = timezone.now()
    session.review_rounds.update(
        schedule=ReviewRound.Schedule.OWN,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
        grace_minutes=1,
    )


def round_of(project: Project, reviewers: str = "peer") -> ReviewRound:
    return ReviewRound.objects.get(
        session=project.enrolment.session_id, project_kind=project.kind, reviewers=reviewers
    )


def send(project: Project, *, letter: str = "Mended.") -> ProjectVersion:
    """Send the project, and let the grace time pass: the version is with the reviewers."""
    if not project.enrolment.session.review_rounds.exists():
        plan_open_rounds(project.enrolment.session)
    project.refresh_from_db()
    version = submission.submit(project, key=uuid4().hex, by=project.owner, letter=letter)
    ProjectVersion.objects.filter(pk=version.pk).update(grace_until=timezone.now())
    submission.enter_pool(version)
    version.refresh_from_db()
    project.refresh_from_db()
    return version


def sheet(review: Review, level: int = 2, **fields: Any) -> Sheet:
    """A complete sheet with the same level everywhere."""
    codes = review.rubric.criteria.values_list("code", flat=True)
    entries = {code: Entry(level=level, comment="Because it is so.") for code in codes}
    filled = Sheet(
        entries=entries,
        strengths=["The question is alive.", "The stages are clear."],
        must_fix=["Name the dates of stage 2."],
    )
    for name, value in fields.items():
        setattr(filled, name, value)
    return filled


def hand_in(slot: ReviewSlot, level: int = 2, **fields: Any) -> Review:
    """Fill the sheet of a taken slot and hand it in."""
    reviewer = slot.reviewer
    assert reviewer is not None
    review = slot.review
    reviews.save(review, sheet(review, level, **fields), edition=review.edition, by=reviewer)
    reviews.submit(review, by=reviewer)
    slot.refresh_from_db()
    return review


def review_by(reviewer: User, review_round: ReviewRound, level: int = 2, **fields: Any) -> Review:
    """The reviewer takes the next piece of the round and hands in a complete sheet."""
    return hand_in(queue.claim_next(review_round, by=reviewer), level, **fields)


def card_of(first: Review, second: Review) -> Moderation:
    """An open card of the two sheets, whatever the rule says to them."""
    return Moderation.objects.create(
        version=second.slot.version,
        round=second.slot.round,
        first=first,
        second=second,
        criteria=["L1", "L3"],
        gates=["L3"],
        points="25.5",
        opened_at=timezone.now(),
    )


def revise(project: Project) -> None:
    """Answer every remark."""
    for remark in Remark.objects.filter(review__slot__version__project=project):
        release.answer(remark, "Done.", by=project.owner)


def in_expert_review(project: Project, peer: User, coordinator: User) -> ProjectVersion:
    """Sent, reviewed by a peer, released, revised and sent to the experts."""
    send(project)
    review_by(peer, round_of(project))
    release.release(project, by=coordinator)
    revise(project)
    return send(project)


def decided(
    version: ProjectVersion, expert: User, coordinator: User, verdict: str = Verdict.READY
) -> Decision:
    """Reviewed by the expert (a local project needs one) and decided."""
    review_by(expert, round_of(version.project, "expert"))
    return decide(version, verdict, by=coordinator)


def prepared(
    version: ProjectVersion, verdict: str = Verdict.READY, *, letter: str = "Thank you.", by: User
) -> Decision:
    """A decision upon the sheets that are in."""
    seen = decisions.ground_of(version).mark
    return decisions.prepare(version, verdict, letter=letter, seen=seen, by=by)


def decide(
    version: ProjectVersion, verdict: str = Verdict.READY, *, letter: str = "Thank you.", by: User
) -> Decision:
    """A decision prepared and released."""
    decision = prepared(version, verdict, letter=letter, by=by)
    releasing.release(decision, edition=decision.edition, by=by)
    return decision
