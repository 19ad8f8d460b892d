"""Components that are rendered once."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from core.templatetags import kept as tag
from project_guide.models import Kind
from project_guide.models.review_invitation import Asked

PILL = '{% load kept %}{% kept "components/progress.html" value=value max=max label=label %}'


@pytest.fixture(autouse=True)
def nothing_kept():
    tag._rendered.cache_clear()


def shown(template, **context):
    return Template(template).render(Context(context))


def test_the_same_is_rendered_once():
    once = shown(PILL, value=2, max=3, label="Given")

    assert once == shown(PILL, value=2, max=3, label="Given")
    assert tag._rendered.cache_info().hits == 1


def test_it_shows_what_an_include_shows():
    include = '{% include "components/progress.html" with value=value max=max label=label only %}'
    given = {"value": 2, "max": 3, "label": "<Given>"}

    assert shown(PILL, **given) == shown(include, **given)


def test_a_safe_text_is_not_taken_for_one_that_is_not():
    assert "<b>x</b>" in shown(PILL, value=2, max=3, label=mark_safe("<b>x</b>"))
    assert "<b>" not in shown(PILL, value=2, max=3, label="<b>x</b>")


def test_each_language_has_its_own():
    footer = '{% load kept %}{% kept "components/footer.html" path="/" %}'
    with translation.override("ru"):
        russian = shown(footer)
    with translation.override("en"):
        assert shown(footer) != russian


def test_each_zone_has_its_own():
    name = "project_guide/reviews/invitation_line.html"
    line = f'{{% load kept %}}{{% kept "{name}" invitation=asked %}}'
    asked = Asked("X", datetime(2026, 3, 1, 12, tzinfo=UTC), Kind.LOCAL, "Spring")
    with timezone.override("Europe/Moscow"):
        assert "15:00" in shown(line, asked=asked)
    with timezone.override("Asia/Novosibirsk"):
        assert "19:00" in shown(line, asked=asked)


def test_whoever_edits_a_template_sees_it(settings):
    settings.DEBUG = True
    shown(PILL, value=2, max=3, label="Given")

    assert tag._rendered.cache_info().currsize == 0
