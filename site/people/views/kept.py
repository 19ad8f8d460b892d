"""Typed text survives a lost session: it is kept and given back after signing in."""

import time
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

MOST_BYTES = 200_000
KEPT_FOR = 60 * 60  # seconds
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]


def keep(request: HttpRequest) -> None:
    fields = typed_fields(request)
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_BYTES:
        return
    request.session["kept_form"] = {
        "path": request.get_full_path(),
        "fields": fields,
        "at": time.time(),
    }


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """Show what was typed before the session ended, with a button that sends it again."""
    found: dict[str, Any] | None = request.session.pop("kept_form", None)
    if not found or time.time() - found["at"] > KEPT_FOR:
        return redirect("desk:desk")
    return render(request, "people/kept.html", {"kept": found})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another sign-in: nothing is done, and what was typed can be sent again."""
    kept_form = {"path": request.get_full_path(), "fields": typed_fields(request)}
    return render(request, "people/kept.html", {"kept": kept_form, "refused": True}, status=403)
