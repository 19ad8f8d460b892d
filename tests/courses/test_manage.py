"""A coordinator's sessions, the people in them, and what goes out as a sheet."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from activity.models import Notice
from core.refusals import Refused
from courses.actions import enrolment as enrolling
from courses.actions.sessions import open_session
from courses.models import Enrolment, Track, TrackException, TrainingSession
from tests.factories.courses import EnrolmentFactory, SessionFactory, make_group, place_in
from tests.factories.people import UserFactory

State = Enrolment.State
SESSIONS_PAGE = 5
PEOPLE_PAGE = 11
PLACES = [
    ("get", "enrolments"),
    ("get", "edit_session"),
    ("get", "exception"),
    ("get", "enrolments_xlsx"),
    ("get", "enrolments_csv"),
]


def of(name, *codes):
    return reverse(f"courses:{name}", args=codes)


@pytest.fixture
def fields(session):
    return {
        "title": "Autumn",
        "centre": session.centre.pk,
        "course": session.course.pk,
        "starts_on": "2027-10-01",
        "ends_on": "2027-12-30",
        "opens_on": "2027-08-01",
        "closes_on": "2027-09-30",
        "time_zone": "Asia/Novokuznetsk",
        "capacity": 60,
        "tracks": ["local_project", "network_project"],
        "lessons_share": 80,
        "reviews_to_give": 2,
        "product_required": "on",
    }


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_sessions_costs_the_same_for_any_number(
    sign_in, coordinator, session, django_assert_num_queries, number, text_of
):
    for _ in range(number - 1):
        SessionFactory(centre=session.centre, course=session.course)
    EnrolmentFactory(session=session, state=State.WAITING)
    client = sign_in(coordinator)

    with django_assert_num_queries(SESSIONS_PAGE):
        html = text_of(client.get(of("manage")))

    assert html.count("<tr>") == number + 1
    assert "?state=waiting" in html


def test_without_sessions_the_next_step_is_named(sign_in, other_coordinator, text_of):
    assert "No session yet" in text_of(sign_in(other_coordinator).get(of("manage")))


@pytest.mark.parametrize("part", ["stranger", "tutor", "teacher"])
def test_whoever_coordinates_nothing_finds_nothing(sign_in, request, part):
    client = sign_in(request.getfixturevalue(part))

    assert client.get(of("manage")).status_code == 404
    assert client.get(of("create_session")).status_code == 404


@pytest.mark.parametrize(("method", "name"), PLACES)
@pytest.mark.parametrize("part", ["stranger", "tutor", "other_coordinator"])
def test_a_foreign_session_looks_like_a_missing_one(sign_in, request, session, part, method, name):
    client = sign_in(request.getfixturevalue(part))

    foreign = client.get(of(name, session.code))

    assert foreign.status_code == 404
    assert foreign.content == client.get(of(name, "NOTHING")).content


def test_a_session_is_opened_with_milestones_and_whole_days_of_its_zone(
    sign_in, coordinator, fields
):
    response = sign_in(coordinator).post(of("create_session"), fields)

    made = TrainingSession.objects.get(title="Autumn")
    assert response.url == of("enrolments", made.code)
    assert made.milestones.count() == 6
    assert made.enrolment_opens.isoformat() == "2027-07-31T17:00:00+00:00"
    assert made.last_day_of_enrolment == date(2027, 9, 30)


def test_track_b_is_not_among_the_choices(sign_in, coordinator, session, text_of):
    html = text_of(sign_in(coordinator).get(of("create_session")))

    assert "A. Local project" in html
    assert "B. Team" not in html


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "2027-10-02"}, "two weeks at least"),
        ({"ends_on": "2027-09-01"}, "two weeks at least"),
        ({"ends_on": "2037-10-01"}, "a year at most"),
        ({"closes_on": "2027-07-01"}, "cannot close before it opens"),
        ({"closes_on": "2028-07-01"}, "on the last day of the session or earlier"),
        ({"closes_on": "9999-12-31"}, "four digits"),
        ({"starts_on": "0027-10-01"}, "four digits"),
        ({"starts_on": "soon"}, "valid date"),
        ({"tracks": []}, "at least one track"),
        ({"tracks": ["team"]}, "Select a valid choice"),
        ({"capacity": 0}, "at least one place"),
        ({"lessons_share": 101}, "less than or equal to 100"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"title": "x" * 151}, "at most 150"),
    ],
)
def test_wrong_fields_get_sentences_and_keep_what_was_typed(
    sign_in, coordinator, fields, wrong, words, text_of
):
    html = text_of(sign_in(coordinator).post(of("create_session"), fields | wrong))

    assert words in html
    assert 'value="2027-08-01"' in html
    assert not TrainingSession.objects.filter(title="Autumn").exists()


def test_a_foreign_centre_is_no_choice(sign_in, other_coordinator, fields, text_of):
    html = text_of(sign_in(other_coordinator).post(of("create_session"), fields))

    assert "Select a valid choice" in html


def test_the_same_form_sent_twice_opens_one_session(sign_in, coordinator, fields, text_of):
    client = sign_in(coordinator)
    client.post(of("create_session"), fields)

    html = text_of(client.post(of("create_session"), fields))

    assert "already exists" in html
    assert TrainingSession.objects.filter(title="Autumn").count() == 1


def test_of_two_forms_at_the_same_moment_one_is_refused(session, coordinator):
    twin = TrainingSession.objects.get(pk=session.pk)
    twin.pk, twin.code = None, "TWIN"

    with pytest.raises(Refused, match="already open"):
        open_session(twin, by=coordinator)


def test_a_session_opened_by_mistake_is_taken_back(sign_in, coordinator, session):
    response = sign_in(coordinator).post(of("delete_session", session.code))

    assert response.url == of("manage")
    assert not TrainingSession.objects.filter(pk=session.pk).exists()


def test_a_session_in_which_somebody_enrolled_stays(sign_in, coordinator, session, text_of):
    EnrolmentFactory(session=session)

    html = text_of(sign_in(coordinator).post(of("delete_session", session.code), follow=True))

    assert "so it stays" in html
    assert session.milestones.count() == 6


def test_places_cannot_go_below_those_taken(sign_in, coordinator, session, fields, text_of):
    EnrolmentFactory(session=session)
    EnrolmentFactory(session=session)

    html = text_of(
        sign_in(coordinator).post(of("edit_session", session.code), fields | {"capacity": 1})
    )

    assert "2 places are taken already" in html


def test_more_places_go_to_those_who_wait(sign_in, coordinator, session, fields):
    TrainingSession.objects.update(capacity=0)
    waiting = enrolling.enrol(UserFactory(), session, Track.LOCAL_PROJECT)

    sign_in(coordinator).post(
        of("edit_session", session.code), fields | {"capacity": 1, "may_move": "on"}
    )

    waiting.refresh_from_db()
    assert waiting.state == State.ACTIVE
    assert "A place is free" in Notice.objects.filter(recipient=waiting.teacher).first().title


@pytest.mark.parametrize("number", [1, 3])
def test_the_people_cost_the_same_for_any_number(
    sign_in, coordinator, group, django_assert_num_queries, number, text_of
):
    for _ in range(number):
        place_in(group)
    client = sign_in(coordinator)

    with django_assert_num_queries(PEOPLE_PAGE):
        html = text_of(client.get(of("enrolments", group.session.code)))

    assert html.count('<th scope="row">') == number


def test_an_empty_session_names_the_next_step(sign_in, coordinator, session, text_of):
    html = text_of(sign_in(coordinator).get(of("enrolments", session.code)))

    assert "Nobody has enrolled yet" in html
    assert "No group is formed yet" in html


def test_people_are_chosen_by_state_group_and_track(sign_in, coordinator, group, text_of):
    inside = place_in(group)
    outside = EnrolmentFactory(session=group.session, track=Track.NETWORK_PROJECT)
    waiting = EnrolmentFactory(session=group.session, state=State.WAITING)
    client = sign_in(coordinator)

    def names(**chosen):
        html = text_of(client.get(of("enrolments", group.session.code), chosen))
        return {one for one in (inside, outside, waiting) if one.code in html}

    assert names() == {inside, outside, waiting}
    assert names(state="waiting") == {waiting}
    assert names(group=group.code) == {inside}
    assert names(group="none") == {outside, waiting}
    assert names(track="network_project") == {outside}
    assert names(state="<b>", group="?", track="?") == {inside, outside, waiting}
    assert names(state="completed") == set()


def test_the_list_goes_on_by_pages_of_25(sign_in, coordinator, session, text_of):
    EnrolmentFactory.create_batch(26, session=session)
    client = sign_in(coordinator)

    assert "Page 1 of 2" in text_of(client.get(of("enrolments", session.code)))
    second = text_of(client.get(of("enrolments", session.code), {"page": "2"}))
    assert second.count('<th scope="row">') == 1


def test_a_place_is_given_from_the_waiting_list(sign_in, coordinator, session, text_of):
    waiting = EnrolmentFactory(session=session, state=State.WAITING)
    client = sign_in(coordinator)
    assert "Give a place" in text_of(client.get(of("enrolment", waiting.code)))

    html = text_of(client.post(of("give_place", waiting.code), follow=True))

    waiting.refresh_from_db()
    assert waiting.state == State.ACTIVE
    assert "has a place and is told so" in html
    TrainingSession.objects.update(capacity=1)
    late = EnrolmentFactory(session=session, state=State.WAITING)
    assert "No place is left" in text_of(client.post(of("give_place", late.code), follow=True))


def test_a_person_is_moved_to_another_group(sign_in, coordinator, group, enrolment, text_of):
    other = make_group(group.session, name="Other")
    client = sign_in(coordinator)

    address = of("move_to_group", enrolment.code)

    html = text_of(client.post(address, {"group": other.pk}, follow=True))

    assert "Now in the group “Other”" in html
    assert enrolment.group_memberships.count() == 2
    html = text_of(client.post(address, {"group": 0}, follow=True))
    assert "Choose a group of this session" in html


def test_only_the_coordinator_decides(sign_in, tutor, stranger, enrolment, group):
    for name, data in (("give_place", {}), ("move_to_group", {"group": group.pk})):
        assert sign_in(tutor).post(of(name, enrolment.code), data).status_code == 403
        assert sign_in(stranger).post(of(name, enrolment.code), data).status_code == 404


def test_an_exception_is_granted_once_with_a_reason_and_told(
    sign_in, coordinator, stranger, session, text_of
):
    client = sign_in(coordinator)
    address = of("exception", session.code)
    assert stranger.email in client.get(address, {"email": stranger.email}).content.decode()
    data = {"email": stranger.email.upper(), "track": "network_project", "reason": "Ran <two>."}

    client.post(address, data)
    html = text_of(client.post(address, data | {"reason": "Again."}))

    assert "has this exception already" in html
    assert "Again." in html
    assert TrackException.objects.get(teacher=stranger).reason == "Ran <two>."
    assert "C. Network project" in Notice.objects.get(recipient=stranger).title


def test_who_has_completed_track_a_needs_no_exception(sign_in, coordinator, session, text_of):
    graduate = EnrolmentFactory(session__centre=session.centre, state=State.COMPLETED).teacher
    data = {"email": graduate.email, "track": "network_project", "reason": "Because."}

    html = text_of(sign_in(coordinator).post(of("exception", session.code), data))

    assert "open to them anyway" in html
    assert not TrackException.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "nobody@example.org"}, "no account with this address"),
        ({"reason": " "}, "This field is required"),
        ({"track": "team"}, "Select a valid choice"),
    ],
)
def test_an_exception_needs_a_person_a_reason_and_track_c(
    sign_in, coordinator, stranger, session, wrong, words, text_of
):
    data = {"email": stranger.email, "track": "network_project", "reason": "Because."}

    html = text_of(sign_in(coordinator).post(of("exception", session.code), data | wrong))

    assert words in html
    assert not TrackException.objects.exists()


def test_a_session_without_track_c_needs_no_exception(sign_in, coordinator, session, text_of):
    TrainingSession.objects.update(tracks=["local_project"])

    html = text_of(sign_in(coordinator).get(of("exception", session.code)))

    assert "does not offer track C" in html


def test_the_sheets_hold_the_chosen_people_and_no_formula(sign_in, coordinator, group):
    teacher = UserFactory(last_name="=1+1", school="+7\x07 school")
    inside = place_in(group, teacher)
    EnrolmentFactory(session=group.session)
    client = sign_in(coordinator)
    code, chosen = group.session.code, {"group": group.code}

    csv = client.get(of("enrolments_csv", code), chosen)
    book = client.get(of("enrolments_xlsx", code), chosen)

    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,")
    assert "'+7" in lines[1]
    sheet = load_workbook(BytesIO(book.content)).active
    assert sheet.max_row == 2
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["D2"].value == "+7 school"
    assert sheet["L2"].value == inside.code
    assert sheet["H2"].value.date() == timezone.localdate()
    assert book.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_calculates(sign):
    from core.sheets import safe

    assert safe(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"
    assert safe(-3) == -3
