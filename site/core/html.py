"""The one door for HTML that people wrote."""

import re
from collections.abc import MutableMapping
from typing import Any

import bleach
from bleach.linkifier import Linker
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

TAGS = frozenset(
    ["p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre", "h3", "h4"]
)
BULLET = re.compile(r"^(?:[-–—•*·]|\d{1,2}[.)])\s+")
PROTOCOLS = frozenset({"https", "mailto"})
REL = "noopener noreferrer nofollow ugc"


Attributes = MutableMapping[tuple[str | None, str], str]


def _link(attributes: Attributes, new: bool = False, /) -> Attributes | None:
    href = attributes.get((None, "href"), "")
    if not href.startswith(("https://", "mailto:")):
        return None
    attributes[(None, "rel")] = REL
    return attributes


# bleach unlinks what a callback answers with None; its published types do not know that.
_callbacks: list[Any] = [_link]
_linker = Linker(callbacks=_callbacks, skip_tags={"pre", "code"}, parse_email=False)


def clean_html(source: str) -> SafeString:
    """What people wrote, safe to show: an allow-list of tags, https and mailto links only.

    Used when shown, never when stored, so that a better list serves old texts too.
    """
    allowed = bleach.clean(
        source, tags=TAGS, attributes={"a": ["href"]}, protocols=PROTOCOLS, strip=True
    )
    return mark_safe(_linker.linkify(allowed))  # noqa: S308 - bleach has just cleaned it


def show_text(source: str) -> SafeString:
    """Plain text as paragraphs and lines; whatever looks like HTML in it is shown as typed."""
    paragraphs = [part.strip() for part in source.replace("\r\n", "\n").split("\n\n")]
    html = "".join(
        f"<p>{conditional_escape(part)}</p>".replace("\n", "<br>") for part in paragraphs if part
    )
    return clean_html(html)


def show_lines(source: str) -> SafeString:
    """A text written one thing a line, as a list; the bullets people typed are not doubled."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    if len(lines) < 2:
        return show_text(source)
    items = "".join(f"<li>{conditional_escape(BULLET.sub('', line))}</li>" for line in lines)
    return clean_html(f"<ul>{items}</ul>")
