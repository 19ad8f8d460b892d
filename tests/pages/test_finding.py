"""The way to a page is looked for once, and anew as soon as something changes."""

import pytest
from wagtail.models import PageViewRestriction, Site

from pages.models import PagesStamp, TextPage
from tests.factories.courses import home

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    page = TextPage(title="About", slug="about", body=[("text", "<p>Who we are</p>")])
    home().add_child(instance=page)
    return page


def test_the_way_is_looked_for_once(client, about, django_assert_num_queries):
    client.get("/about/")

    with django_assert_num_queries(1):  # whether a page has changed
        assert client.get("/about/").status_code == 200


def test_a_change_is_seen_at_once(client, about):
    client.get("/about/")

    about.title = "About us"
    about.save_revision().publish()

    assert b"About us" in client.get("/about/").content


def test_a_new_address_is_found_and_the_old_one_is_not(client, about):
    client.get("/about/")

    about.slug = "us"
    about.save()

    assert client.get("/us/").status_code == 200
    assert client.get("/about/").status_code == 404


def test_a_page_that_is_taken_off_is_gone(client, about):
    client.get("/about/")

    about.unpublish()

    assert client.get("/about/").status_code == 404


def test_a_page_that_is_moved_is_gone(client, about):
    client.get("/about/")
    under = home().add_child(instance=TextPage(title="Old", slug="old", body=[]))

    about.move(under, pos="last-child")

    assert client.get("/about/").url == "/old/about/"


def test_a_restriction_holds_at_once_and_ends_at_once(client, about):
    client.get("/about/")
    restriction = PageViewRestriction.objects.create(
        page=home(), restriction_type=PageViewRestriction.LOGIN
    )

    assert client.get("/about/").status_code == 302
    restriction.delete()
    assert client.get("/about/").status_code == 200


def test_another_first_page_is_shown_at_once(client, about):
    client.get("/")

    Site.objects.get().delete()

    assert client.get("/").status_code == 404


def test_readers_get_pages_of_their_own(rf, about):
    from pages import finding

    def found():
        request = rf.get("/about/")
        finding.show_the_way(request)
        return finding.section_of(request._wagtail_site.root_page, "about", request)

    first = found()
    first.title = "Changed by one reader"

    assert found().title == "About" and found() is not first


def test_the_stamp_never_repeats_a_number():
    PagesStamp.objects.bump()
    first = PagesStamp.objects.current()
    PagesStamp.objects.bump()
    second = PagesStamp.objects.current()
    PagesStamp.objects.all().delete()
    PagesStamp.objects.bump()

    assert 0 < first < second < PagesStamp.objects.current()
