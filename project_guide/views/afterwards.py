"""What was decided, and what may come afterwards: edits, an addendum, re-opening, confirmation."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.models import Enrolment
from project_guide.actions import conclusions, reopening
from project_guide.decision_desk import Desk, desk_of
from project_guide.forms.decision import AddToLetter, Prolong, Reopen
from project_guide.models import Project
from project_guide.showing import is_old
from project_guide.views.deciding import barred, find

State = Project.State
Act = Callable[[Desk, dict[str, Any]], None]


def decided(
    request: Request, desk: Desk, typed: dict[str, Form] | None = None, unsent: str = ""
) -> HttpResponse:
    """What was decided; whoever decides after somebody else is told so and keeps their letter."""
    document = desk.conclusion.document if desk.conclusion else None
    context = {
        "desk": desk,
        "unsent": unsent,
        "add_form": AddToLetter(auto_id="add_%s"),
        "reopen_form": Reopen(auto_id="reopen_%s"),
        "prolong_form": Prolong(auto_id="prolong_%s"),
        "can_reopen": desk.decision is not None and desk.project.can_move(State.EXPERT_REVIEW),
        "to_confirm": document is not None and conclusions.needs_confirmation_soon(document),
        "needs_confirmation": document is not None and is_old(document),
        "is_completed": desk.project.enrolment.state == Enrolment.State.COMPLETED,
        **(typed or {}),
    }
    return render(request, "project_guide/reviews/decided.html", context)


def act(request: Request, code: str, name: str, form: Form, do: Act, said: str) -> HttpResponse:
    """Do something to what was decided, or show its page again with what was typed."""
    project = find(request, code)
    if answer := barred(request, project):
        return answer
    desk = desk_of(project)
    if desk.decision is None:
        messages.error(request, _("No decision stands on this project now."))
        return back(code)
    if form.is_valid():
        try:
            do(desk, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return back(code)
    return decided(request, desk, {name: form})


def back(code: str) -> HttpResponse:
    return redirect("project_guide:decision", code)


@require_POST
def add(request: Request, code: str) -> HttpResponse:
    def do(desk: Desk, said: dict[str, Any]) -> None:
        assert desk.decision is not None
        reopening.add(desk.decision, said["text"], key=said["key"], by=request.user)

    form = AddToLetter(request.POST, auto_id="add_%s")
    told = _("The addendum stands below the letter, and the authors are told.")
    return act(request, code, "add_form", form, do, told)


@require_POST
def reopen(request: Request, code: str) -> HttpResponse:
    def do(desk: Desk, said: dict[str, Any]) -> None:
        assert desk.decision is not None
        reopening.reopen(desk.decision, reason=said["reason"], by=request.user)

    form = Reopen(request.POST, auto_id="reopen_%s")
    told = _("The decision is re-opened, and the authors are told why. Decide anew below.")
    return act(request, code, "reopen_form", form, do, told)


@require_POST
def prolong(request: Request, code: str) -> HttpResponse:
    def do(desk: Desk, said: dict[str, Any]) -> None:
        if desk.conclusion is None:
            raise Refused(_("No conclusion was issued on this project."))
        conclusions.prolong(desk.conclusion, note=said["note"], by=request.user)

    form = Prolong(request.POST, auto_id="prolong_%s")
    told = _("The conclusion is confirmed for three more years; its page says so.")
    return act(request, code, "prolong_form", form, do, told)


@require_POST
def confirm(request: Request, code: str) -> HttpResponse:
    """The edits of a project accepted with edits are as they should be."""
    project = find(request, code)
    if answer := barred(request, project):
        return answer
    version = project.latest()
    with refusals_as_messages(request):
        if project.state != State.ACCEPTED_WITH_EDITS or version is None:
            raise Refused(_("This project waits for no confirmation."))
        conclusions.confirm_edits(version, by=request.user)
        messages.success(request, _("The edits are confirmed and the conclusion is issued."))
    return back(code)
