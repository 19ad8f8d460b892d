"""Typed text survives a lost session: it is kept and given back after signing in."""

import re
import time
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

MOST_BYTES = 200_000
KEPT_FOR = 60 * 60  # seconds
SECRET = re.compile(r"csrfmiddlewaretoken|password|^code$|token|secret|credential", re.IGNORECASE)


class Field(NamedTuple):
    name: str
    value: str

    @property
    def is_readable(self) -> bool:
        """Written by a person; the rest are numbers and codes of the form itself."""
        return bool(re.search(r"[^\W\d_]{2}.*\s", self.value)) or len(self.value) > 40


def typed_fields(request: HttpRequest) -> list[Field]:
    return [
        Field(name, value)
        for name, values in request.POST.lists()
        for value in values
        if not SECRET.search(name)
    ]


def has_password(request: HttpRequest) -> bool:
    return any("password" in name for name in request.POST)


def keep(request: HttpRequest) -> None:
    """Nothing is kept of forms with a password in them, empty ones and huge ones."""
    fields = typed_fields(request)
    size = sum(len((name + value).encode()) for name, value in fields)
    if has_password(request) or not fields or size > MOST_BYTES:
        return
    request.session["kept_form"] = {
        "path": request.get_full_path(),
        "fields": fields,
        "at": time.time(),
    }
    request.session.set_expiry(KEPT_FOR)  # signing in sets it anew


def has_kept(request: HttpRequest) -> bool:
    found = request.session.get("kept_form")
    return found is not None and time.time() - found["at"] <= KEPT_FOR


def let_go(request: HttpRequest) -> None:
    """The kept form has been sent again."""
    found = request.session.get("kept_form")
    if found and found["path"] == request.get_full_path():
        del request.session["kept_form"]


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Show what was typed before the session ended, with a button that sends it again.

    It stays until it is replaced or an hour has passed, so that reloading the page loses nothing.
    """
    if not has_kept(request):
        request.session.pop("kept_form", None)
        return redirect("desk:desk")
    found: dict[str, Any] = request.session["kept_form"]
    fields = [Field(*pair) for pair in found["fields"]]
    return render(request, "people/kept.html", {"path": found["path"], "fields": fields})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another sign-in: nothing is done, and what was typed can be sent again.

    A form that another site sent is neither shown nor offered.
    """
    is_ours = is_from_here(request) and not has_password(request)
    context = {
        "path": request.get_full_path(),
        "fields": typed_fields(request) if is_ours else [],
        "refused": True,
    }
    return render(request, "people/kept.html", context, status=403)


def is_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
