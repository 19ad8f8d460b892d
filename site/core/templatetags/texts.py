"""Filters that show people's texts."""

from django import template

from core.html import clean_html, show_text

register = template.Library()
register.filter("clean_html", clean_html)
register.filter("show_text", show_text)
