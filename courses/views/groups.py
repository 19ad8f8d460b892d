"""A tutor's groups: who is in them, where each stands, and the links that invite."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.actions import groups as actions
from courses.forms import ChangeTutors, FormGroup, Quota
from courses.models import Enrolment, Group, GroupInvitation, TrainingSession
from courses.models.rule import requirements_of
from courses.models.standing import with_standing
from courses.permissions import can_coordinate, can_lead, can_recruit
from people.models import User
from people.permissions import require


def find(request: Request, code: str) -> Group:
    found = get_object_or_404(Group.objects.visible_to(request.user).with_people(), code=code)
    require(can_lead(request.user, found))
    return found


@require_safe
def groups(request: Request) -> HttpResponse:
    """Those the person leads or coordinates, and the sessions in which they may form one."""
    roles = request.user.roles
    centres = roles.get("tutor", set()) | roles.get("coordinator", set())
    today = timezone.localdate()
    context = {
        "groups": Group.objects.visible_to(request.user).with_people(),
        "sessions": TrainingSession.objects.public().coming(today).filter(centre__in=centres),
    }
    return render(request, "courses/groups.html", context)


@require_safe
def group(request: Request, code: str) -> HttpResponse:
    return show(request, find(request, code))


def show(request: Request, found: Group, form: Quota | None = None) -> HttpResponse:
    people = list(
        with_standing(Enrolment.objects.of_group(found)).order_by(
            "teacher__last_name", "teacher__first_name"
        )
    )
    marks = requirements_of(found.session, people)
    now = timezone.now()
    context: dict[str, Any] = {
        "group": found,
        "session": found.session,
        "people": [{"enrolment": person, "marks": marks[person.pk]} for person in people],
        "invitations": found.invitations.all(),
        "now": now,
        "form": form or Quota(initial={"quota": found.quota}),
        "new_link": new_link_of(request, found),
        "coordinates": can_coordinate(request.user, found.session),
    }
    return render(request, "courses/group.html", context)


def new_link_of(request: Request, found: Group) -> str:
    """The address of a link made a moment ago: it is shown once."""
    made = request.session.get("new_link", {})
    if made.get("group") != found.code:
        return ""
    del request.session["new_link"]
    path = reverse("courses:join_group", args=[made["token"]])
    return request.build_absolute_uri(path)


@require_POST
def make_link(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    token = actions.make_link(found, by=request.user)
    request.session["new_link"] = {"group": found.code, "token": token}
    return redirect(f"{reverse('courses:group', args=[code])}#links")


@require_POST
def revoke_link(request: Request, code: str, link: str) -> HttpResponse:
    found = find(request, code)
    invitation = get_object_or_404(GroupInvitation, group=found, code=link)
    actions.revoke_link(invitation, by=request.user)
    messages.success(request, _("The invitation is withdrawn: its link gives no place any more."))
    return redirect(f"{reverse('courses:group', args=[code])}#links")


@require_POST
def quota(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    form = Quota(request.POST)
    if not form.is_valid() or not is_set(found, form, request):
        return show(request, found, form)
    messages.success(request, _("The number of places is changed."))
    return redirect("courses:group", code=code)


def is_set(found: Group, form: Quota, request: Request) -> bool:
    """A refusal stands beside the number, which stays as it was typed."""
    try:
        actions.set_quota(found, form.cleaned_data["quota"], by=request.user)
    except Refused as refusal:
        form.add_error("quota", str(refusal))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request, code: str) -> HttpResponse:
    """Form a group in a session; a coordinator chooses who leads it."""
    session = get_object_or_404(TrainingSession.objects.public(), code=code)
    if not can_recruit(request.user, session):
        raise Http404
    filled = FormGroup(request.POST or None, tutors=tutors_for(request.user, session))
    if request.method == "POST" and filled.is_valid():
        with refusals_as_messages(request):
            formed = actions.form_group(session, **filled.cleaned_data, by=request.user)
            messages.success(
                request, _("The group is formed. Make an invitation link and send it to teachers.")
            )
            return redirect("courses:group", code=formed.code)
    return render(request, "courses/group_form.html", {"session": session, "form": filled})


def tutors_for(person: User, session: TrainingSession) -> QuerySet[User] | None:
    """A coordinator chooses among all; a tutor's new group is their own."""
    return tutors_of(session) if can_coordinate(person, session) else None


def tutors_of(session: TrainingSession) -> QuerySet[User]:
    held = session.centre.memberships.current(timezone.now()).filter(role="tutor")
    return User.objects.filter(pk__in=held.values("person"))


@require_http_methods(["GET", "HEAD", "POST"])
def tutors(request: Request, code: str) -> HttpResponse:
    """A coordinator says who leads the group from now on."""
    found = find(request, code)
    require(can_coordinate(request.user, found.session))
    form = ChangeTutors(
        request.POST or None,
        tutors=tutors_of(found.session),
        initial={"tutors": [row.tutor_id for row in found.leading]},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            actions.change_tutors(found, form.cleaned_data["tutors"], by=request.user)
            messages.success(request, _("Saved. Those whom it concerns are told."))
            return redirect("courses:group", code=code)
    return render(request, "courses/manage/group_tutors.html", {"group": found, "form": form})
