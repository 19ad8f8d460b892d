"""What the house does with every request of a person."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from people.permissions import needs_second_factor
from people.views.kept import keep

GetResponse = Callable[[HttpRequest], HttpResponse]


def keep_typed_text(get_response: GetResponse) -> GetResponse:
    """A form sent after the session ended is kept, and given back after signing in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated and is_closed(request):
            keep(request)
        return get_response(request)

    return middleware


def is_closed(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "login_required", True)


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
            response = get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response

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
            or request.path.startswith(("/accounts/", "/static/", "/language/"))
            or not needs_second_factor(user)
            or is_mfa_enabled(user)
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
