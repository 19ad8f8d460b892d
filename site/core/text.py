"""Names and texts as people type them."""

import unicodedata
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INVISIBLE = {"Cc", "Cf", "Cs", "Co"}
JOINER = "\u200d"
SELECTORS = {chr(number) for number in range(0xFE00, 0xFE10)}  # how a pictograph is drawn
SKIN_TONES = {chr(number) for number in range(0x1F3FB, 0x1F400)}


def tidy(text: str) -> str:
    """NFC, one space between words, no bidi or zero-width characters; for one-line texts."""
    return " ".join(without_unseen(" ".join(text.split())).split())


def without_unseen(text: str) -> str:
    """NFC, no bidi or zero-width characters; what holds an emoji together stays in it."""
    seen = [
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in f"\n\t{JOINER}" or unicodedata.category(sign) not in INVISIBLE
    ]
    kept: list[str] = []
    for sign, following in zip_longest(seen, seen[1:], fillvalue=""):
        if sign == JOINER and not (kept and is_drawn(kept[-1]) and is_pictograph(following)):
            continue
        if sign in SELECTORS and not (kept and may_be_redrawn(kept[-1], following)):
            continue
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def is_pictograph(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign) == "So"


def is_drawn(sign: str) -> bool:
    """May a joiner follow? A skin tone or a selector may stand between it and the pictograph."""
    return is_pictograph(sign) or sign in SKIN_TONES or sign in SELECTORS


def may_be_redrawn(sign: str, following: str) -> bool:
    """A pictograph, an arrow, or the digit of a keycap: never a letter, which it would disguise."""
    return not (sign.isalnum() or sign.isspace() or sign in SELECTORS) or following == "\u20e3"


def folded(text: str) -> str:
    """For comparing: «Школа  № 5» and «школа № 5» are the same."""
    return tidy(text).casefold()


def validate_name(name: str) -> None:
    """A person's name has a letter in it, and nothing that belongs to an address or to markup."""
    if not any(sign.isalpha() for sign in name) or any(sign in name for sign in "<>@/\\{}"):
        raise ValidationError(
            _("A name has a letter in it, and none of the signs < > @ / \\ { }."), code="name"
        )
