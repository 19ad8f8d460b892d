"""A tutor's invitation: what it invites to, and joining the group."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refusals import refusals_as_messages
from courses.actions import enrolment as actions
from courses.actions.groups import find_link, refusal_of_link
from courses.models import Enrolment, Group, GroupInvitation
from courses.views.sessions import greet, person_of
from courses.views.tracks import choices
from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """For visitors, who are shown the way to an account and back, and for those signed in."""
    invitation = find_link(token)
    if invitation is None:
        raise Http404
    person = person_of(request)
    if person is None:
        request.session["after_sign_in"] = request.path
        if request.method == "POST":
            return redirect_to_login(request.path)
    else:
        request.session.pop("after_sign_in", None)
    if person and request.method == "POST":
        with refusals_as_messages(request):
            mine = actions.come_by_link(invitation, person, request.POST.get("track", ""))
            greet(request, mine)
            return redirect("courses:enrolment", code=mine.code)
    return render(request, "courses/join.html", context_of(invitation, person))


def context_of(invitation: GroupInvitation, person: User | None) -> dict[str, Any]:
    group, session = invitation.group, invitation.group.session
    mine = None
    if person:
        mine = Enrolment.objects.filter(teacher=person, session=session).first()
    is_new = mine is None or mine.state == Enrolment.State.WITHDRAWN
    return {
        "invitation": invitation,
        "group": group,
        "session": session,
        "tutors": list(group.leaders()),
        "refusal": refusal_of_link(invitation) or refusal_of_person(invitation, mine, is_new),
        "mine": mine,
        "leads": bool(person and group.leaders().filter(pk=person.pk).exists()),
        "present": Group.objects.of_enrolment(mine) if mine else None,
        "tracks": choices(session, person) if is_new else [],
    }


def refusal_of_person(invitation: GroupInvitation, mine: Enrolment | None, is_new: bool) -> str:
    """Why this person cannot use a good link now."""
    if is_new and not invitation.group.session.is_open_for_enrolment(timezone.now()):
        return _("Enrolment in this session is closed. Ask the tutor about the next session.")
    if mine and mine.state == Enrolment.State.WAITING:
        return _(
            "You are on the waiting list of the session. "
            "Open this link again when you have been given a place."
        )
    if mine and mine.state == Enrolment.State.ON_BREAK:
        return _("You are on a break. Come back to the session first, then join the group.")
    return ""
