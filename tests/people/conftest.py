"""What the tests of signing in and of the people of a centre share."""

import re

import pytest
from django.core.cache import cache

from activity.models import OutgoingMail
from tests.factories.people import UserFactory

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_throttle():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anna(db):
    return UserFactory(email="anna@example.org", first_name="Anna", last_name="Kern")


@pytest.fixture
def last_link():
    """The address in the newest letter, as a path."""

    def find():
        text = OutgoingMail.objects.order_by("-pk").first().text
        return re.search(r"http://testserver(/\S+)", text).group(1)

    return find


@pytest.fixture
def signed_in(sign_in):
    """The fixture `sign_in`, for modules that have a function of this name."""
    return sign_in
