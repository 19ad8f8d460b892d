"""Fields of the card: texts as people paste them, words, links, contacts that must stay out."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.forms import Line, Lines
from core.text import tidy

MOST_TAGS = 8
LONGEST_TAG = 40
MOST_LINKS = 10
LONGEST_LINK = 300

E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
PHONE = re.compile(
    r"(?<!\d)(?:\+\d{1,3}|8|7)[\s\-(]*\d{2,5}[\s\-)]*\d{1,3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
    r"|(?<![\d-])\d{3}-\d{2}-\d{2}(?![\d-])"
)


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
