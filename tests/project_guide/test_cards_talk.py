"""Tutor and authors talk about the draft, section by section."""

import re

import pytest
from django.urls import reverse

from activity.models import Notice
from discussions.models import Post
from tests.factories.projects import make_project

KEY = "0123456789abcdef0123456789abcdef"
SCRIPT = "<script>alert(1)</script>"


def say(client, project, text="Whose birds?", key=KEY, section="idea"):
    url = reverse("project_guide:comment", args=[project.code, section])
    return client.post(url, {"text": text, "key": key})


def page(client, project, section="idea"):
    return client.get(
        reverse("project_guide:section", args=[project.code, section])
    ).content.decode()


@pytest.fixture
def project(enrolment):
    return make_project(enrolment)


def test_the_tutor_comments_and_the_teacher_answers(sign_in, project, tutor, teacher):
    answer = say(sign_in(tutor), project)
    say(sign_in(teacher), project, "Those of our yard.", key="f" * 32)

    assert answer.url.endswith("/card/idea/#conversation")
    told = Notice.objects.get(recipient=teacher, key__startswith="post:")
    assert (told.path, told.text) == (answer.url, "Whose birds?")
    assert "Idea" in told.title
    assert Notice.objects.get(recipient=tutor, key__startswith="post:").text == "Those of our yard."
    for reader in (tutor, teacher):
        assert page(sign_in(reader), project).count('class="post"') == 2
    assert "Whose birds?" not in page(sign_in(tutor), project, "frame")


def test_the_part_of_each_speaker_stands_beside_the_name(
    sign_in, project, tutor, teacher, coordinator
):
    say(sign_in(teacher), project, "Birds of our yard.")
    say(sign_in(tutor), project, key="e" * 32)
    say(sign_in(coordinator), project, key="f" * 32)

    parts = re.findall(r'<span class="pill accent">(\w+)</span>', page(sign_in(teacher), project))
    assert parts == ["Tutor", "Coordinator"]


def test_a_comment_sent_twice_stands_once(sign_in, project, tutor, teacher):
    client = sign_in(tutor)

    for _twice in range(2):
        say(client, project)

    assert Post.objects.count() == 1
    assert Notice.objects.filter(recipient=teacher, key__startswith="post:").count() == 1


@pytest.mark.parametrize(("text", "key"), [("", KEY), ("x" * 4001, KEY), ("Good", "short")])
def test_an_unfit_comment_stays_on_the_page(sign_in, project, tutor, text, key):
    answer = say(sign_in(tutor), project, text, key)

    assert answer.status_code == 200
    assert text in answer.content.decode()
    assert not Post.objects.exists()


def test_markup_in_a_comment_is_shown_as_text(sign_in, project, tutor, teacher):
    say(sign_in(tutor), project, SCRIPT)

    html = page(sign_in(teacher), project)
    assert SCRIPT not in html
    assert "&lt;script&gt;" in html


def test_strangers_do_not_comment(sign_in, project, stranger):
    assert say(sign_in(stranger), project).status_code == 404
    assert not Post.objects.exists()


def test_the_conversation_costs_the_same_for_one_and_three(
    sign_in, project, tutor, teacher, django_assert_num_queries
):
    client = sign_in(teacher)
    say(sign_in(tutor), project)
    page(client, project)
    with django_assert_num_queries(8):
        page(client, project)

    for number in range(2):
        say(sign_in(tutor), project, key=f"{number}" * 32)
    with django_assert_num_queries(8):
        page(client, project)


def test_the_overview_counts_the_comments(sign_in, project, tutor, teacher):
    say(sign_in(tutor), project)

    html = sign_in(teacher).get(f"/projects/{project.code}/").content.decode()
    assert "1 comment" in html
