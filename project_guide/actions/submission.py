"""Sending a project for review: an immutable version, a receipt, a time to take it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import later, move, record, tell
from core.refusals import Refused
from people.models import User
from project_guide.actions import invitations, queue, returned, rounds, slots
from project_guide.actions.comments import listeners
from project_guide.models import (
    Decision,
    Project,
    ProjectVersion,
    Remark,
    ReviewRound,
    ReviewSlot,
    Verdict,
)
from project_guide.models.card import snapshot

State = Project.State
Reviewers = ReviewRound.ReviewerKind


def next_round(project: Project) -> ReviewRound | None:
    """The round a new version of the project goes to: peers first, then experts."""
    was_reviewed = ReviewSlot.objects.filter(version__project=project).exists()
    rounds = {
        found.reviewers: found
        for found in ReviewRound.objects.filter(
            session=project.enrolment.session_id, project_kind=project.kind
        ).select_related("session", "rubric")
    }
    if not was_reviewed and Reviewers.PEER in rounds:
        return rounds[Reviewers.PEER]
    return rounds.get(Reviewers.EXPERT)


def refusal_of_submission(project: Project, *, now: datetime) -> str:
    """Why the project cannot be sent now; empty when it can."""
    if not project.is_editable:
        return _("The project has been sent already.")
    if project.missing():
        return _("The card is not complete yet.")
    if Remark.objects.filter(
        review__slot__version__project=project,
        review__released_at__isnull=False,
        answered_at=None,
    ).exists():
        return _("Answer the remarks of the reviewers first.")
    if _times_returned(project) > 1:
        return _("A project can be sent again once after it was returned.")
    target = next_round(project)
    is_closed = target is not None and target.has_closed(now)
    if is_closed and project.state != State.ACCEPTED_WITH_EDITS:
        return _("The review in this session is closed. Ask the coordinator.")
    return ""


def _times_returned(project: Project) -> int:
    return Decision.objects.of_project(project).released().filter(verdict=Verdict.REVISE).count()


@transaction.atomic
def submit(project: Project, *, key: str, by: User, letter: str = "") -> ProjectVersion:
    """Send the project: a version is made, and may be taken back within the grace time.

    The same form (`key`) sent twice gives the same version and the same receipt. Small edits
    of an accepted project go to the coordinator, not to reviewers.

    Raises:
        Refused: the card is incomplete, remarks are unanswered, or the round is closed.
    """
    project = (
        Project.objects.select_for_update(of=("self",))
        .select_related("enrolment__session")
        .get(pk=project.pk)
    )
    if twice := project.versions.filter(key=key).first():
        return twice
    rounds.plan(project.enrolment.session, by=None)
    now = timezone.now()
    if reason := refusal_of_submission(project, now=now):
        raise Refused(reason)
    if project.state == State.RETURNED and not letter.strip():
        raise Refused(_("Write in the letter what has changed since the project was returned."))
    if project.state == State.ACCEPTED_WITH_EDITS:
        return _send_edits(project, key=key, letter=letter, by=by, now=now)
    review_round = next_round(project)
    assert review_round is not None  # refused above
    version = _snapshot(project, key=key, letter=letter, by=by, now=now)
    version.grace_until = now + review_round.grace
    version.save(update_fields=["grace_until"])
    step = move(project, State.SUBMITTED, by=by)
    later("project_guide.enter_pool", version.pk, at=version.grace_until)
    promised = review_round.promised_at(version.grace_until)
    _tell_sent(version, project, promised, key=f"step:{step.pk}", by=by)
    return version


def _tell_sent(
    version: ProjectVersion, project: Project, promised: datetime, *, key: str, by: User
) -> None:
    for person in {*project.authors(), *listeners(project, besides=by)}:
        tell(
            person,
            "project_guide/notices/submitted",
            key=key,
            project=project,
            version=version,
            promised=promised,
        )


def _snapshot(
    project: Project, *, key: str, letter: str, by: User, now: datetime
) -> ProjectVersion:
    last = project.versions.aggregate(last=Max("number"))["last"] or 0
    version = ProjectVersion.objects.create(
        project=project,
        number=last + 1,
        key=key,
        card=snapshot(project, project.kind),
        kind=project.kind,
        authors=[{"code": a.code, "name": a.get_full_name()} for a in project.authors()],
        letter=letter.strip(),
        submitted_by=by,
        submitted_at=now,
        grace_until=now,
    )
    version.files.set(project.files.filter(removed_at=None).for_reviewers())
    return version


def _send_edits(
    project: Project, *, key: str, letter: str, by: User, now: datetime
) -> ProjectVersion:
    version = _snapshot(project, key=key, letter=letter, by=by, now=now)
    version.pooled_at = now
    version.save(update_fields=["pooled_at"])
    step = record(project, "send_edits", by=by, after=version.receipt)
    for person in queue.coordinators_of(project):
        tell(
            person,
            "project_guide/notices/edits_sent",
            key=f"step:{step.pk}",
            project=project,
            version=version,
        )
    return version


@transaction.atomic
def take_back(version: ProjectVersion, *, by: User) -> None:
    """Within the grace time the authors may take the project back and go on writing.

    Raises:
        Refused: the time is over, or it is with the reviewers already.
    """
    now = timezone.now()
    taken = ProjectVersion.objects.filter(
        pk=version.pk, taken_back_at=None, pooled_at=None, grace_until__gt=now
    ).update(taken_back_at=now)
    if not taken:
        raise Refused(_("The time for taking it back is over: it is with the reviewers."))
    project = version.project
    move(project, state_before_submission(project), by=by)


def state_before_submission(project: Project) -> State:
    """Where the project goes when it is taken back."""
    if Decision.objects.of_project(project).released().exists():
        return State.RETURNED
    if ReviewSlot.objects.filter(version__project=project).exists():
        return State.REVISION
    return State.DRAFT


@transaction.atomic
def enter_pool(version: ProjectVersion) -> bool:
    """When the grace time is over, open the version to reviewers; False: nothing to do now."""
    now = timezone.now()
    let_in = ProjectVersion.objects.leaving_grace(now).filter(pk=version.pk)
    if not let_in.update(pooled_at=now):
        return False
    project = Project.objects.select_related("enrolment__session").get(pk=version.project_id)
    review_round = next_round(project)
    if review_round is None:
        raise LookupError(f"no review round for project {project.pk}")
    to = State.EXPERT_REVIEW if review_round.is_for_experts else State.PEER_REVIEW
    move(project, to, by=None)
    places = slots.open_slots(version, review_round)
    if review_round.is_for_experts:
        returned.keep_for_those_who_know(places, now=now)
        invitations.begin(version, review_round)
    return True


@transaction.atomic
def withdraw(project: Project, *, by: User) -> None:
    """The authors withdraw the project before a decision; its slots are closed.

    Raises:
        Refused: it has been decided upon.
    """
    if project.state == State.RETURNED:
        raise Refused(_("A decision has been made on this project."))
    move(project, State.WITHDRAWN, by=by)
    project.versions.filter(pooled_at=None, taken_back_at=None).update(taken_back_at=timezone.now())
    slots.cancel_slots(project, by=by)
    for decision in Decision.objects.of_project(project).prepared():
        move(decision, Decision.State.DISCARDED, by=by)
