"""A tutor's groups, their links, and joining by one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from courses.actions import groups as actions
from courses.actions import progress
from courses.models import Enrolment, Group, GroupInvitation, Track, TrainingSession
from tests.factories.courses import EnrolmentFactory, make_group, place_in
from tests.factories.people import UserFactory

State = Enrolment.State
A = Track.LOCAL_PROJECT
GROUP_PAGE = 12


def of(name, *codes):
    return reverse(f"courses:{name}", args=codes)


def link(group):
    return of("join_group", actions.make_link(group, by=group.tutors.get()))


def test_the_list_shows_groups_and_where_one_may_be_formed(sign_in, tutor, group, text_of):
    html = text_of(sign_in(tutor).get(of("groups")))

    assert of("group", group.code) in html
    assert of("form_group", group.session.code) in html


def test_without_groups_the_next_step_is_named(sign_in, other_tutor, stranger, text_of):
    assert "Form one in a session below" in text_of(sign_in(other_tutor).get(of("groups")))
    assert "Your coordinator gives the role" in text_of(sign_in(stranger).get(of("groups")))


@pytest.mark.parametrize("number", [1, 3])
def test_a_group_costs_the_same_for_any_number_of_people(
    sign_in, tutor, group, django_assert_num_queries, number, text_of
):
    people = [place_in(group) for _ in range(number)]
    client = sign_in(tutor)
    client.get(of("group", group.code))

    with django_assert_num_queries(GROUP_PAGE):
        html = text_of(client.get(of("group", group.code)))

    assert all(str(person.teacher) in html for person in people)


def test_the_group_shows_where_each_stands(sign_in, tutor, group, enrolment, text_of):
    lesson, other = enrolment.session.course.lessons()[:2]
    progress.mark_done(enrolment, lesson, by=enrolment.teacher)
    progress.answer(enrolment, lesson, lesson.questions()[0].id, 1, by=enrolment.teacher)
    progress.answer(enrolment, other, other.questions()[0].id, 0, by=enrolment.teacher)

    html = text_of(sign_in(tutor).get(of("group", group.code)))

    assert "Lessons 1/3" in html
    assert ">1, 1</td>" in html
    assert "nothing yet" not in html


def test_an_empty_group_names_the_next_step(sign_in, tutor, group, text_of):
    assert "Nobody is in the group yet" in text_of(sign_in(tutor).get(of("group", group.code)))


@pytest.mark.parametrize("part", ["stranger", "other_tutor", "other_coordinator", "teacher"])
def test_a_foreign_group_looks_like_a_missing_one(sign_in, request, group, part):
    client = sign_in(request.getfixturevalue(part))

    foreign = client.get(of("group", group.code))

    assert foreign.status_code == 404
    assert foreign.content == client.get(of("group", "NOTHING")).content
    assert client.post(of("make_link", group.code)).status_code == 404
    assert client.post(of("quota", group.code), {"quota": 3}).status_code == 404


def test_a_new_link_is_shown_once(sign_in, tutor, group, text_of):
    client = sign_in(tutor)

    html = text_of(client.post(of("make_link", group.code), follow=True))

    assert "http://testserver/join/group/" in html
    again = text_of(client.get(of("group", group.code)))
    assert "/join/group/" not in again
    assert "Close the link" in again


def test_a_new_link_is_not_shown_on_another_group(sign_in, tutor, group, text_of):
    other = make_group(group.session, tutor, name="Other")
    client = sign_in(tutor)
    client.post(of("make_link", group.code))

    assert "/join/group/" not in text_of(client.get(of("group", other.code)))


def test_a_withdrawn_link_is_listed_as_such(sign_in, tutor, group, client, text_of):
    address = link(group)
    invitation = group.invitations.get()

    html = text_of(sign_in(tutor).post(of("revoke_link", group.code, invitation.code), follow=True))

    assert "Closed" in html
    assert "was withdrawn" in text_of(client.get(address))


def test_a_link_of_another_group_is_not_withdrawn(sign_in, tutor, group):
    other = make_group(group.session, UserFactory(), name="Other")
    link(other)

    response = sign_in(tutor).post(of("revoke_link", group.code, other.invitations.get().code))

    assert response.status_code == 404


def test_places_are_changed_but_never_below_those_taken(sign_in, tutor, group, enrolment, text_of):
    place_in(group)
    client = sign_in(tutor)

    client.post(of("quota", group.code), {"quota": 20})
    group.refresh_from_db()
    assert group.quota == 20
    html = text_of(client.post(of("quota", group.code), {"quota": 1}))
    assert "2 people are in the group already" in html
    assert 'value="1"' in html
    assert "field-error" in text_of(client.post(of("quota", group.code), {"quota": "many"}))


def test_a_tutor_forms_a_group_and_leads_it(sign_in, other_tutor, session, text_of):
    client = sign_in(other_tutor)
    assert "Tutor" not in text_of(client.get(of("form_group", session.code))).split("<main")[1]

    client.post(of("form_group", session.code), {"name": " Rural   schools ", "quota": 12})

    formed = Group.objects.get(name="Rural schools")
    assert list(formed.tutors.all()) == [other_tutor]


def test_a_coordinator_forms_a_group_for_a_tutor(sign_in, coordinator, tutor, session):
    sign_in(coordinator).post(
        of("form_group", session.code), {"name": "New", "quota": 5, "tutor": tutor.pk}
    )

    assert list(Group.objects.get(name="New").tutors.all()) == [tutor]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "quota": 5},
        {"name": "x" * 101, "quota": 5},
        {"name": "N", "quota": 0},
        {"name": "\u200b", "quota": 5},
    ],
)
def test_a_group_with_bad_fields_is_not_formed(sign_in, tutor, session, fields, text_of):
    response = sign_in(tutor).post(of("form_group", session.code), fields)

    assert "field-error" in text_of(response)
    assert not Group.objects.exists()


def test_a_second_group_of_the_name_is_refused(sign_in, tutor, group, text_of):
    response = sign_in(tutor).post(
        of("form_group", group.session.code), {"name": group.name, "quota": 5}
    )

    assert "already a group of this name" in text_of(response)


def test_a_stranger_forms_no_group(sign_in, stranger, session):
    assert sign_in(stranger).get(of("form_group", session.code)).status_code == 404


def test_a_visitor_sees_what_the_link_invites_to_and_the_ways_in(client, group, text_of):
    address = link(group)

    html = text_of(client.get(address))

    assert group.name in html
    assert str(group.tutors.get()) in html
    assert "15 of 15 left" in html
    assert reverse("account_signup") in html
    assert "csrfmiddlewaretoken" not in html
    assert client.session["after_sign_in"] == address
    assert reverse("account_login") in client.post(address).url


def test_after_signing_in_the_visitor_is_back_at_the_link(client, group, rf):
    from people.adapter import AccountAdapter

    address = link(group)
    client.get(address)
    request = rf.get("/")
    request.session = client.session
    request.user = UserFactory()
    adapter = AccountAdapter(request)

    assert adapter.get_login_redirect_url(request) == address
    assert adapter.get_login_redirect_url(request) == reverse("desk:desk")
    request.session["after_sign_in"] = "//elsewhere.example/"
    assert adapter.get_login_redirect_url(request) == reverse("desk:desk")


def test_a_signed_in_person_enrols_and_joins_in_one_go(sign_in, stranger, group, tutor, text_of):
    address = link(group)
    client = sign_in(stranger)
    assert "Join the group" in text_of(client.get(address))

    response = client.post(address, {"track": A}, follow=True)

    assert "You have a place" in text_of(response)
    mine = Enrolment.objects.get(teacher=stranger)
    assert list(Enrolment.objects.of_group(group)) == [mine]
    assert GroupInvitation.objects.get().joined == 1
    assert str(stranger) in Notice.objects.get(recipient=tutor).title
    assert "You are in this group already" in text_of(client.get(address))


def test_the_link_tells_whoever_is_elsewhere_what_joining_means(sign_in, group, tutor, text_of):
    elsewhere = place_in(make_group(group.session, name="Elsewhere")).teacher
    nowhere = EnrolmentFactory(session=group.session).teacher
    address = link(group)

    assert "in the group “Elsewhere” now" in text_of(sign_in(elsewhere).get(address))
    assert "in no group yet" in text_of(sign_in(nowhere).get(address))
    html = text_of(sign_in(tutor).get(address))
    assert "You lead this group" in html
    assert "Join the group" not in html


def test_the_same_join_twice_counts_once(sign_in, stranger, group):
    address, client = link(group), sign_in(stranger)
    client.post(address, {"track": A})

    client.post(address, {"track": A})

    group.refresh_from_db()
    assert group.taken == 1
    assert GroupInvitation.objects.get().joined == 1


def test_whoever_has_a_place_just_joins(sign_in, group, text_of):
    mine = EnrolmentFactory(session=group.session)
    client, address = sign_in(mine.teacher), link(group)
    assert 'name="track"' not in text_of(client.get(address))

    client.post(address)

    assert list(Enrolment.objects.of_group(group)) == [mine]


def test_a_full_session_puts_the_person_on_the_waiting_list(sign_in, stranger, group, text_of):
    TrainingSession.objects.update(capacity=0)
    client, address = sign_in(stranger), link(group)

    html = text_of(client.post(address, {"track": A}, follow=True))

    assert "you are on the waiting list" in html
    assert "Open this link again" in text_of(client.get(address))
    assert not Enrolment.objects.of_group(group)


def test_a_full_group_an_expired_link_and_a_closed_session_say_why(
    sign_in, stranger, group, text_of
):
    address, client = link(group), sign_in(stranger)
    Group.objects.update(quota=0)
    assert "The group is full" in text_of(client.get(address))
    assert "The group is full" in text_of(client.post(address, {"track": A}))
    assert not Enrolment.objects.exists()
    Group.objects.update(quota=5)
    TrainingSession.objects.update(enrolment_closes=timezone.now())
    assert "Enrolment in this session is closed" in text_of(client.get(address))
    GroupInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "has expired" in text_of(client.get(address))


def test_on_a_break_one_comes_back_first(sign_in, group, text_of):
    paused = EnrolmentFactory(session=group.session, state=State.ON_BREAK)

    assert "Come back to the session first" in text_of(sign_in(paused.teacher).get(link(group)))


def test_without_a_track_nobody_joins(sign_in, stranger, group, text_of):
    response = sign_in(stranger).post(link(group), {})

    assert "does not offer this track" in text_of(response)
    assert not Enrolment.objects.exists()


def test_an_unknown_link_is_not_there(client, db):
    assert client.get(of("join_group", "nothing")).status_code == 404
