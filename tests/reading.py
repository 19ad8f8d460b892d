"""What stands on a page."""

from django.http import HttpResponseBase


def text_of(response: HttpResponseBase) -> str:
    return response.content.decode()
