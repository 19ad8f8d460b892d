"""The end of a review: handing it in, giving the piece back; and the files of the copy."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from files.serving import attachment
from project_guide.actions import queue, reviews
from project_guide.forms.expert import TimeForm
from project_guide.forms.review import GiveBackForm
from project_guide.models.review_copy import file_name
from project_guide.paper import Paper, files_of
from project_guide.views.piece import (
    FIXED,
    GET_OR_POST,
    TAKEN_AWAY,
    find,
    frame,
    lost_words,
    show_given,
)


@require_http_methods(GET_OR_POST)
def hand_in(request: Request, code: str) -> HttpResponse:
    if request.method == "POST" and (lost := lost_words(request, code, TAKEN_AWAY)):
        return lost
    paper = Paper(find(request, code))
    form = TimeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            reviews.submit(paper.review, minutes=form.whole(), by=request.user)
            messages.success(request, _("The review is handed in. Thank you for your work."))
            return redirect("project_guide:reviews")
        return redirect("project_guide:hand_in", code)
    if not paper.is_open:
        return show_given(request, paper)
    context = {**frame(paper), "time": form}
    return render(request, "project_guide/reviews/hand_in.html", context)


@require_http_methods(GET_OR_POST)
def give_back(request: Request, code: str) -> HttpResponse:
    if request.method == "POST" and (lost := lost_words(request, code, TAKEN_AWAY | FIXED)):
        return lost
    slot = find(request, code)
    if not slot.is_held:
        return redirect("project_guide:sheet", code)
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            queue.give_back(slot, **form.said(), by=request.user)
            messages.success(request, _("The piece goes to somebody else. Thank you for telling."))
            if "next" in request.POST:
                following = queue.claim_next(slot.round, by=request.user)
                return redirect("project_guide:sheet", following.code)
        return redirect("project_guide:reviews")
    context = {"slot": slot, "form": form}
    return render(request, "project_guide/reviews/give_back.html", context)


@require_safe
def file(request: Request, code: str, number: int) -> FileResponse:
    slot = find(request, code)
    found = files_of(slot)
    if not 1 <= number <= len(found):
        raise Http404
    return attachment(found[number - 1].file, file_name(slot.label, number), to=request.user)
