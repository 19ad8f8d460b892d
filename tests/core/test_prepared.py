"""A query that is written once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F

from core.prepared import Prepared
from people.models import Membership, User
from tests.factories.people import UserFactory, member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Counting:
    """A function, and how often it was called."""

    def __init__(self, build):
        self.build, self.calls = build, 0

    def __call__(self, *given):
        self.calls += 1
        return self.build(*given)


def test_it_is_built_once_and_asked_about_each(django_assert_num_queries):
    build = Counting(lambda key: User.objects.filter(pk=key).values_list("email", "is_active"))
    first, second = UserFactory(), UserFactory(is_active=False)
    prepared = Prepared(build)

    with django_assert_num_queries(3):
        assert prepared.rows(first.pk) == [(first.email, True)]
        assert prepared.rows(second.pk) == [(second.email, False)]
        assert prepared.rows(0) == []
    assert build.calls == 1


def test_rows_come_as_the_query_set_gives_them(centre):
    person = member("tutor", centre)
    whole = Prepared(
        lambda key: Membership.objects.filter(person=key).select_related("centre").annotate(
            address=F("person__email")
        )
    )  # fmt: skip

    for _time in range(2):
        [found] = whole.rows(person.pk)

        assert found.centre == centre
        assert "centre" in found._state.fields_cache
        assert found.address == person.email
        assert isinstance(found.since, datetime)
        assert found.since.tzinfo is not None


def test_a_moment_used_twice_is_given_twice(centre):
    held = Prepared(lambda now: Membership.objects.current(now).values_list("person", flat=True))
    person = member("tutor", centre)
    Membership.objects.update(since=NOW, until=NOW + timedelta(hours=1))

    assert held.rows(NOW) == [person.pk]
    assert held.rows(NOW - timedelta(seconds=1)) == []
    assert held.rows(NOW + timedelta(hours=1)) == []
    assert held.rows(NOW) == [person.pk]


def test_a_day_and_a_text_are_given_as_they_are():
    person = UserFactory(email="day@example.org")
    User.objects.update(date_joined=NOW)
    found = Prepared(lambda email, day: User.objects.filter(email=email, date_joined__date=day))

    assert found.rows("day@example.org", NOW.date()) == [person]
    assert found.rows("day@example.org", NOW.date() + timedelta(days=1)) == []
    assert found.rows("other@example.org", NOW.date()) == []


def test_keys_are_written_once_for_each_number_of_them():
    build = Counting(lambda keys: User.objects.filter(pk__in=keys).order_by("pk"))
    people = UserFactory.create_batch(3)
    prepared = Prepared(build)

    assert prepared.rows(tuple(one.pk for one in people)) == people
    assert prepared.rows((people[2].pk, people[0].pk)) == [people[0], people[2]]
    assert prepared.rows((people[1].pk, people[0].pk)) == people[:2]
    assert build.calls == 2


def test_no_keys_are_no_rows_and_no_query(django_assert_num_queries):
    prepared = Prepared(lambda keys: User.objects.filter(pk__in=keys))

    with django_assert_num_queries(0):
        assert prepared.rows(()) == []
    with pytest.raises(EmptyResultSet):
        prepared.about(())


def test_the_statement_can_be_part_of_another():
    person = UserFactory()
    sql, given = Prepared(lambda key: User.objects.filter(pk=key).values("email")).about(person.pk)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT email FROM ({sql}) AS part", given)
        assert cursor.fetchall() == [(person.email,)]


def test_what_is_not_used_as_it_is_is_refused():
    with pytest.raises(ValueError, match="not used as it is"):
        Prepared(lambda word: User.objects.filter(email__contains=word)).rows("part")
    with pytest.raises(ValueError, match="not used as it is"):
        Prepared(lambda key: User.objects.filter(pk=key + 1)).rows(5)


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_thread_asks_by_its_own_connection():
    people = UserFactory.create_batch(4)
    prepared = Prepared(lambda key: User.objects.filter(pk=key))

    def ask(person):
        try:
            return [prepared.rows(person.pk) for _time in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        for person, answers in zip(people, threads.map(ask, people), strict=True):
            assert answers == [[person]] * 20
