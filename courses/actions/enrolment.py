"""A teacher's place in a session: enrolling, waiting, leaving, coming back, and exceptions."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import move, record, tell
from core.refusals import Refused
from courses.actions import groups
from courses.models import (
    Achievement,
    Enrolment,
    Group,
    GroupInvitation,
    Track,
    TrackException,
    TrainingSession,
)
from courses.models.session import FIRST_TRACKS, OFFERED
from people.actions.settings import keep_time_of
from people.models import User

State = Enrolment.State


def refusal_of_track(teacher: User, session: TrainingSession, track: str) -> str:
    """Why the teacher cannot take the track in this session; empty when they can."""
    if track not in OFFERED or track not in session.tracks:
        return _("This session does not offer this track.")
    if track != Track.NETWORK_PROJECT or is_experienced(teacher):
        return ""
    if TrackException.objects.filter(session=session, teacher=teacher, track=track).exists():
        return ""
    return _(
        "Track C opens to those who have completed a session with a local project. "
        "Begin with one, or ask the coordinator for an exception."
    )


def is_experienced(teacher: User) -> bool:
    """Completed track A or B, in this or another centre."""
    return Enrolment.objects.filter(
        teacher=teacher, track__in=FIRST_TRACKS, state=State.COMPLETED
    ).exists()


@transaction.atomic
def enrol(
    teacher: User, session: TrainingSession, track: str, *, group: Group | None = None
) -> Enrolment:
    """Ask for a place: it is given at once while there is one, else the teacher waits.

    With a `group` (an invitation was followed) the teacher also joins it.

    Raises:
        Refused: enrolment is closed, the track is not open to them, or they are enrolled.
    """
    now = timezone.now()
    if not session.is_open_for_enrolment(now):
        raise Refused(_("Enrolment in this session is closed."))
    if reason := refusal_of_track(teacher, session, track):
        raise Refused(reason)
    enrolment, is_new = Enrolment.objects.get_or_create(
        teacher=teacher, session=session, defaults={"track": track, "applied_at": now}
    )
    keep_time_of(teacher, session.time_zone)
    if not is_new:
        _apply_again(enrolment, track, now)
    else:
        record(enrolment, "apply", by=teacher, after=State.APPLIED)
    _seat(enrolment, by=teacher)
    if group is not None and enrolment.state == State.ACTIVE:
        groups.join(enrolment, group, by=teacher)
    return enrolment


def _apply_again(enrolment: Enrolment, track: str, now: datetime) -> None:
    """Whoever comes back queues again: the place in the waiting list is the new one."""
    if enrolment.state != State.WITHDRAWN:
        raise Refused(_("You are already enrolled in this session."))
    move(enrolment, State.APPLIED, by=enrolment.teacher)
    enrolment.track, enrolment.applied_at = track, now
    enrolment.save(update_fields=["track", "applied_at"])


@transaction.atomic
def come_by_link(invitation: GroupInvitation, teacher: User, track: str) -> Enrolment:
    """Follow a group's link: enrol if need be, and join the group in the same step.

    Whoever gets on the waiting list joins the group later, by the same link.

    Raises:
        Refused: the link gives no place, or the session does not.
    """
    if reason := groups.refusal_of_link(invitation):
        raise Refused(reason)
    session = invitation.group.session
    enrolment = Enrolment.objects.filter(teacher=teacher, session=session).first()
    if enrolment is None or enrolment.state == State.WITHDRAWN:
        enrolment = enrol(teacher, session, track)
        if enrolment.state == State.WAITING:
            return enrolment
    groups.follow_link(invitation, enrolment)
    return enrolment


def _seat(enrolment: Enrolment, *, by: User | None) -> None:
    """Give a place, or write the teacher on the waiting list.

    Places are counted by a conditional update, so two who come for the last one at the same
    moment cannot both have it, on either database.
    """
    if TrainingSession.objects.take_place(enrolment.session_id):
        step = move(enrolment, State.ACTIVE, by=by)
        template = "courses/notices/active"
    else:
        step = move(enrolment, State.WAITING, by=by)
        template = "courses/notices/waiting"
    tell(enrolment.teacher, template, key=f"step:{step.pk}", enrolment=enrolment)


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User) -> None:
    """Leave the session; the place goes to the first who waits, what was done stays."""
    held = enrolment.state in Enrolment.HOLD_A_PLACE
    move(enrolment, State.WITHDRAWN, by=by)
    groups.leave(enrolment, by=by)
    if held:
        TrainingSession.objects.free_place(enrolment.session_id)
        promote(enrolment.session)


def promote(session: TrainingSession) -> Enrolment | None:
    """Give a free place to whoever has waited longest; returns who got it."""
    waiting = session.enrolments.filter(state=State.WAITING).order_by("applied_at", "pk").first()
    if waiting is None or not TrainingSession.objects.take_place(session.pk):
        return None
    step = move(waiting, State.ACTIVE, by=None)
    tell(waiting.teacher, "courses/notices/promoted", key=f"step:{step.pk}", enrolment=waiting)
    return waiting


@transaction.atomic
def give_place(enrolment: Enrolment, *, by: User) -> None:
    """A coordinator gives a waiting teacher a place.

    Raises:
        Refused: no place is left.
    """
    if not TrainingSession.objects.take_place(enrolment.session_id):
        raise Refused(_("No place is left in %(session)s.") % {"session": enrolment.session})
    step = move(enrolment, State.ACTIVE, by=by)
    tell(enrolment.teacher, "courses/notices/promoted", key=f"step:{step.pk}", enrolment=enrolment)


@transaction.atomic
def take_break(enrolment: Enrolment, *, by: User) -> None:
    """Nobody is dropped silently: a teacher may stop for a while and keeps everything done."""
    move(enrolment, State.ON_BREAK, by=by)


@transaction.atomic
def come_back(enrolment: Enrolment, *, by: User) -> None:
    move(enrolment, State.ACTIVE, by=by)


@transaction.atomic
def change_track(enrolment: Enrolment, track: str, *, by: User) -> None:
    """Choose another track while nothing has been accepted on the first one.

    Raises:
        Refused: the track is not open to the teacher, or it is too late.
    """
    if track == enrolment.track:
        return
    if enrolment.state not in Enrolment.UNDER_WAY:
        raise Refused(_("The track can be changed while the session is under way for you."))
    if enrolment.achievements.filter(what=Achievement.What.PRODUCT).exists():
        raise Refused(_("Your project on this track is accepted, so the track stays."))
    if reason := refusal_of_track(enrolment.teacher, enrolment.session, track):
        raise Refused(reason)
    before, enrolment.track = enrolment.track, track
    enrolment.save(update_fields=["track"])
    record(enrolment, "change_track", by=by, before=before, after=track)


@transaction.atomic
def grant_exception(
    session: TrainingSession, teacher: User, track: str, *, reason: str, by: User
) -> TrackException:
    """Let this teacher take the track in this session before its time; recorded, with a reason.

    Raises:
        Refused: the track is open to them without it, or they have the exception already.
    """
    if is_experienced(teacher):
        raise Refused(
            _("%(person)s has completed track A or B: track C is open to them anyway.")
            % {"person": teacher}
        )
    granted, is_new = TrackException.objects.get_or_create(
        session=session,
        teacher=teacher,
        track=track,
        defaults={"reason": reason, "granted_by": by},
    )
    if not is_new:
        raise Refused(
            _("%(person)s has this exception already, granted by %(by)s: %(reason)s")
            % {"person": teacher, "by": granted.granted_by, "reason": granted.reason}
        )
    record(granted, "grant", by=by, after=track, note=reason)
    tell(teacher, "courses/notices/exception", key=f"exception:{granted.pk}", exception=granted)
    return granted
