"""People are told once, in their own language, in the app and by e-mail."""

import re

import pytest
from django.core import mail
from django.template import engines
from django.utils import timezone, translation

from activity.actions import tell
from activity.actions.notices import mark_read
from activity.models import Notice, OutgoingMail
from tests.factories.people import UserFactory

TEXT = """{% load i18n %}{% translate "Yes" %}: {{ what }}
/desk/
{% translate "No" %}, {{ person.first_name }}"""


@pytest.fixture
def news(settings, tmp_path):
    """A text that Django itself has in Russian."""
    (tmp_path / "news.txt").write_text(TEXT)
    django = engines["django"].engine
    loaders, folders = django.template_loaders, django.dirs
    django.dirs = [tmp_path, *folders]
    for loader in loaders:
        getattr(loader, "reset", lambda: None)()
    yield "news"
    django.dirs = folders
    for loader in loaders:
        getattr(loader, "reset", lambda: None)()


def test_a_person_is_told_in_the_app_and_by_mail(db, news):
    person = UserFactory(language="en", first_name="Anna")

    tell(person, news, what="accepted")

    notice = Notice.objects.get(recipient=person)
    assert (notice.title, notice.path, notice.text) == ("Yes: accepted", "/desk/", "No, Anna")
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.subject) == (person.email, "Yes: accepted")
    assert letter.text == "No, Anna\n\nhttp://testserver/desk/\n"
    assert letter.recipient == person


def test_the_language_is_that_of_the_recipient(db, news):
    with translation.override("en"):
        tell(UserFactory(language="ru"), news, what="x")

        assert translation.get_language() == "en"
    assert Notice.objects.get().title == "Да: x"


def test_the_same_key_is_told_once_to_each(db, news):
    one, other = UserFactory(), UserFactory()

    for person in (one, one, other):
        tell(person, news, key="event:1", what="x")

    assert Notice.objects.count() == 2
    assert OutgoingMail.objects.count() == 2


def test_without_a_key_everything_is_told(db, news):
    person = UserFactory()

    tell(person, news, what="x")
    tell(person, news, what="x")

    assert Notice.objects.of(person).count() == 2


def test_some_things_are_told_in_the_app_only(db, news):
    tell(UserFactory(), news, mail=False, what="x")

    assert Notice.objects.count() == 1
    assert not OutgoingMail.objects.exists()
    assert mail.outbox == []


def test_one_person_reads_only_their_own(db, news):
    one, other = UserFactory(), UserFactory()
    for person in (one, other):
        tell(person, news, what="x")

    mark_read(one)

    assert not Notice.objects.of(one).unread().exists()
    assert Notice.objects.of(other).unread().count() == 1


def give(person, number, **fields):
    return [
        Notice.objects.create(
            recipient=person, key=f"k{n}", title=f"Notice {n}", path="/desk/", **fields
        )
        for n in range(number)
    ]


def test_the_page_of_notices_marks_the_new_ones(sign_in, stranger):
    give(stranger, 1, read_at=timezone.now())
    Notice.objects.create(recipient=stranger, key="n", title="Fresh", path="/x/", text="One\ntwo")

    page = sign_in(stranger).get("/desk/notices/").content.decode()

    assert "<strong>Fresh</strong>" in page
    assert "<strong>Notice 0</strong>" not in page
    assert len(re.findall(r'class="pill accent"\s*>\s*New\s*<', page)) == 1
    assert 'href="/x/"' in page
    assert "<p>One<br>two</p>" in page


def test_the_bell_counts_what_is_not_read(sign_in, stranger):
    client = sign_in(stranger)
    give(stranger, 3)

    bell = re.compile(r"<b>\s*3\s*<")
    assert bell.search(client.get("/desk/notices/").content.decode())
    assert client.post("/desk/notices/read/").headers["Location"] == "/desk/notices/"
    page = client.get("/desk/notices/").content.decode()
    assert not bell.search(page)
    assert "Mark all as read" not in page


def test_without_notices_the_page_says_what_comes_here(sign_in, stranger):
    assert "Nothing has happened yet" in sign_in(stranger).get("/desk/notices/").content.decode()


def test_many_notices_stand_on_several_pages(sign_in, stranger):
    client = sign_in(stranger)
    give(stranger, 26)

    assert "Page 1 of 2" in client.get("/desk/notices/").content.decode()
    assert "Notice 0" in client.get("/desk/notices/?page=2").content.decode()
    assert client.get("/desk/notices/?page=nonsense").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_notices_costs_the_same_for_any_number(
    sign_in, stranger, number, django_assert_num_queries
):
    client = sign_in(stranger)
    give(stranger, number)
    client.get("/desk/notices/")

    with django_assert_num_queries(5):
        client.get("/desk/notices/")


def test_notices_are_of_one_person(sign_in, stranger, coordinator):
    give(coordinator, 1)

    assert "Notice 0" not in sign_in(stranger).get("/desk/notices/").content.decode()


@pytest.mark.parametrize("path", ["/desk/notices/", "/desk/notices/read/"])
def test_visitors_are_sent_to_sign_in(db, client, path):
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


def letter(to, text):
    OutgoingMail.objects.create(
        key=to + text, to=to, subject=f"To {to}", text=text, message_id=to, next_try=timezone.now()
    )


def test_letters_of_the_demonstration_can_be_read_by_anybody(db, client, settings):
    settings.DEMO = True
    letter("a@demo.example", "Open http://testserver/join/abc/ <script>x</script>")
    letter("b@demo.example", "Other")

    page = client.get("/demo/mail/").content.decode()
    assert '<a href="http://testserver/join/abc/" rel="nofollow">' in page
    assert "<script>x" not in page
    assert "To b@demo.example" in page

    page = client.get("/demo/mail/?to=A@demo.example").content.decode()
    assert "To a@demo.example" in page
    assert "To b@demo.example" not in page


def test_without_letters_the_page_says_so(db, client, settings):
    settings.DEMO = True

    assert "No letters yet" in client.get("/demo/mail/").content.decode()


def test_outside_the_demonstration_there_is_no_page_of_letters(db, client):
    letter("a@example.org", "secret")

    missing = client.get("/demo/no-such-page/")
    assert client.get("/demo/mail/").status_code == 404
    assert client.get("/demo/mail/").content == missing.content
