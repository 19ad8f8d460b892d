"""Training sessions: opening one, and laying its milestones out."""

from django.db import transaction
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from courses.actions.enrolment import promote
from courses.models import Milestone, TrainingSession
from courses.models.milestone import TEMPLATE, fitted
from people.models import User


@transaction.atomic
def open_session(session: TrainingSession, *, by: User) -> TrainingSession:
    """Save a new session with its milestones, fitted to its dates."""
    session.save()
    lay_out(session)
    record(session, "open", by=by)
    return session


@transaction.atomic
def change(session: TrainingSession, *, by: User) -> TrainingSession:
    """Save a changed session; milestones follow its dates, new places go to those who wait.

    Raises:
        Refused: fewer places than are taken.
    """
    before = TrainingSession.objects.select_for_update().get(pk=session.pk)
    session.taken = before.taken
    if session.capacity < session.taken:
        raise Refused(_("Fewer places cannot be offered than are taken already."))
    session.save()
    if (before.starts_on, before.ends_on) != (session.starts_on, session.ends_on):
        lay_out(session)
    record(session, "change", by=by)
    while promote(session):
        pass
    return session


def lay_out(session: TrainingSession) -> None:
    """Compute the dates of the milestones from the first and the last day."""
    for kind in TEMPLATE:
        starts_on, ends_on = fitted(kind, session.starts_on, session.ends_on)
        Milestone.objects.update_or_create(
            session=session, kind=kind, defaults={"starts_on": starts_on, "ends_on": ends_on}
        )
