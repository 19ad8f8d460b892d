"""The room's jobs: what happens when a time is over."""

from datetime import timedelta

from django.utils import timezone

from activity.actions import job
from courses.models import TrainingSession
from project_guide.actions import conclusions, queue, reminders, repair, rounds, silence, submission
from project_guide.models import ProjectVersion


@job("project_guide.enter_pool")
def enter_pool(version_id: int) -> None:
    version = ProjectVersion.objects.filter(pk=version_id).first()
    if version is not None:
        submission.enter_pool(version)


@job("project_guide.let_in", every=timedelta(minutes=1))
def let_in() -> None:
    """Whatever its own task missed."""
    for version in ProjectVersion.objects.leaving_grace(timezone.now())[:200]:
        submission.enter_pool(version)


@job("project_guide.plan_rounds", every=timedelta(minutes=10))
def plan_rounds() -> None:
    """Every session has its review rounds before anybody needs them, and they keep to its
    calendar."""
    coming = TrainingSession.objects.filter(ends_on__gte=timezone.now().date())
    for session in coming.filter(review_rounds=None):
        rounds.plan(session, by=None)
    rounds.follow_calendar(coming)


@job("project_guide.return_pieces", every=timedelta(minutes=1))
def return_pieces() -> None:
    """A place in the session or an expert's role can end while a piece is out."""
    queue.return_from_those_who_left(timezone.now())


@job("project_guide.expire_leases", every=timedelta(minutes=1))
def expire_leases() -> None:
    queue.expire_overdue(timezone.now())


@job("project_guide.remind", every=timedelta(hours=1))
def remind() -> None:
    reminders.remind(timezone.now())


@job("project_guide.watch_conclusions", every=timedelta(days=1))
def watch_conclusions() -> None:
    """Three years are over sooner than one thinks; pages of the Guide say so on the day."""
    conclusions.remind(timezone.localdate())


@job("project_guide.close_invitations", every=timedelta(minutes=5))
def close_invitations() -> None:
    """Whoever did not answer in time makes room for the next in line."""
    silence.sweep(timezone.now())


@job("project_guide.repair", every=timedelta(days=1))
def repair_rounds() -> None:
    """What is at risk tonight; coordinators decide on what is proposed."""
    repair.repair_open_rounds(timezone.now())
