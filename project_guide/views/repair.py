"""A coordinator's page of the moves that the nightly repair proposes."""

from collections.abc import Collection

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.models import TrainingSession
from people.models import User
from project_guide.actions import repair_moves as actions
from project_guide.models import RepairMove, RepairRun
from project_guide.views.rounds import find

PER_PAGE = 50


def proposed(session: TrainingSession, user: User) -> QuerySet[RepairMove]:
    """The most expensive last: it is the one to think about."""
    found = RepairMove.objects.visible_to(user).proposed().filter(run__round__session=session)
    people = ("from_reviewer", "to_reviewer")
    found = found.select_related("run__round__session", "slot__version__project", *people)
    return found.order_by("run__round", "price", "position")


def without_anybody(session: TrainingSession) -> int:
    """Places for which the last run of each round found nobody."""
    last = RepairRun.objects.filter(round=OuterRef("pk")).order_by("-made_at", "-pk")
    rounds = session.review_rounds.annotate(left=Subquery(last.values("left")[:1]))
    return rounds.aggregate(places=Sum("left"))["places"] or 0


@require_safe
def moves(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    page = Paginator(proposed(session, request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"session": session, "page": page, "left": without_anybody(session)}
    return render(request, "project_guide/reviews/moves.html", context)


@require_POST
def answer(request: Request, code: str, move: str) -> HttpResponse:
    found = get_object_or_404(proposed(find(request, code), request.user), code=move)
    with refusals_as_messages(request):
        if "refuse" in request.POST:
            actions.refuse(found, by=request.user)
            messages.success(request, _("Refused. It will not be proposed again."))
        else:
            tell(request, [actions.accept(found, by=request.user)])
    return redirect("project_guide:moves", code)


@require_POST
def accept_all(request: Request, code: str) -> HttpResponse:
    """Each in a transaction of its own: what has changed meanwhile keeps nothing else back."""
    session = find(request, code)
    done = []
    for found in proposed(session, request.user):
        try:
            done.append(actions.accept(found, by=request.user))
        except Refused:  # somebody else answers at the same time
            continue
    tell(request, done)
    return redirect("project_guide:moves", code)


def tell(request: Request, done: Collection[bool]) -> None:
    accepted, outdated = sum(done), len(done) - sum(done)
    if not done:
        messages.info(request, _("Nothing was left to be accepted."))
    if accepted:
        text = ngettext(
            "%(number)d move accepted: the place is kept, and the person is asked.",
            "%(number)d moves accepted: the places are kept, and the people are asked.",
            accepted,
        )
        messages.success(request, text % {"number": accepted})
    if outdated:
        text = ngettext(
            "%(number)d move is outdated: something has changed since the night.",
            "%(number)d moves are outdated: something has changed since the night.",
            outdated,
        )
        messages.warning(request, text % {"number": outdated})
