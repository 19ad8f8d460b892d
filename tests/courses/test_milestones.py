"""The days of a session and of its milestones: what moves, who agrees, who is told."""

from datetime import timedelta

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from activity.models import Notice
from courses.models import Milestone
from tests.factories.courses import EnrolmentFactory


def of(name, session):
    return reverse(f"courses:{name}", args=[session.code])


@pytest.fixture
def fields(session):
    """The form of the session as it stands."""
    kept = model_to_dict(session)
    flags = [name for name, value in kept.items() if value is True]
    return (
        {name: value for name, value in kept.items() if not isinstance(value, bool)}
        | dict.fromkeys(flags, "on")
        | {
            "opens_on": session.enrolment_opens.date(),
            "closes_on": session.last_day_of_enrolment,
            "starts_on": session.starts_on,
            "ends_on": session.ends_on,
        }
    )


def later(fields, **days):
    moved = timedelta(**days)
    return fields | {name: fields[name] + moved for name in ("starts_on", "ends_on")}


def days_of(session):
    return list(session.milestones.values_list("kind", "starts_on", "ends_on"))


def by_hand(session, **changed):
    """The form of milestones with some days changed, e.g. design__ends_on."""
    rows = session.milestones.all()
    fields = {
        f"{row.kind}-{part}": getattr(row, part)
        for row in rows
        for part in ("starts_on", "ends_on")
    }
    return fields | {name.replace("__", "-"): day for name, day in changed.items()}


def test_new_days_of_a_session_first_show_what_moves(
    sign_in, coordinator, session, fields, text_of
):
    before = days_of(session)

    html = text_of(sign_in(coordinator).post(of("edit_session", session), later(fields, days=7)))

    assert "Look how, and agree" in html
    assert html.count("data-shift") == len(before)
    assert days_of(session) == before


def test_agreed_to_they_move_the_milestones_and_whom_it_concerns_is_told_once(
    sign_in, coordinator, session, fields, enrolment, tutor
):
    gone = EnrolmentFactory(session=session, state="withdrawn").teacher
    Notice.objects.all().delete()
    before = days_of(session)

    sign_in(coordinator).post(
        of("edit_session", session), later(fields, days=7) | {"may_move": "on"}
    )

    week = timedelta(days=7)
    assert days_of(session) == [(kind, one + week, other + week) for kind, one, other in before]
    told = list(Notice.objects.filter(title__contains="dates").values_list("recipient", flat=True))
    assert sorted(told) == sorted([enrolment.teacher_id, tutor.pk])
    assert gone.pk not in told


def test_a_change_of_other_fields_moves_and_tells_nothing(
    sign_in, coordinator, session, fields, enrolment
):
    session.milestones.filter(kind="learn").update(ends_on=session.starts_on)
    Notice.objects.all().delete()

    response = sign_in(coordinator).post(of("edit_session", session), fields | {"title": "New"})

    assert response.status_code == 302
    assert session.milestones.get(kind="learn").ends_on == session.starts_on
    assert not Notice.objects.exists()


def test_one_milestone_is_moved_by_hand_and_told_of(sign_in, coordinator, session, enrolment):
    Notice.objects.all().delete()
    client = sign_in(coordinator)
    assert client.get(of("milestones", session)).status_code == 200
    day = session.milestones.get(kind="design").ends_on + timedelta(days=3)

    client.post(of("milestones", session), by_hand(session, design__ends_on=day))

    assert session.milestones.get(kind="design").ends_on == day
    notice = Notice.objects.get(recipient=enrolment.teacher)
    assert "Design" in notice.text
    assert "Learn" not in notice.text


@pytest.mark.parametrize(
    ("name", "days", "words"),
    [
        ("learn__starts_on", -1, "The session begins later"),
        ("reflect__ends_on", 400, "The session ends earlier"),
        ("design__ends_on", 0, "comes after the first"),
    ],
)
def test_days_out_of_order_are_refused_beside_the_field(
    sign_in, coordinator, session, name, days, words, text_of
):
    before = days_of(session)
    day = session.starts_on + timedelta(days=days)

    html = text_of(
        sign_in(coordinator).post(of("milestones", session), by_hand(session, **{name: day}))
    )

    assert words in html
    assert days_of(session) == before
    assert Milestone.objects.count() == len(before)
