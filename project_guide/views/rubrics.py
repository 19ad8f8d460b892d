"""A coordinator's pages of rubrics: which there are, what they say, and a new version."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import Refused
from core.requests import Request
from people.models import Centre
from project_guide.actions import rubrics as actions
from project_guide.forms.rubric import form_of, rows_of, text_of
from project_guide.models import Rubric


def of_coordinator(request: Request) -> QuerySet[Rubric]:
    """Somebody who coordinates no centre finds no page."""
    centres = request.user.roles.get("coordinator")
    if not centres:
        raise Http404
    return Rubric.objects.of_centres(centres)


@require_safe
def rubrics(request: Request) -> HttpResponse:
    found = of_coordinator(request).select_related("centre").annotate(sheets=Count("reviews"))
    return render(request, "project_guide/reviews/rubrics.html", {"rubrics": found})


@require_safe
def rubric(request: Request, key: str, version: int) -> HttpResponse:
    rubrics = of_coordinator(request).prefetch_related("criteria")
    found = get_object_or_404(rubrics, key=key, version=version)
    context = {"rubric": found, "may_change": found.may_change}
    return render(request, "project_guide/reviews/rubric.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, key: str, version: int) -> HttpResponse:
    found = get_object_or_404(of_coordinator(request), key=key, version=version)
    data = request.POST or None
    form, rows = form_of(found, data), rows_of(found, data)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        text = text_of(form, rows)
        try:
            changed = actions.change(
                found, text, centre=centre_for(request, found), by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Version %(number)s is saved.") % {"number": changed.version}
            )
            return redirect("project_guide:rubric", changed.key, changed.version)
    context: dict[str, Any] = {
        "rubric": found,
        "form": form,
        "rows": rows,
        "may_change": found.may_change,
    }
    return render(request, "project_guide/reviews/change_rubric.html", context)


def centre_for(request: Request, found: Rubric) -> Centre:
    """Whose the new version is: the rubric's own centre, else the first that one coordinates."""
    if found.centre is not None:
        return found.centre
    centres = Centre.objects.filter(pk__in=request.user.roles["coordinator"])
    return centres.order_by("pk")[0]
