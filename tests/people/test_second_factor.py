"""Whoever publishes or coordinates signs in with a second factor; its secret is unreadable."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from activity.models import OutgoingMail
from people.permissions import needs_second_factor
from tests.factories.people import UserFactory, member
from tests.people.conftest import PASSWORD


@pytest.fixture
def boss(centre):
    return member("coordinator", centre, email="boss@example.org")


@pytest.fixture
def window(boss):
    client = Client()
    client.post("/accounts/login/", {"login": boss.email, "password": PASSWORD})
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up(client):
    """Turn the app on; its secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code id="code">(\w+)</code>', page).group(1)
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def codes_on(client):
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\w+)</code></li>", page)


def test_coordinators_and_editors_need_one(boss, coordinator, stranger):
    assert needs_second_factor(boss)
    assert not needs_second_factor(stranger)
    assert needs_second_factor(UserFactory(is_superuser=True))


@pytest.mark.parametrize("path", ["/desk/", "/desk/notices/", "/cms/", "/cms/pages/", "/"])
def test_without_it_every_page_leads_to_its_setting_up(window, path):
    assert window.get(path).headers["Location"] == "/accounts/2fa/"


def test_nothing_is_done_without_it(window, boss, centre):
    path = f"/desk/centres/{centre.code}/people/"

    assert window.post(path, {"email": "x@example.org", "role": "tutor"}).status_code == 302
    assert not centre.invitations.exists()


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/logout/", "/accounts/profile/", "/language/ru/"]
)
def test_the_way_to_it_and_out_is_open(window, path):
    assert window.get(path).headers.get("Location") != "/accounts/2fa/"


def test_in_the_demonstration_nobody_is_asked(window, settings):
    settings.DEMO = True

    assert window.get("/desk/notices/").status_code == 200


def test_others_are_not_asked(client, anna):
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})

    assert client.get("/desk/notices/").status_code == 200


def test_setting_it_up_opens_the_house(window, boss):
    set_up(window)

    assert window.get("/desk/notices/").status_code == 200


def test_the_secret_and_the_codes_cannot_be_read_in_the_database(window):
    secret = set_up(window)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored
    assert not any(code in stored for code in codes_on(window))
    assert Authenticator.objects.count() == 2


def test_recovery_codes_alone_are_no_second_factor(window, boss):
    set_up(window)
    Authenticator.objects.filter(type="totp").delete()

    assert window.get("/desk/notices/").headers["Location"] == "/accounts/2fa/"


def step_one(boss):
    client = Client()
    response = client.post("/accounts/login/", {"login": boss.email, "password": PASSWORD})
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    return client


@pytest.mark.parametrize("path", ["/desk/", "/cms/", "/cms/pages/", "/accounts/2fa/"])
def test_the_password_alone_opens_nothing(window, boss, path):
    set_up(window)

    response = step_one(boss).get(path)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_the_code_of_the_app_opens_the_door(window, boss):
    secret = set_up(window)
    cache.clear()  # a code works once, and half a minute has not passed
    client = step_one(boss)
    before = client.session.session_key

    assert "recovery codes" in client.get("/accounts/2fa/authenticate/").content.decode()
    response = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert response.headers["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(boss.pk)
    assert client.session.session_key != before


def test_a_wrong_code_opens_nothing(window, boss):
    set_up(window)
    client = step_one(boss)

    page = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()

    assert "Incorrect code" in page
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_the_door_once(window, boss):
    set_up(window)
    code = codes_on(window)[0]

    first = step_one(boss)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/desk/"

    second = step_one(boss)
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in second.session


def test_a_kept_form_waits_behind_the_second_factor(window, boss):
    set_up(window)
    code = codes_on(window)[0]
    client = Client()
    client.post("/accounts/profile/", {"school": "School by the river"})
    client.post("/accounts/login/", {"login": boss.email, "password": PASSWORD})

    response = client.post("/accounts/2fa/authenticate/", {"code": code})

    assert response.headers["Location"] == "/accounts/kept/"


def test_a_new_password_by_letter_does_not_pass_by_the_second_factor(window, boss, last_link):
    set_up(window)
    client = Client()
    client.post("/accounts/password/reset/", {"email": boss.email})
    form = client.get(last_link()).headers["Location"]
    client.post(form, {"password1": "another long one", "password2": "another long one"})

    assert "_auth_user_id" not in client.session
    response = client.post(
        "/accounts/login/", {"login": boss.email, "password": "another long one"}
    )
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"


def test_new_codes_replace_the_old_ones(window):
    set_up(window)
    old = codes_on(window)

    assert (
        "The old ones stop working."
        in window.get("/accounts/2fa/recovery-codes/generate/").content.decode()
    )
    window.post("/accounts/2fa/recovery-codes/generate/")

    new = codes_on(window)
    assert len(new) == len(old) == 10
    assert not set(old) & set(new)
    assert new[0] in window.get("/accounts/2fa/recovery-codes/download/").content.decode()


def test_turning_it_off_asks_and_tells_by_mail(window, boss):
    set_up(window)
    assert (
        "Turn off the authenticator app"
        in window.get("/accounts/2fa/totp/deactivate/").content.decode()
    )

    window.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(type="totp").exists()
    assert OutgoingMail.objects.filter(subject="The authenticator app is off").exists()
    assert window.get("/desk/notices/").headers["Location"] == "/accounts/2fa/"
