"""An account: four fields, a confirmed address, and no word about who has one."""

import re

import html5lib
import pytest
from django.test import Client

from activity.models import OutgoingMail
from people.models import User
from tests.factories.people import UserFactory
from tests.people.conftest import PASSWORD

FORM = {
    "email": "olga@example.org",
    "first_name": "Ольга Петровна",
    "last_name": "Ш",
    "password1": "a rather long password",
}


def visible_fields(response):
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    kinds = ("input", "select", "textarea")
    return [
        field.get("name")
        for kind in kinds
        for field in page.find("body").iter(kind)
        if field.get("type") not in ("hidden", "submit")
    ]


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_the_form_asks_at_most_five_things(db, client):
    fields = visible_fields(client.get("/accounts/signup/"))

    assert fields == ["email", "first_name", "last_name", "password1"]


def test_an_account_is_confirmed_by_a_link_and_leads_to_the_desk(db, client, last_link):
    response = client.post("/accounts/signup/", FORM)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert "Look into your mailbox" in client.get("/accounts/confirm-email/").content.decode()

    link = last_link()
    assert "Is olga@example.org your address?" in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == "/desk/"

    olga = User.objects.get(email="olga@example.org")
    assert client.session["_auth_user_id"] == str(olga.pk)
    assert (olga.first_name, olga.last_name, olga.time_zone) == ("Ольга Петровна", "Ш", "UTC")


def test_reading_the_link_confirms_nothing(db, client, last_link):
    client.post("/accounts/signup/", FORM)

    client.get(last_link())

    assert not User.objects.get().emailaddress_set.get().verified


def test_after_confirming_the_person_is_back_at_the_invitation(db, client, last_link):
    session = client.session
    session["after_sign_in"] = "/join/anything/"
    session.save()
    client.post("/accounts/signup/", FORM)

    assert client.post(last_link()).headers["Location"] == "/join/anything/"
    assert "after_sign_in" not in client.session


def test_a_link_opened_in_another_browser_confirms_and_asks_to_sign_in(db, client, last_link):
    client.post("/accounts/signup/", FORM)
    other = Client()

    assert other.post(last_link()).headers["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in other.session
    assert User.objects.get().emailaddress_set.get().verified


def test_a_link_works_once(db, client, last_link):
    client.post("/accounts/signup/", FORM)
    link = last_link()
    client.post(link)
    assert client.post(link).status_code == 404

    assert (
        "This link was used" in client.get("/accounts/confirm-email/nonsense:x:y/").content.decode()
    )


def test_the_person_speaks_the_language_they_signed_up_in(db, client):
    client.post("/accounts/signup/", FORM, headers={"accept-language": "ru"})

    assert User.objects.get().language == "ru"


def test_an_address_that_has_an_account_gets_the_same_answer_and_another_letter(db, client, anna):
    fresh = client.post("/accounts/signup/", FORM, follow=True)
    client.logout()
    taken = client.post("/accounts/signup/", {**FORM, "email": "ANNA@example.org"}, follow=True)

    assert taken.redirect_chain == fresh.redirect_chain
    body = without_token(fresh).replace("olga@example.org", "anna@example.org")
    assert without_token(taken) == body
    letters = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert "You have an account already" in letters["anna@example.org"].subject
    assert "/accounts/password/reset/" in letters["anna@example.org"].text
    assert User.objects.count() == 2
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("first_name", "<b>", "A name has a letter in it"),
        ("last_name", "42", "A name has a letter in it"),
        ("password1", "short", "at least 12"),
        ("password1", "olga@example.org", "too similar"),
        ("email", "not an address", "valid email"),
    ],
)
def test_mistakes_are_told_and_the_rest_is_kept(db, client, field, value, words):
    response = client.post("/accounts/signup/", {**FORM, field: value})
    page = response.content.decode()

    assert words in page
    assert 'role="alert"' in page
    assert FORM["password1"] not in page
    assert not User.objects.exists()


def test_names_are_tidied(db, client):
    client.post("/accounts/signup/", {**FORM, "first_name": " О\u200bльга \u202e Петровна "})

    assert User.objects.get().first_name == "Ольга Петровна"


def test_nobody_makes_themselves_an_administrator(db, client):
    extra = {"is_staff": "on", "is_superuser": "on", "is_active": "", "roles": "coordinator"}

    client.post("/accounts/signup/", {**FORM, **extra})

    olga = User.objects.get()
    assert (olga.is_staff, olga.is_superuser, olga.is_active) == (False, False, True)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example"])
def test_letters_lead_to_this_site_whatever_host_was_sent(db, client, settings, host):
    settings.ALLOWED_HOSTS = ["*"]

    client.post("/accounts/signup/", FORM, headers={"host": host})
    client.post("/accounts/password/reset/", {"email": FORM["email"]}, headers={"host": host})

    texts = [mail.text for mail in OutgoingMail.objects.all()]
    assert len(texts) == 2
    assert all("evil" not in text and "http://testserver/" in text for text in texts)


def test_sign_up_is_throttled_by_address_of_the_sender(db, client):
    answers = [
        client.post("/accounts/signup/", {**FORM, "email": f"p{n}@example.org"}).status_code
        for n in range(22)
    ]

    assert answers[0] == 302
    assert answers[-1] == 429


def test_a_person_is_shown_by_name_initials_and_short_name(db):
    person = UserFactory(first_name="Анна Петровна", last_name="Керн")

    assert str(person) == "Анна Петровна Керн"
    assert (person.initials, person.short_name) == ("АК", "Анна К.")
    assert str(User(email="x@example.org")) == "x@example.org"
    assert User(first_name="Анна").short_name == "Анна"


def test_administrators_are_made_on_the_command_line(db):
    admin = User.objects.create_superuser("Root@Example.org", "long password", last_name="R")

    assert admin.email == "root@example.org"
    assert admin.is_superuser
    assert User.objects.get_by_natural_key("ROOT@example.ORG") == admin
