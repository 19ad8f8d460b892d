"""A coordinator's narrow screen: who is in the centre, in which role; and accepting an offer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import refusals_as_messages
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


@require_http_methods(["GET", "POST"])
def members(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    form = Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            actions.invite(centre, **form.cleaned_data, by=request.user)
            messages.success(request, _("The invitation is on its way. It is good for 7 days."))
        return redirect("people:members", code=code)
    now = timezone.now()
    context = {
        "centre": centre,
        "form": form,
        "memberships": Membership.objects.current(now)
        .filter(centre=centre)
        .select_related("person"),
        "invitations": Invitation.objects.open(now).filter(centre=centre),
    }
    return render(request, "people/members.html", context)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)
    require(can_manage_members(request.user, membership.centre))
    with refusals_as_messages(request):
        actions.end(membership, by=request.user)
    return redirect("people:members", code=membership.centre.code)


@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    found = actions.find_invitation(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.accept(found, by=request.user)
            messages.success(request, _("Welcome. Your new role is on your desk."))
            return redirect("desk:desk")
    is_open = Invitation.objects.open(timezone.now()).filter(pk=found.pk).exists()
    is_mine = found.email.lower() == request.user.email.lower()
    return render(
        request,
        "people/invitation.html",
        {"invitation": found, "is_open": is_open, "is_mine": is_mine},
    )
