"""Every answer has the headers that keep foreign code out."""

import pytest
from django.test import Client

from tests.factories.people import UserFactory

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com https://rutube.ru",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy(response):
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts if part.strip())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accounts/login/", 200),
        ("/accounts/signup/", 200),
        ("/components/", 200),
        ("/desk/", 302),
        ("/no-such-page/", 404),
        ("/join/centre/nothing/", 404),
        ("/health/live/", 200),
    ],
)
def test_pages_run_nothing_inline_and_nothing_foreign(db, client, path, status):
    response = client.get(path)

    assert response.status_code == status
    assert policy(response) == STRICT
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_refused_form_has_the_strict_policy_too(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.org"})

    assert response.status_code == 403
    assert policy(response) == STRICT


def test_a_broken_page_has_the_strict_policy_too(db, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("pages.views.samples", lambda: 1 / 0)

    response = client.get("/components/")

    assert response.status_code == 500
    assert policy(response) == STRICT


def test_only_the_editor_has_a_looser_policy(db, client, settings):
    settings.DEMO = True
    client.force_login(UserFactory(is_superuser=True), backend="people.backends.Passwords")

    response = client.get("/cms/")

    assert response.status_code == 200
    assert policy(response)["script-src"] == "'self' 'unsafe-inline'"
    assert policy(response)["frame-ancestors"] == "'self'"
    assert "https:" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(client.get("/desk/"))["script-src"] == "'self'"


def test_review_pages_tell_no_other_site_where_the_reader_was(db, client):
    """Not `no-referrer`, with which Chromium sends `Origin: null` and no form gets through."""
    assert client.get("/reviews/anything/")["Referrer-Policy"] == "same-origin"


def test_no_page_hides_its_own_origin_from_itself(settings):
    """A meta element does the same as the header, and nobody could press a button on the page."""
    pages = list((settings.BASE_DIR / "templates").rglob("*.html"))

    assert len(pages) > 100
    assert not [page for page in pages if "no-referrer" in page.read_text(encoding="utf-8")]


def test_a_form_with_the_origin_null_is_refused(db):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/accounts/login/", headers={"origin": "null"}).status_code == 403


def test_pages_of_one_person_are_stored_by_nobody(db, client, settings):
    settings.DEMO = True
    client.force_login(UserFactory(), backend="people.backends.Passwords")

    assert "no-store" in client.get("/accounts/profile/")["Cache-Control"]
    assert "private" in client.get("/desk/notices/")["Cache-Control"]


def test_public_pages_answer_304_and_set_no_cookie(db, client):
    first = client.get("/components/")

    assert not first.cookies
    again = client.get("/components/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
