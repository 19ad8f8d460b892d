"""A person's own details, their language and their time zone."""

from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from people.middleware import speak_and_keep_time
from people.models import User
from tests.factories.people import UserFactory

FORM = {
    "first_name": "Анна",
    "last_name": "Керн",
    "language": "ru",
    "time_zone": "Asia/Novokuznetsk",
    "country": "",
    "region": "",
    "school": "",
}
PATH = "/accounts/profile/"


def test_details_are_saved_and_the_language_changes_at_once(sign_in, stranger):
    client = sign_in(stranger)

    response = client.post(PATH, {**FORM, "region": "  Минская\u200b область "})

    stranger.refresh_from_db()
    assert response.headers["Location"] == PATH
    assert (stranger.region, stranger.time_zone) == ("Минская область", "Asia/Novokuznetsk")
    assert response.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "ru"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("last_name", "<script>"),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("country", "ZZ"),
        ("school", "x" * 201),
    ],
)
def test_mistakes_stand_beside_the_field_and_what_was_typed_stays(sign_in, stranger, field, value):
    page = sign_in(stranger).post(PATH, {**FORM, field: value}).content.decode()

    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}"' in page
    assert 'value="Керн"' in page or field == "last_name"
    stranger.refresh_from_db()
    assert stranger.last_name.startswith("Surname")


def test_only_the_fields_of_the_form_are_written(sign_in, stranger):
    extra = {"is_superuser": "on", "is_staff": "on", "email": "evil@example.org", "code": "X"}

    sign_in(stranger).post(PATH, {**FORM, **extra})

    stranger.refresh_from_db()
    assert (stranger.is_superuser, stranger.is_staff) == (False, False)
    assert stranger.email == "stranger@example.org"


def test_a_time_zone_must_exist():
    with pytest.raises(ValidationError):
        User(time_zone="Mars/Olympus").clean_fields(exclude=["password", "email", "code"])


def test_visitors_are_sent_to_sign_in(db, client):
    assert client.get(PATH).headers["Location"] == f"/accounts/login/?next={PATH}"


def test_visitors_choose_a_language_by_a_link(db, client):
    response = client.get("/language/ru/?next=/accounts/login/")

    assert response.headers["Location"] == "/accounts/login/"
    assert '<html lang="ru">' in client.get("/accounts/login/").content.decode()
    client.get("/language/en/")
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()


def test_a_language_we_do_not_speak_is_not_there(db, client):
    assert client.get("/language/xx/").status_code == 404
    assert client.get("/language/de/").status_code == 404


def seen_by(person, cookie=""):
    """The language and the zone in which a page is shown to the person."""
    seen = {}

    def page(request):
        seen["language"] = translation.get_language()
        seen["zone"] = timezone.get_current_timezone_name()
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = person
    if cookie:
        request.COOKIES[django_settings.LANGUAGE_COOKIE_NAME] = cookie
    with translation.override(cookie or "en"):
        speak_and_keep_time(page)(request)
    return seen


def test_pages_speak_the_persons_language_and_show_their_time(db):
    person = UserFactory(language="ru", time_zone="Asia/Novokuznetsk")

    assert seen_by(person) == {"language": "ru", "zone": "Asia/Novokuznetsk"}
    assert datetime(2026, 11, 2, tzinfo=UTC).astimezone(person.zone).hour == 7


def test_a_language_chosen_by_a_link_goes_before_that_of_the_profile(db):
    assert seen_by(UserFactory(language="ru"), cookie="en")["language"] == "en"
