"""Training sessions: opening one, laying its milestones out, moving them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from activity.actions import record, tell
from activity.models import Step
from core.refusals import Refused
from courses.actions.enrolment import promote
from courses.models import Enrolment, GroupTutor, Milestone, TrainingSession
from courses.models.milestone import TEMPLATE, fitted
from people.models import User


@transaction.atomic
def open_session(session: TrainingSession, *, by: User | None) -> TrainingSession:
    """Save a new session with its milestones, fitted to its dates.

    Raises:
        Refused: the same session is open already; the form was sent twice.
    """
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        raise Refused(
            _("A session of this course with this title and first day is already open.")
        ) from error
    lay_out(session)
    record(session, "open", by=by)
    return session


@transaction.atomic
def change(session: TrainingSession, *, by: User) -> TrainingSession:
    """Save a changed session; milestones follow its dates, new places go to those who wait.

    Whoever studies or leads a group in it is told of milestones that have moved.

    Raises:
        Refused: fewer places than are taken.
    """
    before = TrainingSession.objects.select_for_update().get(pk=session.pk)
    session.taken = before.taken
    if session.capacity < session.taken:
        raise Refused(_("Fewer places cannot be offered than are taken already."))
    session.save()
    step = record(session, "change", by=by)
    if (before.starts_on, before.ends_on) != (session.starts_on, session.ends_on):
        _tell_of_dates(session, lay_out(session), step)
    while promote(session):
        pass
    return session


@transaction.atomic
def move_milestones(
    session: TrainingSession, days: dict[str, tuple[date, date]], *, by: User
) -> list[Milestone]:
    """Give milestones, named by their kind, other days; whom it concerns is told of those moved."""
    moved = _place(session, days)
    if moved:
        step = record(session, "move_milestones", by=by, note=", ".join(m.kind for m in moved))
        _tell_of_dates(session, moved, step)
    return moved


def lay_out(session: TrainingSession) -> list[Milestone]:
    """Compute the days of the milestones from the first and the last day; returns those moved."""
    first, last = session.starts_on, session.ends_on
    return _place(session, {kind.value: fitted(kind, first, last) for kind in TEMPLATE})


def _place(session: TrainingSession, days: dict[str, tuple[date, date]]) -> list[Milestone]:
    held = {milestone.kind: milestone for milestone in session.milestones.all()}
    moved = []
    for kind, (starts_on, ends_on) in days.items():
        milestone = held.get(kind) or Milestone(session=session, kind=kind)
        if (milestone.starts_on, milestone.ends_on) != (starts_on, ends_on):
            milestone.starts_on, milestone.ends_on = starts_on, ends_on
            milestone.save()
            moved.append(milestone)
    return moved


def _tell_of_dates(session: TrainingSession, moved: list[Milestone], step: Step) -> None:
    for person in whom_dates_concern(session):
        tell(
            person,
            "courses/notices/dates_moved",
            key=f"step:{step.pk}",
            session=session,
            milestones=moved,
        )


def whom_dates_concern(session: TrainingSession) -> set[User]:
    """Those who study in it or wait for a place, and those who lead its groups."""
    under_way = Enrolment.UNDER_WAY
    studying = User.objects.filter(enrolments__session=session, enrolments__state__in=under_way)
    leading = GroupTutor.objects.filter(group__session=session, until=None).values("tutor")
    return {*studying, *User.objects.filter(pk__in=leading)}


@transaction.atomic
def delete(session: TrainingSession, *, by: User) -> None:
    """Take back a session that was opened by mistake.

    Raises:
        Refused: somebody has enrolled, or groups or review rounds exist.
    """
    record(session, "delete", by=by, note=str(session))
    try:
        with transaction.atomic():
            session.delete()
    except ProtectedError as error:
        raise Refused(
            _("People, groups or review rounds belong to this session, so it stays.")
        ) from error
