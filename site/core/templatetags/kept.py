"""Components that say the same whenever they are given the same."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()
MOST = 500
Given = tuple[tuple[str, type, Any], ...]


@register.simple_tag
def kept(name: str, **given: Any) -> SafeString:
    """The component as an `include` with `only` would show it; the process keeps what it has
    rendered, by language, time zone and what is given.

    All that is given must be hashable, and never change. Under DEBUG nothing is kept, so that
    whoever edits a template sees it.
    """
    # The kinds belong to the key: a text that is safe equals one that has yet to be escaped.
    key = tuple((word, type(value), value) for word, value in given.items())
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render((get_language(), get_current_timezone_name()), name, key)


@lru_cache(maxsize=MOST)
def _rendered(_reader: tuple[str | None, str], name: str, given: Given) -> SafeString:
    rendered = get_template(name).render({word: value for word, _kind, value in given})
    return format_html("{}", rendered)  # what a template has escaped stays as it is
