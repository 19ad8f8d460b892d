"""A new site gets its pages, its editors and its first centre by one command."""

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursesIndexPage
from desk.models import HomePage
from people.models import Centre
from project_guide.models import GuideIndexPage
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_pages_are_made_once_and_answer(client, language):
    call_command("set_up", language=language)
    call_command("set_up", language=language)

    counts = [model.objects.count() for model in (HomePage, CoursesIndexPage, GuideIndexPage)]
    assert counts == [1, 1, 1]
    for path in ("/", "/courses/", "/guide/", "/about/"):
        assert client.get(path).status_code == 200, path


def test_a_centre_gets_its_first_coordinator():
    person = UserFactory(email="first@example.org")

    call_command("set_up", centre="Our centre", coordinator="first@example.org")

    assert person.coordinates(Centre.objects.get(name="Our centre"))


def test_somebody_without_an_account_cannot_coordinate():
    with pytest.raises(CommandError, match="sign up first"):
        call_command("set_up", centre="Our centre", coordinator="nobody@example.org")
    assert not Centre.objects.exists()
