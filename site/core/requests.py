"""The request as our views see it: signed in, with htmx."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from people.models import User


class Request(HttpRequest):
    user: "User"
    htmx: "HtmxDetails"
