"""Who is in the centre: inviting, revoking, ending; nothing of another centre."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from activity.models import OutgoingMail, Step
from core.codes import fingerprint
from core.refusals import Refused
from people.actions import members as actions
from people.models import Invitation, Membership, User
from tests.factories.people import CentreFactory, UserFactory, member


@pytest.fixture
def screen(centre):
    return f"/desk/centres/{centre.code}/people/"


def text(response):
    return response.content.decode()


def test_a_coordinator_sees_who_is_in_the_centre(sign_in, coordinator, tutor, screen):
    former = UserFactory(last_name="Formerly")
    Membership.objects.create(
        person=former,
        centre_id=tutor.memberships.get().centre_id,
        role="expert",
        since=timezone.now() - timedelta(days=9),
        until=timezone.now() - timedelta(days=1),
    )

    shown = text(sign_in(coordinator).get(screen))

    assert str(tutor) in shown
    assert str(coordinator) in shown
    assert "Formerly" not in shown
    assert "Nobody is invited at the moment." in shown


@pytest.mark.parametrize("who", ["tutor", "expert", "stranger"])
def test_for_others_the_page_is_not_there(sign_in, request, screen, who):
    client = sign_in(request.getfixturevalue(who))

    missing = client.get("/desk/centres/NOSUCHCODE/people/")

    assert client.get(screen).status_code == missing.status_code == 404
    assert client.get(screen).content == missing.content
    assert client.post(screen, {"email": "x@example.org", "role": "tutor"}).status_code == 404
    assert not Invitation.objects.exists()


def test_a_coordinator_of_another_centre_sees_nothing(sign_in, screen):
    other = member("coordinator", CentreFactory())

    assert sign_in(other).get(screen).status_code == 404


def test_an_invitation_goes_by_mail_and_is_listed(sign_in, coordinator, centre, screen):
    client = sign_in(coordinator)

    response = client.post(screen, {"email": "New@Example.org", "role": "tutor"}, follow=True)

    invitation = Invitation.objects.get()
    letter = OutgoingMail.objects.get()
    assert "The invitation is on its way" in text(response)
    assert "new@example.org" in text(response)
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        "new@example.org",
        "tutor",
        coordinator,
    )
    assert letter.to == "new@example.org"
    assert str(centre) in letter.text and str(coordinator) in letter.text
    assert invitation.token not in letter.text
    assert [step.verb for step in Step.objects.of(invitation)] == ["invite"]
    assert str(invitation) == "new@example.org: Tutor"


def test_only_a_fingerprint_of_the_link_is_stored(coordinator, centre):
    actions.invite(centre, "new@example.org", "tutor", by=coordinator)
    link = OutgoingMail.objects.get().text.split("/join/centre/")[1].split("/")[0]

    assert Invitation.objects.get().token == fingerprint(link)
    assert actions.find_invitation(link) == Invitation.objects.get()
    assert actions.find_invitation("other") is None


def test_the_letter_speaks_the_language_of_whoever_is_invited(coordinator, centre):
    UserFactory(email="ru@example.org", language="ru")

    actions.invite(centre, "ru@example.org", "tutor", by=coordinator)
    actions.invite(centre, "nobody@example.org", "tutor", by=coordinator)

    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "nonsense", "role": "tutor"}, "Enter a valid email address."),
        ({"email": "x@example.org", "role": "administrator"}, "Select a valid choice."),
        ({"email": "tutor@example.org", "role": "tutor"}, "already has the role"),
        ({"email": "TUTOR@example.org", "role": "tutor"}, "already has the role"),
    ],
)
def test_mistakes_stand_on_the_form_and_what_was_typed_stays(
    sign_in, coordinator, tutor, screen, form, words
):
    shown = text(sign_in(coordinator).post(screen, form))

    assert words in shown
    assert f'value="{form["email"]}"' in shown
    assert not Invitation.objects.exists()


def test_a_new_invitation_replaces_the_open_one(coordinator, centre):
    first = actions.invite(centre, "new@example.org", "tutor", by=coordinator)
    second = actions.invite(centre, "new@example.org", "tutor", by=coordinator)

    assert list(Invitation.objects.open(timezone.now())) == [second]
    first.refresh_from_db()
    assert first.revoked_at


def test_an_invitation_is_revoked(sign_in, coordinator, centre):
    invitation = actions.invite(centre, "new@example.org", "tutor", by=coordinator)
    client = sign_in(coordinator)

    response = client.post(f"/desk/invitations/{invitation.code}/revoke/", follow=True)

    assert "The invitation no longer works." in text(response)
    assert not Invitation.objects.open(timezone.now()).exists()
    assert [step.verb for step in Step.objects.of(invitation)] == ["invite", "revoke"]
    response = client.post(f"/desk/invitations/{invitation.code}/revoke/", follow=True)
    assert "no longer works anyway" in text(response)


def test_only_coordinators_of_the_centre_revoke(sign_in, coordinator, tutor, centre):
    invitation = actions.invite(centre, "new@example.org", "tutor", by=coordinator)
    path = f"/desk/invitations/{invitation.code}/revoke/"

    for other in (tutor, member("coordinator", CentreFactory())):
        assert sign_in(other).post(path).status_code == 404
    assert sign_in(coordinator).get(path).status_code == 405
    assert Invitation.objects.open(timezone.now()).exists()


def test_a_role_ends_and_its_history_stays(sign_in, coordinator, tutor, screen):
    membership = tutor.memberships.get()

    response = sign_in(coordinator).post(f"/desk/memberships/{membership.pk}/end/", follow=True)

    membership.refresh_from_db()
    assert "The role has ended" in text(response)
    assert response.redirect_chain == [(screen, 302)]
    assert membership.until is not None
    assert [step.verb for step in Step.objects.of(membership)] == ["end"]
    assert not User.objects.get(pk=tutor.pk).roles


def test_a_centre_keeps_its_last_coordinator(sign_in, coordinator):
    membership = coordinator.memberships.get()

    response = sign_in(coordinator).post(f"/desk/memberships/{membership.pk}/end/", follow=True)

    assert "keeps at least one coordinator" in text(response)
    membership.refresh_from_db()
    assert membership.until is None


def test_a_coordinator_who_leaves_comes_to_the_desk(sign_in, coordinator, centre):
    member("coordinator", centre)
    membership = coordinator.memberships.get()

    response = sign_in(coordinator).post(f"/desk/memberships/{membership.pk}/end/")

    assert response.headers["Location"] == "/desk/"


def test_a_role_ends_once(coordinator, tutor):
    membership = tutor.memberships.get()
    actions.end(membership, by=coordinator)

    with pytest.raises(Refused, match="already ended"):
        actions.end(membership, by=coordinator)


def test_nobody_ends_roles_of_another_centre(sign_in, tutor):
    other = member("coordinator", CentreFactory())

    response = sign_in(other).post(f"/desk/memberships/{tutor.memberships.get().pk}/end/")

    assert response.status_code == 404
    assert tutor.memberships.get().until is None


def test_a_role_that_is_held_is_kept_as_it_is(coordinator, tutor, centre):
    before = tutor.memberships.get()

    assert actions.give(tutor, centre, "tutor", by=coordinator) == before
    assert not Step.objects.of(before).exists()


def test_an_ended_role_can_be_given_again(coordinator, tutor, centre):
    actions.end(tutor.memberships.get(), by=coordinator)

    again = actions.give(tutor, centre, "tutor", by=coordinator)

    assert tutor.memberships.count() == 2
    assert tutor.holds("tutor", centre) and tutor.holds("tutor", centre.pk)
    assert "Tutor" in str(again) and str(centre) in str(again)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    sign_in, coordinator, centre, screen, number, django_assert_num_queries
):
    for n in range(number):
        member("tutor", centre)
        actions.invite(centre, f"p{n}@example.org", "expert", by=coordinator)
    client = sign_in(coordinator)
    client.get(screen)

    with django_assert_num_queries(7):
        client.get(screen)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_coordinators_who_end_each_other_at_once_leave_one(transactional_db):
    centre = CentreFactory()
    pair = [member("coordinator", centre).memberships.get() for _ in range(2)]
    both_ready = threading.Barrier(2, timeout=20)
    results = []

    def act(membership, by):
        both_ready.wait()
        try:
            actions.end(membership, by=by)
            results.append("ended")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=(mine, other.person))
        for mine, other in (pair, pair[::-1])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["ended", "refused"]
    assert Membership.objects.filter(centre=centre, until=None).count() == 1


def test_the_people_go_out_as_a_sheet(sign_in, coordinator, tutor, centre):
    Membership.objects.filter(person=tutor).update(until=timezone.now())
    client = sign_in(coordinator)

    csv = client.get(reverse("people:members_csv", args=[centre.code]))
    book = client.get(reverse("people:members_xlsx", args=[centre.code]))

    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert coordinator.email in lines[1] and "Coordinator" in lines[1]
    sheet = load_workbook(BytesIO(book.content)).active
    assert (sheet.max_row, sheet["C2"].value) == (2, coordinator.email)


def test_the_end_of_a_role_says_what_ends_with_it(sign_in, coordinator, tutor, expert, screen):
    shown = text(sign_in(coordinator).get(screen))

    assert "are left without a tutor" in shown
    assert "go back to the queue" in shown
    assert tutor.email in shown
