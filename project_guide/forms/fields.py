"""Fields of the card: texts as people paste them, words, links, contacts that must stay out."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.text import INVISIBLE, tidy

MOST_TAGS = 8
LONGEST_TAG = 40
MOST_LINKS = 10
LONGEST_LINK = 300

E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
PHONE = re.compile(
    r"(?<!\d)(?:\+\d{1,3}|8|7)[\s\-(]*\d{2,5}[\s\-)]*\d{1,3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
    r"|(?<![\d-])\d{3}-\d{2}-\d{2}(?![\d-])"
)


def tidy_lines(text: str) -> str:
    """NFC, plain line ends, nothing invisible: a text of several lines as it was meant."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in INVISIBLE
    )
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip("\n")


class Line(forms.CharField):
    """One line. The browser cuts nothing off: what is too long is said, not lost."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        found = super().widget_attrs(widget)
        found.pop("maxlength", None)
        return found


class Lines(Line):
    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return tidy_lines(forms.CharField.to_python(self, value) or "")


class Whole(forms.IntegerField):
    """A number in a plain text field, so that a slip of the finger is shown and not swallowed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class Tags(Line):
    def to_python(self, value: Any) -> Any:
        words = [tidy(word).lower() for word in super().to_python(value).split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_TAGS:
            raise ValidationError(
                ngettext_lazy("Up to %(most)d word.", "Up to %(most)d words.", "most")
                % {"most": MOST_TAGS}
            )
        for word in value:
            if len(word) > LONGEST_TAG:
                raise ValidationError(
                    _("“%(word)s…” is too long for a tag: separate tags with commas.")
                    % {"word": word[:LONGEST_TAG]}
                )


class Links(Lines):
    """One address a line; https only, so that nothing runs and nothing is read on the way."""

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in super().to_python(value).split("\n") if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_LINKS:
            raise ValidationError(_("Up to %(most)s links.") % {"most": MOST_LINKS})
        for address in value:
            validate_link(address)


def validate_link(address: str) -> None:
    if not address.startswith("https://"):
        raise ValidationError(
            _("“%(address)s” is not accepted: a link begins with https://.")
            % {"address": address[:60]}
        )
    try:
        URLValidator(schemes=["https"])(address)
        named = urlsplit(address).username
    except (ValidationError, ValueError):
        named = "?"
    if named or len(address) > LONGEST_LINK:
        raise ValidationError(
            _("“%(address)s” is not an address that can be opened. Copy it once more.")
            % {"address": address[:60]}
        )


def validate_no_contacts(text: str) -> None:
    """Records about pupils hold numbers, never a way to reach somebody."""
    if E_MAIL.search(text):
        raise ValidationError(
            _("Take the e-mail address out: nobody's contacts are kept here."), code="contact"
        )
    if PHONE.search(text):
        raise ValidationError(
            _("Take out what looks like a phone number: nobody's contacts are kept here."),
            code="contact",
        )
