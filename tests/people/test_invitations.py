"""The page of an offer: for visitors, for the invited person, for others, and when it is late."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from activity.models import Notice, OutgoingMail
from core.refusals import Refused
from people.actions import members as actions
from people.models import Invitation, Membership
from tests.factories.people import CentreFactory, UserFactory, member
from tests.people.conftest import PASSWORD


@pytest.fixture
def link(centre, coordinator):
    """The path of an open invitation for anna@example.org."""
    actions.invite(centre, "anna@example.org", "tutor", by=coordinator)
    return "/join/centre/" + OutgoingMail.objects.get().text.split("/join/centre/")[1].split()[0]


def text(response):
    return response.content.decode()


def test_a_visitor_sees_who_invites_to_what_and_two_ways_in(client, link, coordinator, centre):
    page = text(client.get(link))

    assert str(coordinator) in page
    assert str(centre) in page
    assert "Tutor" in page
    assert 'href="/accounts/login/"' in page
    assert 'href="/accounts/signup/"' in page
    assert "anna@example.org" not in page


def test_a_visitor_signs_in_and_is_back(client, link, anna):
    client.get(link)

    response = client.post("/accounts/login/", {"login": "anna@example.org", "password": PASSWORD})

    assert response.headers["Location"] == link


def test_a_visitor_who_posts_is_sent_to_sign_in(client, link):
    assert client.post(link).headers["Location"] == f"/accounts/login/?next={link}"
    assert not Membership.objects.filter(role="tutor").exists()


def test_the_invited_person_accepts(sign_in, link, anna, coordinator, centre):
    client = sign_in(anna)
    assert "Accept the invitation" in text(client.get(link))

    assert client.post(link).headers["Location"] == "/desk/"

    assert anna.memberships.get(until=None).role == "tutor"
    notice = Notice.objects.get(recipient=coordinator)
    assert "Anna Kern is now" in notice.title
    assert notice.path == f"/desk/centres/{centre.code}/people/"
    assert "You have accepted this invitation." in text(client.get(link))


def test_an_invitation_is_used_once(sign_in, link, anna, coordinator):
    client = sign_in(anna)
    client.post(link)
    actions.end(anna.memberships.get(), by=coordinator)

    response = client.post(link)

    assert "was used or has expired" in text(response)
    assert not anna.memberships.filter(until=None).exists()


def test_it_is_only_for_the_address_it_was_sent_to(sign_in, link, stranger):
    client = sign_in(stranger)
    page = text(client.get(link))
    assert "It is not for this account." in page
    assert "Accept the invitation" not in page
    assert "anna@example.org" not in page

    assert "was sent to another address" in text(client.post(link))
    assert not stranger.memberships.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda now: {"expires_at": now - timedelta(seconds=1)},
        lambda now: {"revoked_at": now},
    ],
)
def test_late_and_revoked_invitations_say_so(sign_in, link, anna, change):
    Invitation.objects.update(**change(timezone.now()))
    client = sign_in(anna)

    assert "used, revoked or has expired" in text(client.get(link))
    assert "was used or has expired" in text(client.post(link))
    assert not anna.memberships.exists()


def test_it_is_good_for_seven_days(link):
    invitation = Invitation.objects.get()

    assert invitation.expires_at - invitation.created_at <= timedelta(days=7)
    assert invitation.expires_at - timezone.now() > timedelta(days=6, hours=23)


def test_a_link_nobody_made_is_not_there(db, client):
    assert client.get("/join/centre/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_accepting_twice_at_once_gives_one_role(transactional_db):
    centre = CentreFactory()
    anna = UserFactory(email="anna@example.org")
    boss = member("coordinator", centre)
    invitation = actions.invite(centre, anna.email, "tutor", by=boss)
    both_ready = threading.Barrier(2, timeout=20)
    results = []

    def act():
        both_ready.wait()
        try:
            actions.accept(invitation, by=anna)
            results.append("accepted")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["accepted", "refused"]
    assert anna.memberships.filter(role="tutor").count() == 1
