"""A coordinator's narrow screen: who is in the centre, in which role; and accepting an offer."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import sheets
from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from people.actions import members as actions
from people.forms import Invite
from people.models import Centre, Invitation, Membership
from people.permissions import can_manage_members, require


def find_centre(request: Request, code: str) -> Centre:
    """Somebody else's centre is not there."""
    centre = get_object_or_404(Centre, code=code)
    if not can_manage_members(request.user, centre):
        raise Http404
    return centre


def current(centre: Centre) -> QuerySet[Membership]:
    """The people of the page and of what goes out as a sheet."""
    held = Membership.objects.current(timezone.now()).filter(centre=centre)
    return held.select_related("person")


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    form = Invite(request.POST or None)
    if form.is_valid() and invite(request, centre, form):
        return redirect("people:members", code=code)
    context = {
        "centre": centre,
        "form": form,
        "memberships": current(centre),
        "invitations": Invitation.objects.open(timezone.now()).filter(centre=centre),
    }
    return render(request, "people/members.html", context)


def head() -> list[str]:
    return [
        _("Surname"),
        _("Given name and patronymic"),
        _("E-mail"),
        _("School"),
        _("Role"),
        _("Since"),
    ]


def rows(centre: Centre) -> Iterator[list[Any]]:
    for held in current(centre):
        person = held.person
        named = [person.last_name, person.first_name, person.email, person.school]
        yield [*named, held.get_role_display(), held.since]


@require_safe
def xlsx(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    return sheets.as_xlsx(f"people-{centre.code}", head(), rows(centre))


@require_safe
def csv(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    return sheets.as_csv(f"people-{centre.code}", head(), rows(centre))


def invite(request: Request, centre: Centre, form: Invite) -> bool:
    """Whether the invitation is on its way; a refusal stands at the top of the form."""
    try:
        actions.invite(centre, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The invitation is on its way. It is good for 7 days."))
    return True


@require_POST
def revoke(request: Request, code: str) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.visible_to(request.user), code=code)
    require(can_manage_members(request.user, found.centre))
    with refusals_as_messages(request):
        actions.revoke(found, by=request.user)
        messages.success(request, _("The invitation no longer works."))
    return redirect("people:members", code=found.centre.code)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)
    require(can_manage_members(request.user, membership.centre))
    with refusals_as_messages(request):
        actions.end(membership, by=request.user)
        messages.success(request, _("The role has ended. What was done in it stays."))
    membership.refresh_from_db()
    is_out = membership.until and membership.person == request.user
    if is_out and membership.role == Membership.Role.COORDINATOR:
        return redirect("desk:desk")
    return redirect("people:members", code=membership.centre.code)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """For visitors, who are shown the way to an account and back, and for those signed in."""
    found = actions.find_invitation(token)
    if found is None:
        raise Http404
    if not request.user.is_authenticated:
        request.session["after_sign_in"] = request.path
        if request.method == "POST":
            return redirect_to_login(request.path)
    elif request.method == "POST":
        with refusals_as_messages(request):
            actions.accept(found, by=request.user)
            messages.success(request, _("Welcome. Your new role is on your desk."))
            return redirect("desk:desk")
    return render(request, "people/invitation.html", context_of(found, request))


def context_of(found: Invitation, request: Request) -> dict[str, object]:
    user = request.user
    return {
        "invitation": found,
        "is_open": Invitation.objects.open(timezone.now()).filter(pk=found.pk).exists(),
        "is_mine": user.is_authenticated and actions.is_for(found, user),
        "is_accepted_by_me": found.accepted_by_id is not None and found.accepted_by_id == user.pk,
    }
