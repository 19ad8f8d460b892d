"""A form sent after the session ended comes back after signing in, word for word."""

import time

import html5lib
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from people.views.kept import KEPT_FOR
from tests.people.conftest import PASSWORD

TEXT = "Первая строка.\nВторая — с <b>разметкой</b> и «кавычками».\n\n" + "Длинная мысль. " * 200
FORM = {
    "first_name": "Анна",
    "last_name": "Керн",
    "language": "ru",
    "time_zone": "Asia/Novokuznetsk",
    "country": "RU",
    "region": "Кузбасс",
    "school": "Школа № 5 у реки",
    "thought": TEXT,
    "many": ["один", "два"],
}


@pytest.fixture
def window(anna):
    """Anna's browser, with the check of tokens, after she has opened her profile."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client)
    return client


def token(client, path):
    """The token of a form, as the page gives it."""
    return hidden(client.get(path))["csrfmiddlewaretoken"][0]


def hidden(response, action=None):
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    found = {}
    for form in page.iter("form"):
        if action is None or form.get("action") == action:
            for field in form.iter("input"):
                if field.get("type") == "hidden":
                    found.setdefault(field.get("name"), []).append(field.get("value"))
    return found


def sign_in(client, **extra):
    form = {
        "login": "anna@example.org",
        "password": PASSWORD,
        "csrfmiddlewaretoken": token(client, "/accounts/login/"),
        **extra,
    }
    return client.post("/accounts/login/", form)


def test_a_long_form_survives_a_lost_session_and_is_sent_again(window, anna):
    form = {**FORM, "csrfmiddlewaretoken": token(window, "/accounts/profile/")}
    Session.objects.all().delete()

    lost = window.post("/accounts/profile/", form)
    assert lost.headers["Location"] == "/accounts/login/?next=/accounts/profile/"
    anna.refresh_from_db()
    assert anna.region == ""

    back = sign_in(window, next="/accounts/profile/")
    assert back.headers["Location"] == "/accounts/kept/"
    page = window.get("/accounts/kept/")
    assert "Длинная мысль. Длинная мысль." in page.content.decode()
    assert "<b>разметкой" not in page.content.decode()

    again = hidden(page, action="/accounts/profile/")
    fields = {name: values for name, values in again.items() if name != "csrfmiddlewaretoken"}
    assert fields == {
        name: value if isinstance(value, list) else [value] for name, value in FORM.items()
    }
    saved = window.post("/accounts/profile/", again)
    assert saved.headers["Location"] == "/accounts/profile/"
    anna.refresh_from_db()
    assert (anna.region, anna.school) == ("Кузбасс", "Школа № 5 у реки")


def test_the_kept_form_goes_when_it_was_sent_again(window):
    keep(window)
    sign_in(window)
    again = hidden(window.get("/accounts/kept/"), action="/accounts/profile/")

    window.post("/accounts/profile/", again)

    assert window.get("/accounts/kept/").headers["Location"] == "/desk/"


def test_reloading_the_page_loses_nothing(window):
    keep(window)
    sign_in(window)

    assert window.get("/accounts/kept/").content.count(b"thought") > 0
    assert window.get("/accounts/kept/").status_code == 200


def keep(client, path="/accounts/profile/", **form):
    """Send a form after the session was lost."""
    good = token(client, "/accounts/profile/")
    Session.objects.all().delete()
    return client.post(path, {**(form or FORM), "csrfmiddlewaretoken": good})


def test_the_sign_in_page_says_that_the_text_is_kept(window):
    assert "What you typed is kept." not in window.get("/accounts/profile/").content.decode()
    form = FORM | {"csrfmiddlewaretoken": token(window, "/accounts/profile/")}
    Session.objects.all().delete()

    answer = window.post("/accounts/profile/", form, follow=True)

    assert "What you typed is kept." in answer.content.decode()
    other = Client().get("/accounts/login/")
    assert "What you typed is kept." not in other.content.decode()


def test_a_kept_form_is_forgotten_after_an_hour(window, monkeypatch):
    keep(window)
    sign_in(window)
    later = time.time() + KEPT_FOR + 1
    monkeypatch.setattr("people.views.kept.time.time", lambda: later)

    assert window.get("/accounts/kept/").headers["Location"] == "/desk/"
    assert "kept_form" not in window.session


def test_an_old_kept_form_does_not_stand_in_the_way(window, monkeypatch):
    keep(window)
    later = time.time() + KEPT_FOR + 1
    monkeypatch.setattr("people.views.kept.time.time", lambda: later)

    assert sign_in(window).headers["Location"] == "/desk/"


def test_a_kept_form_lives_no_longer_than_its_hour_when_nobody_signs_in(window):
    keep(window)

    assert window.session.get_expiry_age() <= KEPT_FOR
    sign_in(window)
    assert window.session.get_expiry_age() > KEPT_FOR


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (
            "/accounts/password/change/",
            {"oldpassword": "secret", "password1": "x", "note": "a long thought"},
        ),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/accounts/profile/", {"first_name": "x" * 200_001}),
    ],
)
def test_passwords_codes_and_huge_forms_are_not_kept(window, path, form):
    keep(window, path, **form)

    assert "kept_form" not in window.session


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/accounts/login/", {"login": "anna@example.org", "password": "wrong"}),
        ("/accounts/password/reset/", {"email": "anna@example.org"}),
        ("/no-such-page/", {"thought": "x"}),
    ],
)
def test_forms_of_open_pages_are_not_kept(db, client, path, form):
    client.post(path, form)

    assert "kept_form" not in client.session


def test_a_form_of_another_site_is_not_kept(db):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/profile/", FORM, headers={"origin": "https://evil.example"})

    assert response.status_code == 403
    assert "kept_form" not in client.session
    assert "Длинная мысль" not in response.content.decode()
    assert not hidden(response, action="/accounts/profile/")


def test_a_form_of_an_earlier_sign_in_is_given_back_at_once(window, anna):
    form = {**FORM, "csrfmiddlewaretoken": token(window, "/accounts/profile/")}
    sign_out = {"csrfmiddlewaretoken": token(window, "/accounts/logout/")}
    window.post("/accounts/logout/", sign_out)
    sign_in(window)

    refused = window.post("/accounts/profile/", form, headers={"origin": "http://testserver"})

    assert refused.status_code == 403
    assert "before you signed in or out" in refused.content.decode()
    again = hidden(refused, action="/accounts/profile/")
    assert again["thought"] == [TEXT]
    assert window.post("/accounts/profile/", again).status_code == 302
    anna.refresh_from_db()
    assert anna.region == "Кузбасс"


def test_a_refused_password_form_offers_only_the_page(db):
    client = Client(enforce_csrf_checks=True)

    response = client.post(
        "/accounts/login/",
        {"login": "anna@example.org", "password": "secret"},
        headers={"origin": "http://testserver"},
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "secret" not in page
    assert "anna@example.org" not in page
    assert 'href="/accounts/login/"' in page


def test_without_a_kept_form_the_page_leads_to_the_desk(signed_in, anna):
    assert signed_in(anna).get("/accounts/kept/").headers["Location"] == "/desk/"
