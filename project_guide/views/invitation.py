"""An expert's invitation: the way in by the link, the brief, the answer."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from people.links import enter as sign_in
from people.links import may_enter_by_link, throttled
from project_guide.actions import answers
from project_guide.brief import brief_of
from project_guide.forms.expert import DeclineForm
from project_guide.models import ReviewInvitation
from project_guide.permissions import can_answer


def find(request: Request, code: str) -> ReviewInvitation:
    """Somebody else's invitation, and one that was never sent, is not there."""
    mine = ReviewInvitation.objects.filter(person=request.user, sent_at__isnull=False)
    return get_object_or_404(
        mine.select_related("slot", "version", "round__session__course", "round__rubric"),
        code=code,
    )


@require_safe
def invitation(request: Request, code: str) -> HttpResponse:
    """The brief, as long as it can be answered; afterwards nothing of the piece."""
    found = find(request, code)
    if not can_answer(request.user, found):
        return closed(request, found)
    context = {"invitation": found, "round": found.round, "brief": brief_of(found)}
    return render(request, "project_guide/reviews/invitation.html", context)


def closed(request: Request, found: ReviewInvitation) -> HttpResponse:
    context = {"invitation": found}
    status = 409 if request.method == "POST" else 200
    return render(request, "project_guide/reviews/invitation_over.html", context, status=status)


@require_POST
def accept(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    with refusals_as_messages(request):
        slot = answers.accept(found, by=request.user)
        messages.success(request, _("Thank you. The piece is with you now."))
        return redirect("project_guide:sheet", slot.code)
    return redirect("project_guide:invitation", code)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    if not can_answer(request.user, found):
        return closed(request, found)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            suggestion = form.suggestion()
            answers.decline(found, **form.said(), suggestion=suggestion, by=request.user)
            messages.success(request, _("Thank you for answering. Somebody else is asked."))
        return redirect("project_guide:reviews")
    context = {"invitation": found, "form": form}
    return render(request, "project_guide/reviews/decline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request, token: str) -> HttpResponse:
    """The link of the letter. Opening it does nothing, because scanners of mail open links; its
    button signs the owner in, once."""
    found = answers.invitation_of(token)
    if request.user.is_authenticated:
        response = signed_in(request, found)
    elif request.method == "POST" and (refusal := throttled(request)) is not None:
        response = refusal
    elif found is None or found.used_at or not can_answer(found.person, found):
        response = dead(request)
    elif request.method == "POST":
        response = knock(request, found)
    else:
        response = render(request, "project_guide/reviews/enter.html")
    add_never_cache_headers(response)
    return response


def signed_in(request: Request, found: ReviewInvitation | None) -> HttpResponse:
    """Whoever is in needs no link; all others are told the same, whatever the link is."""
    if found is not None and found.person_id == request.user.pk:
        return redirect("project_guide:invitation", found.code)
    return render(request, "project_guide/reviews/not_yours.html")


def dead(request: Request) -> HttpResponse:
    """Used, late, withdrawn, replaced, or never a link: all are told the same."""
    return render(request, "project_guide/reviews/dead_link.html", status=404)


def knock(request: Request, found: ReviewInvitation) -> HttpResponse:
    brief = reverse("project_guide:invitation", args=[found.code])
    if not may_enter_by_link(found.person):
        return redirect_to_login(brief)
    try:
        answers.use_link(found, now=timezone.now())
    except Refused:
        return dead(request)
    sign_in(request, found.person)
    return redirect(brief)
