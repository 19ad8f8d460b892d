"""What the pages of a reviewer's piece share: finding it, its frame, and its being lost."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.requests import Request
from project_guide.earlier import earlier_of
from project_guide.models import ReviewSlot
from project_guide.paper import Paper, changes_for_reviewer

State = ReviewSlot.State
GET_OR_POST = ["GET", "HEAD", "POST"]


def find(request: Request, code: str) -> ReviewSlot:
    """A piece that is not with this reviewer is not there."""
    slots = ReviewSlot.objects.of_reviewer(request.user)
    return get_object_or_404(
        slots.select_related("round", "version", "review__rubric").prefetch_related(
            "review__rubric__criteria", "review__marks"
        ),
        code=code,
    )


def frame(paper: Paper) -> dict[str, Any]:
    """What every page of the sheet shows."""
    steps = paper.steps()
    return {
        "slot": paper.slot,
        "paper": paper,
        "authors": authors_of(paper),
        "copy": paper.copy(),
        "changes": changes_for_reviewer(paper.slot),
        "earlier": earlier_of(paper.slot),
        "steps": steps,
        "gaps": [step for step in steps if step.gap],
        "marked": paper.marked(),
        "now": timezone.now(),
        "is_late": paper.slot.is_late(timezone.now()),
    }


def authors_of(paper: Paper) -> str:
    """Names, where the round lets its reviewers see them; empty where the copy is blind."""
    slot = paper.slot
    if not slot.round.shows_authors:
        return ""
    return ", ".join(str(row["name"]) for row in slot.version.authors)


def show_given(request: Request, paper: Paper) -> HttpResponse:
    marks = {mark.criterion_id: mark for mark in paper.review.marks.to_read()}
    rows = [{"criterion": row, "mark": marks.get(row.pk)} for row in paper.criteria]
    return render(request, "project_guide/reviews/given.html", {**frame(paper), "rows": rows})


TYPED_APART = {"csrfmiddlewaretoken", "edition", "step"}


TAKEN_AWAY = {State.CANCELLED}
FIXED = {State.SUBMITTED}


def lost_words(request: Request, code: str, states: set[State]) -> HttpResponse | None:
    """Words typed for a piece that came into one of the states meanwhile are given back.

    It shows nothing of the piece; whoever gave it back themselves, or never had it, finds no page.
    """
    lost = ReviewSlot.objects.filter(code=code, reviewer=request.user, state__in=states).first()
    if lost is None:
        return None
    typed = [
        text
        for name in request.POST
        if name not in TYPED_APART
        for text in request.POST.getlist(name)
        if len(text) > 2
    ]
    sentence = (
        _("The sheet was handed in before, and is fixed.")
        if lost.state in FIXED
        else _("This piece is not with you any more: it was withdrawn, or has been decided upon.")
    )
    if request.POST.get("step") == "autosave":
        return JsonResponse({"refused": sentence}, status=409)
    context = {"sentence": sentence, "typed": typed}
    return render(request, "project_guide/reviews/lost.html", context, status=409)
