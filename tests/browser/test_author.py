"""An author at work in Wagtail's editor, from the desk to the published lesson."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.actions import authors
from courses.models import LessonPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_tutor_goes_from_the_desk_writes_a_lesson_and_publishes_it(
    visit, server, course, tutor, coordinator
):
    authors.appoint(course, tutor, by=coordinator)
    module = course.modules()[0]
    visitor = visit(tutor)
    page = visitor.page
    visitor.open("/desk/")
    page.get_by_role("link", name=course.title).click()
    expect(page).to_have_url(f"{server}{reverse('wagtailadmin_explore', args=[course.pk])}")

    page.goto(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]))
    page.locator("[name=title]").fill("A river has a memory")
    page.locator("[name=summary]").fill("What a river remembers.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Self-check question").click()
    page.locator("[name$='-question']").fill("Which question is open?")
    answers = page.locator("[name*='-answers-'][name$='-text']")
    expect(answers).to_have_count(2)
    answers.nth(0).fill("How many rivers are there?")
    answers.nth(1).fill("Is our river healthy?")
    page.locator("[name*='-answers-'][name$='-correct']").nth(1).check()
    page.get_by_role("button", name="More actions").last.click()
    page.locator("button[name=action-publish]").click()

    expect(page.get_by_text("created and published")).to_be_visible()
    lesson = LessonPage.objects.live().get(title="A river has a memory")
    assert lesson.slug == "a-river-has-a-memory"
    assert [answer["correct"] for answer in lesson.questions()[0].value["answers"]] == [False, True]
