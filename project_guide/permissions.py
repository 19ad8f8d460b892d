"""Who may do what with projects and reviews; each docstring is the rule in words."""

from django.utils import timezone

from courses.models import Enrolment
from people.models import User
from project_guide.models import (
    Project,
    ProjectVersion,
    Review,
    ReviewInvitation,
    ReviewRound,
)
from project_guide.models.decider import why_not, with_bars


def is_author(user: User, project: Project) -> bool:
    """The owner, or a co-author who accepted."""
    return project.owner_id == user.pk or any(
        row.person_id == user.pk and row.accepted_at is not None for row in project.coauthors.all()
    )


def can_edit(user: User, project: Project) -> bool:
    """Authors, while the project is a draft, in revision, returned, or has edits to be made."""
    return project.is_editable and is_author(user, project)


def can_record_run(user: User, project: Project) -> bool:
    """Only the owner: the run counts for the owner's session."""
    return project.owner_id == user.pk


def can_withdraw(user: User, project: Project) -> bool:
    """Only the owner, once the project was sent and before it is decided upon."""
    return project.owner_id == user.pk and project.state in {
        Project.State.SUBMITTED,
        Project.State.PEER_REVIEW,
        Project.State.REVISION,
        Project.State.EXPERT_REVIEW,
    }


def can_manage_authors(user: User, project: Project) -> bool:
    """Only the owner names and removes co-authors, while the card can be edited."""
    return project.owner_id == user.pk and project.is_editable


def tutors(user: User, project: Project) -> bool:
    """A tutor of the group the owner is in now."""
    return Project.objects.tutored_by(user).filter(pk=project.pk).exists()


def has_tutored(user: User, project: Project) -> bool:
    """A tutor of any group the owner was ever in, in the project's session."""
    return Enrolment.objects.filter(
        pk=project.enrolment_id, group_memberships__group__tutors=user
    ).exists()


def coordinates(user: User, project: Project) -> bool:
    return user.coordinates(project.enrolment.session.centre_id)


def can_comment(user: User, project: Project) -> bool:
    """Authors, the tutor of the group and coordinators talk about the draft."""
    return is_author(user, project) or tutors(user, project) or coordinates(user, project)


def can_release(user: User, project: Project) -> bool:
    """The group's tutor or a coordinator gives the peers' sheets to the author, but not to
    themselves."""
    return (tutors(user, project) or coordinates(user, project)) and not is_author(user, project)


def can_decide(user: User, project: Project) -> bool:
    """A coordinator of the centre who neither authored, nor tutored, nor reviewed the project,
    under any of their accounts."""
    found = with_bars(Project.objects.filter(pk=project.pk), user).get()
    return coordinates(user, project) and not why_not(found)


def can_publish(user: User, project: Project) -> bool:
    """A coordinator of the centre, but not their own project."""
    return coordinates(user, project) and not is_author(user, project)


def can_review_in(user: User, review_round: ReviewRound) -> bool:
    """Peers: whoever has an active place in the session. Experts: those of the centre."""
    if review_round.is_for_experts:
        return user.holds("expert", review_round.session.centre_id)
    return Enrolment.objects.filter(
        session=review_round.session, teacher=user, state=Enrolment.State.ACTIVE
    ).exists()


def can_answer(user: User, invitation: ReviewInvitation) -> bool:
    """The invited, as long as they are an expert of the centre and the answer is not overdue."""
    return (
        invitation.person_id == user.pk
        and invitation.is_waiting(timezone.now())
        and can_review_in(user, invitation.round)
    )


def can_write(user: User, review: Review) -> bool:
    """The reviewer, as long as they hold the piece; also late, while it is needed."""
    return review.slot.reviewer_id == user.pk and review.slot.is_held


def can_see_sheets(user: User, version: ProjectVersion) -> bool:
    """Tutor and coordinators see sheets as they come in; authors only released ones."""
    project = version.project
    return can_release(user, project) or is_author(user, project)
