"""Names are taken as people have them, and only as text."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.forms import tidy_lines
from core.text import INVISIBLE, JOINER, tidy, validate_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Анна   Петровна ", "Анна Петровна"),
        ("Анна\tПетровна\n", "Анна Петровна"),
        ("Анна\u00a0Петровна", "Анна Петровна"),
        ("Анна\u202eантеП", "АннаантеП"),
        ("Ан\u200bна\u2066\u2069\ufeff", "Анна"),
        ("Анна\u00ad", "Анна"),
        ("\u0418\u0306ван", "Йван"),
        ("Jose\u0301", "José"),
        ("Мар'яна", "Мар'яна"),
        ("Мар’яна", "Мар’яна"),
        ("О\x00льга", "Ольга"),
        ("Ан\u200dна\ufe0f", "Анна"),
        ("", ""),
    ],
)
def test_texts_of_one_line_are_tidied(typed, kept):
    assert tidy(typed) == kept


@given(st.text())
def test_tidying_is_done_after_one_time_and_leaves_nothing_unseen(text):
    once = tidy(text)

    assert tidy(once) == once
    assert not any(unicodedata.category(sign) in INVISIBLE for sign in once.replace(JOINER, ""))


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TEACHER = "\U0001f469\U0001f3fd\u200d\U0001f3eb"
HEART = "\u2764\ufe0f\u200d\U0001f525"
KEYCAP = "5\ufe0f\u20e3"


@pytest.mark.parametrize("emoji", [FAMILY, TEACHER, HEART, KEYCAP, "\u2600\ufe0f"])
@pytest.mark.parametrize("tidied", [tidy, tidy_lines])
def test_a_joined_emoji_stays_whole(tidied, emoji):
    assert tidied(f"Проект {emoji} готов") == f"Проект {emoji} готов"


@pytest.mark.parametrize(
    "typed",
    [
        "П\u200dроект",
        "\u200dПроект\u200d",
        "Проект\ufe0f",
        "П\u202eр\u200b\ufeffоект",
        "П\ufe0f\u200dроект",
    ],
)
@pytest.mark.parametrize("tidied", [tidy, tidy_lines])
def test_what_joins_no_emoji_is_taken_out(tidied, typed):
    assert tidied(typed) == "Проект"


def test_an_emoji_hides_nothing_else():
    assert tidy("\U0001f468\u202e\u200d\u200b\U0001f467") == "\U0001f468\u200d\U0001f467"
    assert tidy("\U0001f468\u200d и \u200d\U0001f467") == "\U0001f468 и \U0001f467"
    assert tidy_lines("а\r\nб\x0bв \u200b\n") == "а\nбв"


@pytest.mark.parametrize(
    "name", ["Я", "Ё", "Анна", "Ірына", "Мар’яна", "O'Brien", "Анна-Мария", "Ли Вэй", "王", "D."]
)
def test_names_of_people_are_accepted(name):
    validate_name(name)


@pytest.mark.parametrize(
    "name", ["", "1", "-", "...", "<b>Anna</b>", "anna@example.org", "a/b", "a\\b", "{{ x }}"]
)
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValidationError):
        validate_name(name)
