"""The school as it is compared; people keep it as they typed it."""

import pytest

from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_the_key_follows_the_school_on_every_save():
    person = UserFactory(school=" Школа  № 5 ")
    assert person.school_key == "школа № 5"

    person.school = "ЛИЦЕЙ"
    person.save()

    person.refresh_from_db()
    assert (person.school, person.school_key) == ("ЛИЦЕЙ", "лицей")


def test_people_made_together_have_their_keys_too():
    User.objects.bulk_create([User(school="Gymnasium 1", email="a@example.org")])

    assert User.objects.get(email="a@example.org").school_key == "gymnasium 1"


def test_a_school_that_grows_when_folded_still_fits():
    person = UserFactory(school="ΐ" * 200)  # one letter that folds into three

    person.refresh_from_db()
    assert len(person.school_key) > len(person.school)
