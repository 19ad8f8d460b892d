"""A version that was sent: its text for good, its receipt, and taking it back in time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from people.permissions import require
from project_guide import card_read
from project_guide.actions import submission
from project_guide.models.prospect import with_prospects
from project_guide.permissions import is_author
from project_guide.views import prospects
from project_guide.views.changes import earlier_than, find_version, newest_of
from project_guide.views.projects import find, found_by


@require_safe
def version(request: Request, code: str, number: int) -> HttpResponse:
    project = find(request, code)
    found = find_version(project, number)
    context = {
        "project": project,
        "version": found,
        "parts": card_read.parts(found.card, found.kind),
        "files": found.files.select_related("file"),
        "earlier": newest_of(earlier_than(found)),
    }
    return render(request, "project_guide/projects/version.html", context)


@require_safe
def receipt(request: Request, code: str, number: int) -> HttpResponse:
    project: Any = get_object_or_404(with_prospects(found_by(request.user)), code=code)
    found = find_version(project, number)
    now = timezone.now()
    context = {
        "project": project,
        "version": found,
        "can_take_back": found.can_be_taken_back(now) and is_author(request.user, project),
        "next": prospects.next_step(project, [found], user=request.user, now=now)
        if found.taken_back_at is None
        else {},
    }
    return render(request, "project_guide/projects/receipt.html", context)


@require_POST
def take_back(request: Request, code: str, number: int) -> HttpResponse:
    project = find(request, code)
    require(is_author(request.user, project))
    found = find_version(project, number)
    with refusals_as_messages(request):
        submission.take_back(found, by=request.user)
        messages.success(request, _("It is with you again: change it, and send it when ready."))
    return redirect("project_guide:project", code=code)
