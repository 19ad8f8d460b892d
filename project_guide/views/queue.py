"""A reviewer's rounds as a page, and the next piece."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import refusals_as_messages
from core.requests import Request
from people.models import User
from project_guide.actions import queue as actions
from project_guide.models import Project, ReviewRound, ReviewSlot
from project_guide.models.calibration import is_asked
from project_guide.models.review_invitation import waiting_for
from project_guide.reviewer_rounds import desk_of, rounds_of

State = ReviewSlot.State
Peer = ReviewRound.ReviewerKind.PEER
Expert = ReviewRound.ReviewerKind.EXPERT


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: Request) -> HttpResponse:
    if request.method == "POST":
        return take(request)
    now = timezone.now()
    desk = desk_of(request.user, now)
    context = {
        "cards": desk.cards,
        "past": desk.past,
        "invitations": waiting_for(request.user, now),
        "is_expert": bool(request.user.roles.get("expert")),
        "desks": desks_of(request.user),
        "now": now,
    }
    return render(request, "project_guide/reviews/queue.html", context)


def take(request: Request) -> HttpResponse:
    found = get_object_or_404(rounds_of(request.user), code=request.POST.get("round", ""))
    if found.is_open(timezone.now()) and is_asked(request.user, found):
        return redirect("project_guide:calibration", found.code)
    with refusals_as_messages(request):
        slot = actions.claim_next(found, by=request.user)
        return redirect("project_guide:sheet", slot.code)
    return redirect("project_guide:reviews")


def desks_of(user: User) -> dict[str, bool]:
    """Which other pages of reviewing are this person's."""
    is_coordinator = bool(user.roles.get("coordinator"))
    leads = is_coordinator or bool(user.roles.get("tutor"))
    return {"releases": leads, "decisions": is_coordinator}


def releasable(user: User) -> QuerySet[Project]:
    """Projects in peer review of groups one tutors or centres one coordinates; never one's own,
    nor those one reviews: there the author must stay unknown."""
    return (
        Project.objects.filter(
            Q(pk__in=Project.objects.tutored_by(user).values("pk"))
            | Q(pk__in=Project.objects.coordinated_by(user).values("pk"))
        )
        .exclude(pk__in=Project.objects.of_author(user).values("pk"))
        .exclude(pk__in=ReviewSlot.objects.filter(reviewer=user).values("version__project"))
    )
