"""Every page of the account is drawn by us: one heading, no stray inline code, valid HTML."""

import re

import html5lib
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils.http import int_to_base36

from activity.models import OutgoingMail
from tests.people.conftest import PASSWORD

OPEN = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/logout/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nonsense/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-nonsense/",
    "/components/",
]
OWN = [
    "/accounts/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/recovery-codes/generate/",
    "/desk/notices/",
]
RUNS = {"text/javascript", "module", None}


@pytest.fixture
def window(anna):
    client = Client()
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def check(response):
    """Strictly parsed; one h1; scripts only from files; every field has a label."""
    source = response.content.decode()
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(source)
    assert len(list(page.iter("h1"))) == 1
    assert page.find("head/title").text.strip() != "· Tuetor"
    for script in page.iter("script"):
        assert script.get("src") or script.get("type") not in RUNS
    labels = {label.get("for") for label in page.iter("label")}
    for field in page.iter("input"):
        if field.get("type") not in ("hidden", "submit"):
            assert field.get("id") in labels
            assert not field.get("placeholder")
    assert not re.search(r"\sstyle=|\son\w+=", source)
    return page


@pytest.mark.parametrize("path", OPEN)
def test_pages_for_everybody(db, client, path):
    response = client.get(path, follow=True)

    assert response.status_code == 200
    check(response)


@pytest.mark.parametrize("path", OWN)
def test_pages_of_the_signed_in(window, path):
    response = window.get(path, follow=True)

    assert response.status_code == 200
    check(response)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_of_the_account_have_tabs_with_the_present_one_marked(window, language):
    window.get(f"/language/{language}/")

    page = check(window.get("/accounts/email/"))

    tabs = [link for link in page.iter("a") if link.get("aria-current") == "page"]
    assert "/accounts/email/" in [tab.get("href") for tab in tabs]


def test_addresses_are_added_confirmed_made_main_and_removed(window, anna, last_link):
    window.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    page = window.get("/accounts/email/")
    check(page)
    assert "Not confirmed" in page.content.decode()
    window.post(last_link())
    window.post("/accounts/email/", {"action_primary": "1", "email": "new@example.org"})

    anna.refresh_from_db()
    assert anna.email == "new@example.org"

    window.post("/accounts/email/", {"action_remove": "1", "email": "anna@example.org"})
    assert [address.email for address in EmailAddress.objects.all()] == ["new@example.org"]
    response = window.post(
        "/accounts/email/", {"action_remove": "1", "email": "new@example.org"}, follow=True
    )
    assert "The main address cannot be removed" in response.content.decode()
    subjects = set(OutgoingMail.objects.values_list("subject", flat=True))
    assert {"An e-mail address was removed", "Your e-mail address was changed"} <= subjects


def test_an_address_of_somebody_else_cannot_be_taken(window, anna, stranger):
    window.post("/accounts/email/", {"action_add": "", "email": stranger.email})

    assert not anna.emailaddress_set.filter(email=stranger.email, verified=True).exists()


def test_a_link_for_a_new_password_opens_a_page_of_ours(client, anna, last_link):
    client.post("/accounts/password/reset/", {"email": anna.email})

    response = client.get(last_link(), follow=True)

    check(response)
    assert int_to_base36(anna.pk) in response.redirect_chain[-1][0]


def test_the_confirmation_of_an_address_is_a_page_of_ours(window, last_link):
    window.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})

    check(window.get(last_link()))


def test_pages_of_the_second_factor(window, anna):
    TOTP.activate(anna, generate_totp_secret())
    RecoveryCodes.activate(anna)
    for path in ("", "recovery-codes/", "totp/deactivate/", "reauthenticate/"):
        response = window.get(f"/accounts/2fa/{path}")
        assert response.status_code == 200, path
        check(response)
    client = Client()
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    check(client.get("/accounts/2fa/authenticate/"))
    assert Authenticator.objects.count() == 2


def test_what_protects_the_account_asks_for_the_password_again(client, anna):
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})

    response = client.get("/accounts/2fa/totp/activate/")

    place = response.headers["Location"]
    assert place.startswith("/accounts/reauthenticate/")
    check(client.get(place))
    assert client.post(place, {"password": "wrong"}).status_code == 200
    assert client.post(place, {"password": PASSWORD}).headers["Location"] == (
        "/accounts/2fa/totp/activate/"
    )
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_letters_are_plain_text_without_entities(client, anna):
    client.post("/accounts/password/reset/", {"email": anna.email})

    text = OutgoingMail.objects.get().text
    assert "&#" not in text and "&amp;" not in text and "<" not in text
    assert text.startswith("Good day!")
    assert text.rstrip().endswith("http://testserver")
