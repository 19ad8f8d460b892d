"""Filters that show people's texts."""

from django import template
from django.forms import BaseForm

from core.html import clean_html, show_lines, show_text
from core.numbers import clock
from core.zones import zone_name

register = template.Library()
register.filter("clean_html", clean_html)
register.filter("clock", clock)
register.filter("show_lines", show_lines)
register.filter("show_text", show_text)
register.filter("zone_name", zone_name)


@register.filter
def error_count(form: BaseForm) -> int:
    """How many lines the list of errors has: a field may have several."""
    return sum(len(errors) for errors in form.errors.values())
