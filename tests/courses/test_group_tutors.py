"""Who leads a group, from when to when."""

import pytest
from django.urls import reverse

from activity.models import Notice, Step
from core.refusals import Refused
from courses.actions.groups import change_tutors
from courses.models import Enrolment, Group
from people.actions.members import end
from project_guide.permissions import has_tutored
from tests.factories.people import CentreFactory, member
from tests.factories.projects import make_project


@pytest.fixture
def colleague(centre):
    return member("tutor", centre, email="colleague@example.org", last_name="Colleague")


def change(client, group, *tutors):
    address = reverse("courses:group_tutors", args=[group.code])
    return client.post(address, {"tutors": [tutor.pk for tutor in tutors], "sent": "yes"})


def test_a_coordinator_gives_the_group_to_another_tutor(
    sign_in, coordinator, group, enrolment, tutor, colleague
):
    response = change(sign_in(coordinator), group, colleague)

    assert response.url == reverse("courses:group", args=[group.code])
    assert list(group.leaders()) == [colleague]
    assert group in Group.objects.led_by(colleague)
    assert group not in Group.objects.led_by(tutor)
    assert enrolment in Enrolment.objects.tutored_by(colleague)
    assert enrolment not in Enrolment.objects.tutored_by(tutor)
    assert Step.objects.of(group).filter(verb="change_tutors", by=coordinator).count() == 1


def test_whoever_led_the_group_stays_in_conflict_with_its_projects(
    coordinator, group, enrolment, tutor, colleague
):
    change_tutors(group, [colleague], by=coordinator)

    assert has_tutored(tutor, make_project(enrolment))
    assert set(group.tutors.all()) == {tutor, colleague}


def test_those_who_come_those_who_go_and_the_people_are_told_once(
    coordinator, group, enrolment, tutor, colleague
):
    Notice.objects.all().delete()

    change_tutors(group, [colleague], by=coordinator)
    change_tutors(group, [colleague], by=coordinator)

    titles = {notice.recipient: notice.title for notice in Notice.objects.all()}
    assert "You lead the group" in titles[colleague]
    assert "no longer lead" in titles[tutor]
    assert "is led by" in titles[enrolment.teacher]
    assert len(titles) == Notice.objects.count() == 3


def test_a_tutor_who_comes_back_leads_again(coordinator, group, tutor, colleague):
    change_tutors(group, [colleague], by=coordinator)

    change_tutors(group, [tutor, colleague], by=coordinator)

    assert set(group.leaders()) == {tutor, colleague}


def test_a_tutor_whose_role_has_ended_is_named_no_more(
    sign_in, coordinator, group, enrolment, tutor, text_of
):
    end(tutor.memberships.get(role="tutor"), by=coordinator)

    for person, address in [
        (enrolment.teacher, reverse("courses:enrolment", args=[enrolment.code])),
        (enrolment.teacher, reverse("desk:desk")),
        (coordinator, reverse("courses:group", args=[group.code])),
        (coordinator, reverse("courses:groups")),
        (coordinator, reverse("courses:enrolments", args=[group.session.code])),
    ]:
        assert str(tutor) not in text_of(sign_in(person).get(address)), address


def test_somebody_else_s_tutor_cannot_be_chosen(sign_in, coordinator, group, tutor, text_of):
    far = member("tutor", CentreFactory(), email="far@example.org")

    assert "field-error" in text_of(change(sign_in(coordinator), group, far))
    assert "field-error" in text_of(change(sign_in(coordinator), group))
    assert list(group.leaders()) == [tutor]
    with pytest.raises(Refused, match="Only tutors"):
        change_tutors(group, [far], by=coordinator)
