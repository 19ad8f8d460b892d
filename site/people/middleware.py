"""What the house does with every request of a person."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from people.permissions import needs_second_factor
from people.views.kept import keep, let_go

GetResponse = Callable[[HttpRequest], HttpResponse]
FACTORS = ["totp", "webauthn"]  # recovery codes alone are none


class KeepTypedText:
    """A form sent after the session ended is kept, and given back after signing in.

    It looks at the view after the check of the CSRF token and before the check of the sign-in:
    nobody else's page can plant a form here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any
    ) -> None:
        if request.method != "POST":
            return
        if request.user.is_authenticated:
            let_go(request)
        elif getattr(view, "login_required", True):
            keep(request)


def speak_and_keep_time(get_response: GetResponse) -> GetResponse:
    """Speak the person's language, unless a cookie chose another; show times in their zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        language = request.user.language
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and translation.check_for_language(
            language
        ):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(request.user.zone):
            return get_response(request)

    return middleware


def second_factor(get_response: GetResponse) -> GetResponse:
    """Whoever publishes or coordinates sets up a second factor before anything else.

    In the demonstration, where passwords are known to all, it would only be in the way.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            settings.DEMO
            or not user.is_authenticated
            or request.path.startswith(("/accounts/", "/static/", "/language/", "/health/"))
            or not needs_second_factor(user)
            or is_mfa_enabled(user, FACTORS)
        ):
            return get_response(request)
        messages.info(request, _("Your role needs a second factor at sign-in. Set it up first."))
        return redirect("mfa_index")

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """What is shown to one person is stored by nobody else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware
