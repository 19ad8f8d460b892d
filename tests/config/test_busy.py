"""A busy database: 503, a time to come back, and what was typed."""

import sqlite3

import html5lib
import pytest
from django.db import OperationalError, connection

from config.middleware import is_busy
from tests.factories.people import UserFactory

TYPED = {
    "first_name": "Анна",
    "last_name": "Кузнецова",
    "school": "Школа «Берёзка», <b>старый</b> корпус у реки",
    "language": "ru",
    "time_zone": "Europe/Minsk",
    "csrfmiddlewaretoken": "t" * 64,
}


@pytest.fixture
def locked_database(transactional_db, django_db_serialized_rollback):
    """Another program writes to the same file and does not end."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the file")
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    yield other
    if other.in_transaction:
        other.execute("ROLLBACK")
    other.close()
    connection.close()


def hidden_fields(response):
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return {
        field.get("name"): field.get("value")
        for field in page.iter("input")
        if field.get("type") == "hidden"
    }


def test_a_locked_database_gives_the_typed_text_back(client, settings, locked_database):
    settings.DEMO = True
    person = UserFactory()
    client.force_login(person, backend="people.backends.Passwords")
    locked_database.execute("BEGIN IMMEDIATE")

    response = client.post("/accounts/profile/", TYPED)

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert hidden_fields(response) == TYPED
    assert 'action="/accounts/profile/"' in response.content.decode()
    assert "<b>старый" not in response.content.decode()

    locked_database.execute("ROLLBACK")
    assert client.post("/accounts/profile/", hidden_fields(response)).status_code == 302
    person.refresh_from_db()
    assert person.school == TYPED["school"]


def test_no_password_stands_on_the_busy_page(client, settings, locked_database):
    UserFactory(email="anna@example.org", password="anna's own password")
    locked_database.execute("BEGIN IMMEDIATE")
    settings.ROOT_URLCONF = "tests.config.urls_with_answers"
    client.raise_request_exception = False

    response = client.post(
        "/accounts/login/", {"login": "anna@example.org", "password": "anna's own password"}
    )

    assert response.status_code == 503
    assert "own password" not in response.content.decode()
    assert "anna@example.org" not in response.content.decode()
    assert 'href="/accounts/login/"' in response.content.decode()


def test_a_session_that_cannot_be_saved_is_busy_too(client, settings, locked_database):
    settings.ROOT_URLCONF = "tests.config.urls_with_answers"
    client.raise_request_exception = False
    locked_database.execute("BEGIN IMMEDIATE")

    response = client.post("/desk/notices/read/", {"text": "a long thought"})

    assert response.status_code == 503
    assert hidden_fields(response)["text"] == "a long thought"


def test_other_faults_stay_faults(client, settings, db, monkeypatch):
    settings.ROOT_URLCONF = "tests.config.urls_with_answers"
    client.raise_request_exception = False
    monkeypatch.setattr("pages.views.samples", lambda: 1 / 0)

    assert client.get("/components/").status_code == 500


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError("no such table: x"), False),
        (ValueError("database is locked"), False),
        (None, False),
    ],
)
def test_only_a_lock_and_a_full_disk_are_busy(error, busy):
    assert is_busy(error) is busy


def test_the_time_limits_of_postgresql_are_busy_in_every_language():
    error = OperationalError("выполнение оператора отменено из-за тайм-аута")
    error.__cause__ = type("LockNotAvailable", (Exception,), {"sqlstate": "55P03"})()

    assert is_busy(error)
