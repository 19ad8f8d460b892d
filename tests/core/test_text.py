"""Names are taken as people have them, and only as text."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.text import INVISIBLE, tidy, validate_name


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
        ("", ""),
    ],
)
def test_texts_of_one_line_are_tidied(typed, kept):
    assert tidy(typed) == kept


@given(st.text())
def test_tidying_is_done_after_one_time_and_leaves_nothing_unseen(text):
    once = tidy(text)

    assert tidy(once) == once
    assert not any(unicodedata.category(sign) in INVISIBLE for sign in once)


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
