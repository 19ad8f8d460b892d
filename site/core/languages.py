"""Texts that are kept in every language of the interface."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


def in_all_languages(text: "str | Promise") -> dict[str, str]:
    """A lazy text of the interface as plain data, one entry a language."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = str(text)
    return texts
