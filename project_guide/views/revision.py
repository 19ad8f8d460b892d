"""The sheets that were given to the authors, and the remarks to answer one by one."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refusals import Refused
from core.requests import Request
from people.permissions import require
from project_guide.actions import release
from project_guide.forms.others import Answer
from project_guide.models import Mark, Project, Remark, Review
from project_guide.permissions import is_author
from project_guide.pseudonyms import labelled
from project_guide.views.projects import find


@dataclass
class Sheet:
    """One reviewer's sheet as the authors see it: a letter stands for the person."""

    title: str
    version: int
    review: Review
    marks: list[dict[str, Any]]
    remarks: list[dict[str, Any]]


def sheets_of(project: Project, typed: dict[int, Answer]) -> list[Sheet]:
    """The released sheets in the order they came."""
    reviews = (
        Review.objects.filter(slot__version__project=project, released_at__isnull=False)
        .select_related("slot__round", "slot__version", "slot__reviewer")
        .with_marks()
        .prefetch_related("remarks")
        .order_by("submitted_at", "pk")
    )
    return [_sheet(review, title, typed) for review, title in labelled(reviews)]


def _sheet(review: Review, title: str, typed: dict[int, Answer]) -> Sheet:
    return Sheet(
        title=title,
        version=review.slot.version.number,
        review=review,
        marks=[_mark(mark) for mark in review.marks.all()],
        remarks=[
            {"remark": remark, "form": typed.get(remark.pk) or _answer_form(remark)}
            for remark in review.remarks.all()
        ],
    )


def _mark(mark: Mark) -> dict[str, Any]:
    words = mark.criterion.descriptors()
    level = mark.effective
    known = level is not None and level < len(words)
    found = words[level or 0] if known else ""
    return {"mark": mark, "criterion": mark.criterion, "words": found}


def _answer_form(remark: Remark, typed: dict[str, str] | None = None) -> Answer:
    """Of one remark. The forms of the page are sent together, so that no text is lost."""
    initial = {"outcome": remark.outcome, "answer": remark.answer}
    return Answer(typed, initial=initial, auto_id=f"id_{remark.pk}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    if request.method == "POST":
        require(is_author(request.user, project))
        return answer(request, project)
    return page(request, project, {})


def answer(request: Request, project: Project) -> HttpResponse:
    """Keep what was typed to any of the remarks; boxes left empty wait for another time."""
    pairs = pairs_of(request, project)
    said = [(remark, typed) for remark, typed in pairs if is_said(remark, typed)]
    forms = {remark.pk: _answer_form(remark, typed) for remark, typed in said or pairs[:1]}
    if not all(form.is_valid() for form in forms.values()):
        return page(request, project, forms)
    try:
        cleaned = [(remark, *forms[remark.pk].said()) for remark, _typed in said]
        release.answer_all(cleaned, by=request.user)
    except Refused as refusal:
        next(iter(forms.values())).add_error("answer", str(refusal))
        return page(request, project, forms)
    messages.success(request, _("The answers are kept."))
    here = reverse("project_guide:revision", args=[project.code])
    return redirect(f"{here}#remark-{said[0][0].pk}")


def is_said(remark: Remark, typed: dict[str, str]) -> bool:
    return bool(typed["answer"].strip() or typed["outcome"] or remark.answered_at)


def pairs_of(request: Request, project: Project) -> list[tuple[Remark, dict[str, str]]]:
    """The remarks on the page, each with what its author chose and typed.

    Raises:
        Http404: one of them is not of this project, or none was sent.
    """
    sent = request.POST.getlist("remark")
    numbers = [int(sign) if sign.isdecimal() and len(sign) < 19 else 0 for sign in sent]
    remarks = Remark.objects.filter(
        review__slot__version__project=project, review__released_at__isnull=False
    ).select_related("review__slot__version__project")
    found = remarks.in_bulk(numbers)
    if not numbers or any(number not in found for number in numbers):
        raise Http404
    many = len(numbers)
    outcomes, texts = (request.POST.getlist(name)[:many] for name in ("outcome", "answer"))
    rows = zip_longest(numbers, outcomes, texts, fillvalue="")
    return [(found[row[0]], {"outcome": row[1], "answer": row[2]}) for row in rows]


def page(request: Request, project: Project, typed: dict[int, Answer]) -> HttpResponse:
    sheets = sheets_of(project, typed)
    remarks = [row["remark"] for sheet in sheets for row in sheet.remarks]
    author = is_author(request.user, project)
    context = {
        "project": project,
        "sheets": sheets,
        "remarks": len(remarks),
        "answered": sum(remark.answered_at is not None for remark in remarks),
        "is_author": author,
        "writes": author and (project.is_editable or bool(typed)),
        "gaps": project.missing() if project.is_editable else [],
        "typed": list(typed.values()),
    }
    return render(request, "project_guide/projects/revision.html", context)
