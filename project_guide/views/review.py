"""The sheet of a reviewer: criterion by criterion, beside the blind copy."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refusals import Refused
from core.requests import Request
from project_guide.actions import reviews
from project_guide.forms.review import (
    CriterionForm,
    OverallForm,
    choices_of,
    initial_of,
)
from project_guide.models import Criterion, Mark
from project_guide.paper import OVERALL, Paper
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
def sheet(request: Request, code: str) -> HttpResponse:
    if request.method == "POST" and (lost := lost_words(request, code, TAKEN_AWAY | FIXED)):
        return lost
    paper = Paper(find(request, code))
    if not paper.is_open:
        return show_given(request, paper)
    key = request.GET.get("criterion") or paper.next_gap()
    if key == OVERALL:
        return page(request, paper, key, OverallForm(paper.review, request.POST or None))
    return page(request, paper, key, criterion_form(paper, key, request.POST or None))


def criterion_of(paper: Paper, key: str) -> Criterion:
    by_key = {str(number): row for number, row in enumerate(paper.criteria, start=1)}
    if key not in by_key:  # int() reads digits of all scripts, and zeros before them
        raise Http404
    return by_key[key]


def criterion_form(paper: Paper, key: str, data: Any) -> CriterionForm:
    criterion = criterion_of(paper, key)
    initial = initial_of(paper.marks.get(criterion.pk))
    return CriterionForm(criterion, data, initial={**initial, "edition": paper.review.edition})


def page(
    request: Request, paper: Paper, key: str, form: CriterionForm | OverallForm
) -> HttpResponse:
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            save(request, paper, key, form)
            return saved(request, paper, key)
        except Refused as refused:
            refusal = str(refused)
    if request.POST.get("step") == "autosave":
        errors = [str(text) for texts in form.errors.values() for text in texts]
        problems = refusal or " ".join(errors)
        return JsonResponse({"refused": problems, "stale": bool(refusal)}, status=409)
    return show(request, paper, key, form, refusal)


def save(request: Request, paper: Paper, key: str, form: CriterionForm | OverallForm) -> None:
    drafted = reviews.drafted(paper.review)
    if isinstance(form, OverallForm):
        for name, value in form.said().items():
            setattr(drafted, name, value)
    else:
        drafted.entries = {criterion_of(paper, key).code: form.entry()}
    reviews.save(paper.review, drafted, edition=form.cleaned_data["edition"], by=request.user)


def saved(request: Request, paper: Paper, key: str) -> HttpResponse:
    step = request.POST.get("step", "next")
    code = paper.slot.code
    if step == "autosave":
        at = timezone.localtime(paper.review.saved_at).strftime("%H:%M")
        text = _("Saved at %(time)s.") % {"time": at}
        return JsonResponse({"edition": paper.review.edition, "saved": text})
    if step == "later":
        messages.success(request, _("Saved. The piece stays with you; come back any time."))
        return redirect("project_guide:reviews")
    if step == "next" and key == OVERALL:
        return redirect("project_guide:hand_in", code)
    if step == "next":
        say_what_is_owed(request, paper, key)
    return redirect(address(code, paper.neighbour(key, -1 if step == "back" else 1)))


def say_what_is_owed(request: Request, paper: Paper, key: str) -> None:
    """A level that needs a comment and has none may be left so for now, but not unnoticed."""
    criterion = criterion_of(paper, key)
    mark = Mark.objects.filter(review=paper.review, criterion=criterion).first()
    if mark is not None and mark.level is not None and (gap := reviews.gap_of(mark)):
        messages.warning(request, f"{criterion.title}: {gap}")


def address(code: str, key: str) -> str:
    return f"{reverse('project_guide:sheet', args=[code])}?criterion={key}"


def show(
    request: Request,
    paper: Paper,
    key: str,
    form: CriterionForm | OverallForm,
    refusal: str,
) -> HttpResponse:
    context = {
        **frame(paper),
        "form": form,
        "key": key,
        "back": "" if key == "1" else address(paper.slot.code, paper.neighbour(key, -1)),
        "refusal": refusal,
    }
    if refusal:
        context |= {"saved_parts": saved_parts(paper, key), "edition": paper.review.edition}
    if key != OVERALL:
        context |= {"criterion": criterion_of(paper, key), "number": int(key)}
    template = "overall" if key == OVERALL else "criterion"
    return render(
        request,
        f"project_guide/reviews/{template}.html",
        context,
        status=409 if refusal else 200,
    )


def saved_parts(paper: Paper, key: str) -> list[dict[str, str]]:
    """What is saved now of this page, to be compared with what was typed."""
    paper.review.refresh_from_db(fields=["edition", "strengths", "must_fix", "private_note"])
    if key == OVERALL:
        form = OverallForm(paper.review)
        found = {str(form[name].label): form.initial.get(name, "") for name in form.fields}
    else:
        criterion = criterion_of(paper, key)
        mark = Mark.objects.filter(review=paper.review, criterion=criterion).first()
        saved = CriterionForm(criterion, initial=initial_of(mark))
        levels = dict(choices_of(criterion))
        found = {
            str(saved["level"].label): levels.get(saved.initial["level"], ""),
            str(saved["comment"].label): saved.initial["comment"],
        }
    return [
        {"label": name, "text": text}
        for name, text in found.items()
        if text and isinstance(text, str)
    ]
