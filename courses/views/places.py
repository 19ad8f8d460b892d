"""What a coordinator decides about one person: a place, a group, an exception."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.actions import enrolment as actions
from courses.actions import groups
from courses.forms import GrantException, MoveToGroup
from courses.models import Enrolment, TrainingSession
from courses.permissions import can_coordinate
from courses.views import manage
from courses.views.enrolments import find
from people.permissions import require


def find_to_decide(request: Request, code: str) -> Enrolment:
    found = find(request, code)
    require(can_coordinate(request.user, found.session))
    return found


@require_POST
def give_place(request: Request, code: str) -> HttpResponse:
    found = find_to_decide(request, code)
    with refusals_as_messages(request):
        actions.give_place(found, by=request.user)
        messages.success(
            request, _("%(teacher)s has a place and is told so.") % {"teacher": found.teacher}
        )
    return redirect("courses:enrolment", code=code)


@require_POST
def move_to_group(request: Request, code: str) -> HttpResponse:
    found = find_to_decide(request, code)
    form = MoveToGroup(request.POST, session=found.session)
    if not form.is_valid():
        messages.error(request, _("Choose a group of this session."))
        return redirect("courses:enrolment", code=code)
    with refusals_as_messages(request):
        groups.join(found, form.cleaned_data["group"], by=request.user)
        messages.success(
            request, _("Now in the group “%(group)s”.") % {"group": form.cleaned_data["group"]}
        )
    return redirect("courses:enrolment", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def exception(request: Request, code: str) -> HttpResponse:
    session = manage.find(request, code)
    initial = {"email": request.GET.get("email", "")}
    form = GrantException(request.POST or None, session=session, initial=initial)
    if request.method == "POST" and form.is_valid() and granted(request, session, form):
        return redirect("courses:enrolments", code=code)
    return render(request, "courses/manage/exception.html", {"session": session, "form": form})


def granted(request: Request, session: TrainingSession, form: GrantException) -> bool:
    """A refusal stands beside the address, with everything else as it was typed."""
    person, found = form.cleaned_data["email"], form.cleaned_data
    try:
        actions.grant_exception(
            session, person, found["track"], reason=found["reason"], by=request.user
        )
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(
        request, _("The exception is recorded, and %(person)s is told.") % {"person": person}
    )
    return True
