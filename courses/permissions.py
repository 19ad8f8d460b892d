"""Who may do what with sessions, groups and enrolments; each docstring is the rule in words."""

from courses.models import Authorship, CoursePage, Enrolment, Group, LessonPage, TrainingSession
from people.models import User


def can_coordinate(user: User, session: TrainingSession) -> bool:
    """A coordinator of the session's own centre runs it."""
    return user.coordinates(session.centre_id)


def can_lead(user: User, group: Group) -> bool:
    """The group's tutors lead it while they hold the role; a coordinator may stand in."""
    return Group.objects.visible_to(user).filter(pk=group.pk).exists()


def can_recruit(user: User, session: TrainingSession) -> bool:
    """A tutor of the centre forms groups in its sessions."""
    return user.holds("tutor", session.centre_id) or can_coordinate(user, session)


def is_own(user: User, enrolment: Enrolment) -> bool:
    """Only the teacher decides about their own track, break, leaving and reflection."""
    return enrolment.teacher_id == user.pk


def can_study(user: User, enrolment: Enrolment) -> bool:
    """One's own enrolment, while it is active or on a break."""
    return enrolment.teacher_id == user.pk and enrolment.state in {
        Enrolment.State.ACTIVE,
        Enrolment.State.ON_BREAK,
    }


def can_see_progress(user: User, enrolment: Enrolment) -> bool:
    """The teacher, the tutors of the present group, coordinators of the centre."""
    return Enrolment.objects.visible_to(user).filter(pk=enrolment.pk).exists()


def is_author(user: User, course: CoursePage) -> bool:
    """A coordinator made the person author of the course, and it has not ended."""
    return Authorship.objects.filter(course=course, person=user, until=None).exists()


def can_appoint_authors(user: User, course: CoursePage) -> bool:
    """A coordinator of the course's centre."""
    return user.coordinates(course.centre_id)


def can_read(user: User, lesson: LessonPage, course: CoursePage, place: Enrolment | None) -> bool:
    """Open lessons: everybody. Others: whoever has or had a place in a session of the course
    (`place` is theirs), tutors and coordinators of its centre, tutors of its sessions, and
    whoever may edit the lesson."""
    if lesson.is_open:
        return True
    if not user.is_authenticated:
        return False
    return (
        (place is not None and place.state in Enrolment.MAY_READ)
        or user.coordinates(course.centre_id)
        or user.holds("tutor", course.centre_id)
        or Group.objects.led_by(user).filter(session__course=course).exists()
        or lesson.permissions_for_user(user).can_edit()
    )
