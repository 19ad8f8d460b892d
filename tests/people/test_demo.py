"""The accounts everybody may try out, in the demonstration only."""

from io import StringIO

import html5lib
from django.core.management import call_command

from people.demo import ACCOUNTS, PASSWORD
from tests.factories.people import UserFactory


def test_the_command_prints_every_account_and_the_password():
    printed = StringIO()

    call_command("demo_accounts", stdout=printed)

    lines = printed.getvalue().splitlines()
    assert len(lines) == len(ACCOUNTS) + 1
    assert lines[0].startswith("teacher@demo.example ")
    assert lines[-1].endswith(f": {PASSWORD}")


def test_one_click_signs_in_as_somebody_in_the_demonstration(db, client, settings):
    settings.DEMO = True
    tutor = UserFactory(email="tutor@demo.example", password=PASSWORD)
    page = html5lib.parse(
        client.get("/accounts/login/?next=/accounts/profile/").content.decode(),
        namespaceHTMLElements=False,
    )
    forms = [
        {field.get("name"): field.get("value") for field in form.iter("input")}
        for form in page.iter("form")
    ]
    (chosen,) = [form for form in forms if form.get("login") == "tutor@demo.example"]

    response = client.post("/accounts/login/", chosen)

    assert response.headers["Location"] == "/accounts/profile/"
    assert client.session["_auth_user_id"] == str(tutor.pk)
    assert len([form for form in forms if form.get("password") == PASSWORD]) == len(ACCOUNTS)


def test_outside_the_demonstration_nobody_hears_of_them(db, client):
    page = client.get("/accounts/login/").content.decode()

    assert "demo.example" not in page
    assert 'value="demo"' not in page
