"""Nothing that reads where to go next leads to another site."""

from urllib.parse import urlsplit

import pytest

from tests.people.conftest import PASSWORD

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "\n//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "//evil.example\\@testserver",
    "http:\\\\evil.example",
    "ftp://testserver/",
]


def stays(response):
    target = response.headers["Location"]
    parts = urlsplit(target)
    return (
        parts.scheme in ("", "http")
        and parts.netloc in ("", "testserver")
        and not target.startswith(("//", "/\\", "\\"))
    )


@pytest.mark.parametrize("target", ELSEWHERE)
def test_changing_the_language_stays_here(db, client, target):
    assert stays(client.get("/language/ru/", {"next": target}))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_and_out_stays_here(client, anna, target):
    form = {"login": "anna@example.org", "password": PASSWORD, "next": target}

    assert stays(client.post("/accounts/login/", form))
    assert "_auth_user_id" in client.session
    assert stays(client.get("/accounts/login/", {"next": target}))
    assert stays(client.post("/accounts/logout/", {"next": target}))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_way_back_kept_in_the_session_stays_here(client, anna, target):
    session = client.session
    session["after_sign_in"] = target
    session.save()
    form = {"login": "anna@example.org", "password": PASSWORD}

    assert client.post("/accounts/login/", form).headers["Location"] == "/desk/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_editors_door_stays_here(client, anna, target):
    way = client.get("/cms/login/", {"next": target}).headers["Location"]

    assert way.startswith("/accounts/login/?")
    form = {"login": "anna@example.org", "password": PASSWORD, "next": target}
    assert stays(client.post(way, form))


def test_a_page_of_ours_is_reached(client, anna):
    form = {"login": "anna@example.org", "password": PASSWORD, "next": "/accounts/profile/?a=1"}

    response = client.post("/accounts/login/", form)

    assert response.headers["Location"] == "/accounts/profile/?a=1"
