"""A refusal is an answer, not a fault: a sentence meant for the reader of the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest


class Refused(Exception):
    """It cannot be done now. The text is meant for the reader of the page."""


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Whatever an action refuses is told at the top of the next page."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))
