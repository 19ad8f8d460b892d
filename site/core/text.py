"""Names and texts as people type them."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INVISIBLE = {"Cc", "Cf", "Cs", "Co"}


def tidy(text: str) -> str:
    """NFC, one space between words, no bidi or zero-width characters; for one-line texts."""
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in INVISIBLE
    )
    return " ".join(kept.split())


def folded(text: str) -> str:
    """For comparing: «Школа  № 5» and «школа № 5» are the same."""
    return tidy(text).casefold()


def validate_name(name: str) -> None:
    """A person's name has a letter in it, and nothing that belongs to an address or to markup."""
    if not any(sign.isalpha() for sign in name) or any(sign in name for sign in "<>@/\\{}"):
        raise ValidationError(_("Write the name with letters."), code="name")
