"""A reviewer's own conflicts of interest: whom they must not review."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused
from core.requests import Request
from project_guide.actions import conflicts as actions
from project_guide.forms.conflicts import NameColleague
from project_guide.models import DeclaredConflict


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request) -> HttpResponse:
    form = NameColleague(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_to(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Kept. From now on neither of you reviews the other."))
            return redirect("project_guide:my_conflicts")
    said = DeclaredConflict.objects.standing().said_by(request.user).select_related("project")
    context = {"form": form, "conflicts": said}
    return render(request, "project_guide/reviews/my_conflicts.html", context)


@require_POST
def end_mine(request: Request, pk: int) -> HttpResponse:
    conflict = get_object_or_404(DeclaredConflict.objects.said_by(request.user), pk=pk)
    actions.end(conflict, by=request.user)
    messages.success(request, _("The conflict is over. New pieces may come from there again."))
    return redirect("project_guide:my_conflicts")
