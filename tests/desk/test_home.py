"""The home page of a visitor: what this is, open sessions, what is new in the Guide."""

import pytest

from tests.factories.courses import home

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_the_open_session(client, session):
    page = client.get("/").content.decode()

    assert session.title in page and "csrfmiddlewaretoken" not in page


def test_without_a_session_it_says_so(client, db):
    home()

    assert "No session is open for enrolment" in client.get("/").content.decode()
