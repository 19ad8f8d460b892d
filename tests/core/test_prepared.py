"""A query that is built once."""

import pytest

from core.prepared import Prepared
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_it_is_built_once_and_asked_about_each(django_assert_num_queries):
    built = []

    def address_of(key):
        built.append(key)
        return User.objects.filter(pk=key).values_list("email", "is_active")

    first, second = UserFactory(), UserFactory(is_active=False)
    prepared = Prepared(address_of)

    with django_assert_num_queries(2):
        assert prepared.ask(first.pk) == (first.email, True)
        assert prepared.ask(second.pk) == (second.email, False)
    assert len(built) == 1
