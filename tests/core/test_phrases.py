"""Django's own phrases are said in the words of the house."""

from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from django import forms
from django.utils import translation

from core import phrases
from core.management import catalogues
from core.templatetags.texts import error_count


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), "", "Заполните это поле."),
        (forms.CharField(max_length=3), "слово", "Можно не больше 3 знаков, а сейчас их 5."),
        (forms.IntegerField(max_value=9), "10", "Число не может быть больше 9."),
        (forms.IntegerField(), "десять", "Напишите целое число цифрами."),
    ],
)
def test_a_fault_is_told_in_plain_russian(field, value, said):
    with translation.override("ru"), pytest.raises(forms.ValidationError) as refused:
        field.clean(value)

    with translation.override("ru"):
        assert refused.value.messages == [said]


def test_every_phrase_is_still_one_of_djangos():
    """A phrase that Django has changed would stay translated and never be said."""
    shipped = Path(django.__file__).parent / "conf/locale/ru/LC_MESSAGES/django.po"
    known = catalogues.read(shipped, "ru")
    with Path(phrases.__file__).open("rb") as code:
        ours = [text for _line, text, *_rest in extract("python", code, catalogues.KEYWORDS)]

    assert len(ours) == len(phrases.PHRASES)
    assert [text for text in ours if known.get(text) is None] == []


def test_every_line_of_the_list_of_errors_is_counted():
    class Form(forms.Form):
        name = forms.CharField()

        def clean(self):
            self.add_error("name", "Too short")
            self.add_error(None, "Not today")

    assert error_count(Form({})) == 3
