"""Filters that show people's texts."""

from django import template

from core.html import clean_html, show_lines, show_text
from core.zones import zone_name

register = template.Library()
register.filter("clean_html", clean_html)
register.filter("show_lines", show_lines)
register.filter("show_text", show_text)
register.filter("zone_name", zone_name)
