"""Places are counted, tracks have their order, nobody is dropped silently."""

import pytest

from activity.models import Notice, Step
from core.refusals import Refused
from courses.actions import enrolment as actions
from courses.models import Enrolment, Track
from tests.factories.courses import EnrolmentFactory, SessionFactory
from tests.factories.people import UserFactory

State = Enrolment.State


def test_a_place_is_given_at_once_while_there_is_one(session):
    teacher = UserFactory()

    enrolment = actions.enrol(teacher, session, Track.LOCAL_PROJECT)

    session.refresh_from_db()
    assert (enrolment.state, session.taken) == (State.ACTIVE, 1)
    assert Notice.objects.get(recipient=teacher)
    assert [step.after for step in Step.objects.of(enrolment)] == ["applied", "active"]


def test_who_comes_late_waits_and_gets_the_place_of_who_leaves(db):
    session = SessionFactory(capacity=1)
    first = actions.enrol(UserFactory(), session, Track.LOCAL_PROJECT)
    second = actions.enrol(UserFactory(), session, Track.LOCAL_PROJECT)
    assert second.state == State.WAITING

    actions.withdraw(first, by=first.teacher)

    second.refresh_from_db()
    session.refresh_from_db()
    assert (second.state, session.taken) == (State.ACTIVE, 1)


def test_a_newcomer_gets_the_times_of_the_session_and_others_keep_theirs(db):
    session = SessionFactory(time_zone="Asia/Novokuznetsk")
    newcomer, other = UserFactory(), UserFactory(time_zone="Europe/Minsk")
    for teacher in (newcomer, other):
        actions.enrol(teacher, session, Track.LOCAL_PROJECT)
        teacher.refresh_from_db()

    assert (newcomer.time_zone, other.time_zone) == ("Asia/Novokuznetsk", "Europe/Minsk")


def test_nobody_enrols_twice(session):
    teacher = UserFactory()
    actions.enrol(teacher, session, Track.LOCAL_PROJECT)

    with pytest.raises(Refused, match="already enrolled"):
        actions.enrol(teacher, session, Track.LOCAL_PROJECT)


def test_who_withdrew_may_apply_again(session):
    enrolment = actions.enrol(UserFactory(), session, Track.LOCAL_PROJECT)
    actions.withdraw(enrolment, by=enrolment.teacher)

    again = actions.enrol(enrolment.teacher, session, Track.LOCAL_PROJECT)

    assert (again.pk, again.state) == (enrolment.pk, State.ACTIVE)


def test_track_c_opens_after_a_completed_track_a(session):
    teacher = UserFactory()
    assert "Track C opens to those who" in actions.refusal_of_track(
        teacher, session, Track.NETWORK_PROJECT
    )

    EnrolmentFactory(teacher=teacher, state=State.COMPLETED)

    assert actions.refusal_of_track(teacher, session, Track.NETWORK_PROJECT) == ""


def test_a_coordinator_may_grant_an_exception_with_a_reason(session, coordinator):
    teacher = UserFactory()

    actions.grant_exception(
        session, teacher, Track.NETWORK_PROJECT, reason="Ran two before.", by=coordinator
    )

    enrolment = actions.enrol(teacher, session, Track.NETWORK_PROJECT)
    assert enrolment.state == State.ACTIVE


def test_track_b_is_not_offered_before_there_are_runs(session):
    with pytest.raises(Refused, match="does not offer"):
        actions.enrol(UserFactory(), session, Track.TEAM)
