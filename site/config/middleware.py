"""What every answer of the site passes through, whatever room it comes from."""

import sys
from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from people.views.kept import has_password, typed_fields

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


def no_nul(get_response: GetResponse) -> GetResponse:
    """No address has a NUL sign in it, and PostgreSQL takes none: nothing is there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware


def no_bare_refusal(get_response: GetResponse) -> GetResponse:
    """Whoever opens the address of a button by hand gets a page with the way out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = loader.render_to_string("405.html")
        return response

    return middleware


def policy(get_response: GetResponse) -> GetResponse:
    """The editor and its previews get their own policy.

    Stands inside django-csp's middleware, which reads the attributes set here.
    Review pages keep the referrer policy of all pages, `same-origin`: other sites learn nothing.
    With `no-referrer` browsers send `Origin: null` with a form, which the CSRF check refuses.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response: Any = get_response(request)
        if getattr(request, "is_preview", False):
            response._csp_replace = {"frame-ancestors": [SELF]}
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path.startswith("/cms/"):
            response._csp_config = EDITOR_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return middleware


POSTGRES_IS_BUSY = {"55P03", "57014", "40P01"}  # lock timeout, statement timeout, deadlock


def is_busy(error: BaseException | None) -> bool:
    if not isinstance(error, OperationalError):
        return False
    if getattr(error.__cause__, "sqlstate", "") in POSTGRES_IS_BUSY:
        return True
    return any(sign in str(error) for sign in ("database is locked", "disk is full"))


class BusyDatabase:
    """A locked or full database is a 503 with Retry-After that gives typed text back, not a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return busy(request) if is_busy(error) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to what no view caught, a session that could not be saved for instance."""
    if is_busy(sys.exc_info()[1]):
        return busy(request)
    return defaults.server_error(request)


def busy(request: HttpRequest) -> HttpResponse:
    context = {
        "typed": [] if has_password(request) else typed_fields(request),
        "path": request.get_full_path(),
        "token": request.POST.get("csrfmiddlewaretoken", ""),
    }
    body = loader.render_to_string("503.html", context)
    return HttpResponse(body, status=503, headers={"Retry-After": "10"})
