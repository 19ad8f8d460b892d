"""What is typed is kept: while it is typed, when the session ends, when stages come and go."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from project_guide.actions import queue
from tests.browser.visitor import Visitor
from tests.factories.courses import make_group, place_in
from tests.factories.projects import make_project, round_of, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
IDEA = "Teams listen to the river for a month and draw what they heard."
WHEN = re.compile(r"Saved at \d\d:\d\d")


@pytest.fixture
def project(server, enrolment):
    return make_project(enrolment)


@pytest.fixture
def section(project, visit):
    """`section("idea")` opens a section of the card for its author."""

    def opened(name: str) -> Visitor:
        visitor = visit(project.owner)
        assert visitor.open(f"/projects/{project.code}/card/{name}/") == 200
        return visitor

    return opened


def test_the_card_saves_itself_while_it_is_typed(section, project):
    visitor = section("idea")
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST"):
        visitor.page.locator("[name=idea]").fill(IDEA)

    expect(visitor.page.locator("[data-saved]")).to_have_text(WHEN)
    project.refresh_from_db()
    assert project.idea == IDEA
    visitor.page.reload()
    expect(visitor.page.locator("[name=idea]")).to_have_value(IDEA)
    assert visitor.troubles == []


def test_a_text_typed_after_the_session_ended_is_there_after_signing_in(section, project):
    page = section("idea").page
    Session.objects.all().delete()
    page.locator("[name=idea]").fill(IDEA)
    page.get_by_role("button", name="Save", exact=True).click()

    page.locator("#id_login").fill(project.owner.email)
    page.locator("#id_password").fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in").first.click()
    expect(page.get_by_text(IDEA)).to_be_visible()
    page.get_by_role("button", name="Send it again").click()

    expect(page.locator("[name=idea]")).to_have_value(IDEA)
    project.refresh_from_db()
    assert project.idea == IDEA


def test_whoever_is_signed_out_signs_in_elsewhere_and_the_text_is_saved(section, project):
    visitor = section("idea")
    note = visitor.page.locator("[data-saved]")
    Session.objects.all().delete()
    visitor.page.locator("[name=idea]").fill(IDEA)
    expect(note).to_contain_text("You are signed out")

    sign_in_elsewhere(visitor, project.owner.email)
    expect(note).to_have_text(WHEN, timeout=25_000)  # it tries again every ten seconds
    project.refresh_from_db()
    assert project.idea == IDEA


def test_a_text_typed_without_a_connection_is_offered_at_the_next_visit(section, project):
    page = section("idea").page
    page.route("**/card/idea/", lambda route: route.abort())
    page.locator("[name=idea]").fill(IDEA)
    expect(page.locator("[data-saved]")).to_contain_text("No connection")

    page.unroute("**/card/idea/")
    page.reload()
    expect(page.locator("[name=idea]")).not_to_have_value(IDEA)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("[name=idea]")).to_have_value(IDEA)
    expect(page.locator("[data-kept]")).to_be_hidden()
    project.refresh_from_db()
    assert project.idea == IDEA


def sign_in_elsewhere(visitor: Visitor, email: str) -> None:
    """In another tab of the same browser."""
    tab = visitor.context.new_page()
    tab.goto("/accounts/login/")
    tab.locator("#id_login").fill(email)
    tab.locator("#id_password").fill("correct horse battery")
    tab.locator("main").get_by_role("button", name="Sign in").first.click()
    tab.wait_for_url(re.compile(r"/desk/|/accounts/kept/"))
    tab.close()


def test_stages_are_added_and_removed_without_leaving_the_page(section, project):
    visitor = section("stages")
    page = visitor.page
    rows = page.locator("[data-stage]")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Add a stage").click()
    expect(rows).to_have_count(3)
    page.keyboard.type("Draw the map")  # the new row has the focus
    rows.first.get_by_role("button", name="Remove the stage").click()
    expect(rows).to_have_count(2)
    expect(rows.last.get_by_role("heading")).to_have_text("Stage 2")

    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=15_000)
    page.get_by_role("button", name="Save", exact=True).click()
    project.refresh_from_db()
    assert [stage["title"] for stage in project.stages] == ["Compare", "Draw the map"]
    assert visitor.troubles == []


def test_a_sheet_saves_itself_while_it_is_typed(project, session, visit):
    peer = place_in(make_group(session, name="Other group")).teacher
    send(project)
    slot = queue.claim_next(round_of(project), by=peer)
    visitor = visit(peer)
    page = visitor.page
    visitor.open(f"/reviews/{slot.code}/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[name=comment]").fill("The question is alive.")

    expect(page.locator("[data-saved]")).to_have_text(WHEN)
    assert slot.review.marks.get().comment == "The question is alive."
    page.reload()
    expect(page.locator("[name=comment]")).to_have_value("The question is alive.")
    assert visitor.troubles == []


def test_an_invitation_link_is_copied_by_one_button(group, tutor, visit):
    page = visit(tutor).page
    page.goto(f"/sessions/groups/{group.code}/")
    page.get_by_role("button", name="Make an invitation link").click()
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.locator("code").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert "/join/group/" in link


def test_a_sheet_is_filled_in_by_keyboard_alone(project, session, visit):
    send(project)
    peer = place_in(make_group(session, name="Peers")).teacher
    slot = queue.claim_next(round_of(project), by=peer)
    visitor = visit(peer)
    assert visitor.open(f"/reviews/{slot.code}/?criterion=1") == 200
    page = visitor.page
    page.locator("[name=level]").first.focus()

    page.keyboard.press("2")
    expect(page.locator("[name=level][value='2']")).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**criterion=2")
    expect(page.locator("[name=level]").first).to_be_focused()
    page.keyboard.press("3")
    page.locator("[name=comment]").fill("0 and n are letters here")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**criterion=3")

    assert [mark.level for mark in slot.review.marks.all()] == [2, 3]
    assert visitor.troubles == []
