"""What every answer of the site passes through, whatever room it comes from."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

GetResponse = Callable[[HttpRequest], HttpResponse]

# Wagtail's editor still writes inline scripts and styles; its pages are for its users only.
EDITOR_POLICY: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}


def policy(get_response: GetResponse) -> GetResponse:
    """The editor and its previews get their own policy, reviewers' pages send no referrer.

    Stands inside django-csp's middleware, which reads the attributes set here.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response: Any = get_response(request)
        if getattr(request, "is_preview", False):
            response._csp_replace = {"frame-ancestors": [SELF]}
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path.startswith("/cms/"):
            response._csp_config = EDITOR_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path.startswith("/reviews/"):
            response["Referrer-Policy"] = "no-referrer"
        return response

    return middleware


def is_busy(error: OperationalError) -> bool:
    text = str(error)
    return any(
        sign in text
        for sign in ("database is locked", "disk is full", "lock timeout", "statement timeout")
    )


class BusyDatabase:
    """A locked or full database is a 503 with Retry-After that gives typed text back, not a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except OperationalError as error:  # raised by a middleware, outside any view
            if not is_busy(error):
                raise
            return busy(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError) and is_busy(error):
            return busy(request)
        return None


def busy(request: HttpRequest) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    body = loader.render_to_string(
        "503.html",
        {
            "typed": typed,
            "path": request.get_full_path(),
            "token": request.POST.get("csrfmiddlewaretoken", ""),
            "STATIC_URL": settings.STATIC_URL,
        },
    )
    return HttpResponse(body, status=503, headers={"Retry-After": "10"})
