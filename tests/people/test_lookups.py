"""How a request finds its session and its account again."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from people.backends import Addresses, Passwords
from people.sessions import SessionStore
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    store = SessionStore()
    store["word"] = "kept"
    store.save()
    return store.session_key


def test_a_session_is_found_with_one_query(key, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SessionStore(key)["word"] == "kept"


def test_a_session_that_is_over_is_nobodys(key, django_assert_num_queries):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(key)

    with django_assert_num_queries(1):
        assert store.get("word") is None
    assert store.session_key is None


def test_nobody_chooses_the_key_of_a_session():
    store = SessionStore("a" * 32)
    store["word"] = "mine"
    store.save()

    assert store.session_key != "a" * 32


@pytest.mark.parametrize("cookie", ['"abcdefgh\\000ij"', "abcdefgh'; --", "a" * 5000])
def test_a_cookie_of_nonsense_signs_nobody_in(client, cookie):
    response = client.get("/about/", headers={"cookie": f"sessionid={cookie}"})
    private = client.get(reverse("desk:desk"), headers={"cookie": f"sessionid={cookie}"})

    assert response.status_code in {200, 404}
    assert private.status_code == 302
    assert "login" in private.url


@pytest.mark.parametrize("backend", [Passwords, Addresses])
def test_an_account_is_found_while_it_is_open(backend, django_assert_num_queries):
    person = UserFactory()
    with django_assert_num_queries(1):
        assert backend().get_user(person.pk) == person
    assert backend().get_user(str(person.pk)) == person
    assert backend().get_user(0) is None

    person.is_active = False
    person.save()
    assert backend().get_user(person.pk) is None
