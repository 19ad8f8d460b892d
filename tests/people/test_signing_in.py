"""One front door: throttled, silent about who has an account, and never left open."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver

from activity.models import OutgoingMail
from people.models import User
from tests.factories.people import UserFactory
from tests.people.conftest import PASSWORD

DOOR = "/accounts/login/"
BACKEND = "people.backends.Passwords"


def knock(client, email="anna@example.org", password=PASSWORD, **extra):
    return client.post(DOOR, {"login": email, "password": password}, **extra)


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_desk(client, anna):
    assert knock(client).headers["Location"] == "/desk/"
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, anna):
    wrong = knock(client, password="wrong").content.decode()
    unknown = knock(client, email="nobody@example.org", password="wrong").content.decode()

    assert "not correct" in wrong
    assert "not correct" in unknown
    assert not is_in(client)


def test_after_five_failures_the_right_password_is_refused_too(client, anna):
    for _ in range(5):
        knock(client, password="wrong")

    response = knock(client)

    assert not is_in(client)
    assert "Too many failed login attempts" in response.content.decode()


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded"])
def test_a_forged_address_of_the_sender_does_not_help(client, anna, header):
    for number in range(5):
        knock(client, password="wrong", headers={header: f"10.0.0.{number}"})

    knock(client, headers={header: "10.0.0.99"})

    assert not is_in(client)


@pytest.mark.parametrize(
    "addresses", [["203.0.113.7"] * 12, [f"2001:db8:1:2::{n:x}" for n in range(1, 13)]]
)
def test_one_sender_cannot_try_many_accounts(client, anna, addresses):
    for number, address in enumerate(addresses):
        knock(client, email=f"p{number}@example.org", password="x", REMOTE_ADDR=address)

    knock(client, REMOTE_ADDR=addresses[0])

    assert not is_in(client)


def test_the_key_of_the_session_changes_at_the_door(client, anna):
    session = client.session
    session["something"] = "typed before"
    session.save()
    before = session.session_key

    knock(client)

    assert client.session.session_key != before
    assert client.session["something"] == "typed before"
    assert not session.exists(before)


def test_an_old_cookie_is_worth_nothing_after_signing_out(client, anna):
    knock(client)
    cookie = client.cookies["sessionid"].value

    client.post("/accounts/logout/")

    other = Client()
    other.cookies["sessionid"] = cookie
    assert other.get("/desk/notices/").status_code == 302


def test_signing_out_asks_first(client, anna):
    knock(client)

    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert not is_in(client)


def test_a_deactivated_account_ends_at_the_next_request(client, anna):
    knock(client)
    assert client.get("/desk/notices/").status_code == 200

    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert client.get("/desk/notices/").status_code == 302


def test_a_deactivated_account_cannot_sign_in(client, anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)

    response = knock(client)

    assert not is_in(client)
    assert response.headers.get("Location", "/accounts/inactive/") == "/accounts/inactive/"
    assert "account is closed" in client.get("/accounts/inactive/").content.decode()


def test_an_unconfirmed_address_does_not_open_the_door(client, anna):
    anna.emailaddress_set.update(verified=False)

    assert knock(client).headers["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)


@pytest.mark.parametrize("typed", ["ANNA@EXAMPLE.ORG", " anna@example.org ", "Anna@Example.Org"])
def test_capitals_and_spaces_of_an_address_do_not_matter(client, anna, typed):
    knock(client, email=typed)

    assert is_in(client)


LOOKALIKES = ["anna@ex\u0430mple.org", "ann\u0430@example.org", "\uff41nna@example.org"]


@pytest.mark.parametrize("typed", [*LOOKALIKES, "m\u0131ke@example.org", "mi\u212ae@example.org"])
def test_no_link_goes_to_an_address_that_only_looks_alike(client, anna, typed):
    UserFactory(email="mike@example.org")

    client.post("/accounts/password/reset/", {"email": typed})

    links = OutgoingMail.objects.filter(text__contains="/accounts/password/reset/key/")
    assert not links.exclude(to__in=["anna@example.org", "mike@example.org"]).exists()
    assert not OutgoingMail.objects.exclude(to=typed.lower()).exists()


def test_two_accounts_cannot_differ_by_capitals_only(db, anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ANNA@example.org", last_name="x")])


def test_a_new_password_by_letter(client, anna, last_link):
    elsewhere = Client()
    knock(elsewhere)
    done = client.post("/accounts/password/reset/", {"email": "Anna@example.org"})
    assert done.headers["Location"] == "/accounts/password/reset/done/"
    link = last_link()

    form = client.get(link).headers["Location"]
    assert 'name="password1"' in client.get(form).content.decode()
    passwords = {"password1": "another long one", "password2": "another long one"}
    client.post(form, passwords)

    anna.refresh_from_db()
    assert anna.check_password("another long one")
    assert elsewhere.get("/desk/notices/").status_code == 302
    assert "This link was used" in Client().get(link).content.decode()


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, anna):
    known = client.post("/accounts/password/reset/", {"email": "anna@example.org"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "no@example.org"}, follow=True)

    assert known.content == unknown.content
    assert known.redirect_chain == unknown.redirect_chain
    assert OutgoingMail.objects.count() == 2
    assert "no account" in OutgoingMail.objects.get(to="no@example.org").text


def test_changing_the_password_signs_out_everywhere_else(client, anna):
    elsewhere = Client()
    for each in (client, elsewhere):
        knock(each)

    client.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "another long one",
            "password2": "another long one",
        },
    )

    assert client.get("/desk/notices/").status_code == 200
    assert elsewhere.get("/desk/notices/").status_code == 302
    assert OutgoingMail.objects.filter(subject="Your password was changed").exists()


def names_with(word, patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from names_with(word, pattern.url_patterns, path)
        elif word in path.lower() or word in (pattern.name or "").lower():
            yield "/" + path


def test_no_other_door_takes_a_password(db, settings):
    """Wagtail has a sign-in of its own, which would pass by the throttle and the second factor."""
    UserFactory(email="root@example.org", is_superuser=True)
    doors = {path for path in names_with("login") if "<" not in path and "(" not in path}
    assert {"/accounts/login/", "/cms/login/"} <= doors
    for door in doors - {DOOR}:
        client = Client()
        client.post(
            door,
            {"username": "root@example.org", "login": "root@example.org", "password": PASSWORD},
        )
        assert not is_in(client), door


def test_wagtails_sign_in_for_pages_leads_to_the_front_door_too(db, client):
    assert client.get("/_util/login/").headers["Location"] == "/accounts/login/"
    assert client.get("/_util/authenticate_with_password/1/1/").status_code == 404


def test_the_editors_sign_in_leads_to_the_front_door(db, client):
    response = client.get("/cms/login/?next=/cms/pages/")

    assert response.headers["Location"] == "/accounts/login/?next=/cms/pages/"
    assert client.get("/cms/password_reset/").headers["Location"] == "/accounts/password/reset/"
    assert client.get("/cms/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/logout/", "/accounts/signup/"])
def test_the_doors_want_a_token_against_foreign_forms(db, anna, path):
    client = Client(enforce_csrf_checks=True)

    response = client.post(path, {"login": "anna@example.org", "password": PASSWORD})

    assert response.status_code == 403
    assert not is_in(client)
