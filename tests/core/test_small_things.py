"""Codes, tokens, refusals, texts in all languages."""

import re

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.utils.translation import gettext_lazy as _

from core.codes import ALPHABET, fingerprint, random_code, secret_token
from core.forms import name_empty_choices
from core.languages import in_all_languages
from core.refusals import Refused, refusals_as_messages


def test_codes_have_signs_that_are_not_misread():
    assert not set(ALPHABET) & set("01OILl")
    assert len(set(ALPHABET)) == len(ALPHABET)


@pytest.mark.parametrize("length", [4, 10, 26])
def test_codes_are_of_the_length_and_the_alphabet(length):
    code = random_code(length)

    assert len(code) == length
    assert set(code) <= set(ALPHABET)


def test_codes_do_not_repeat():
    assert len({random_code() for _ in range(5000)}) == 5000


def test_tokens_carry_128_bits_and_do_not_repeat():
    tokens = {secret_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)


def test_a_fingerprint_is_always_the_same_and_is_not_the_token():
    token = secret_token()

    assert fingerprint(token) == fingerprint(token)
    assert token not in fingerprint(token)
    assert len(fingerprint(token)) == 64


def test_texts_are_kept_in_all_languages(settings):
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]

    texts = in_all_languages(_("Yes"))

    assert texts == {"en": "Yes", "ru": "Да"}


def test_a_refusal_is_told_to_the_reader(db, client, rf):
    request = rf.get("/")
    request.session = client.session
    request._messages = SessionStorage(request)

    with refusals_as_messages(request):
        raise Refused("No place is left.")

    assert [str(message) for message in get_messages(request)] == ["No place is left."]


def test_a_fault_is_not_taken_for_a_refusal(rf):
    with pytest.raises(ZeroDivisionError), refusals_as_messages(rf.get("/")):
        raise ZeroDivisionError


def test_an_empty_choice_is_said_in_words():
    class Form(forms.Form):
        country = forms.ChoiceField(choices=[("", "---------"), ("BY", "Belarus")])
        role = forms.ChoiceField(choices=[("tutor", "Tutor")])
        nothing = forms.ChoiceField(choices=[])
        group = forms.ModelChoiceField(queryset=None)
        owner = forms.ModelChoiceField(queryset=None, empty_label=None)
        name = forms.CharField()

    form = Form()
    name_empty_choices(form)

    assert list(form.fields["country"].choices) == [("", "Choose…"), ("BY", "Belarus")]
    assert list(form.fields["role"].choices) == [("tutor", "Tutor")]
    assert form.fields["group"].empty_label == "Choose…"
    assert form.fields["owner"].empty_label is None
