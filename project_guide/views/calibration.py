"""A reviewer marks the example works of a round, and sees how the reference marks differ."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.numbers import cut
from core.refusals import Refused
from core.requests import Request
from files.serving import attachment
from people.models import User
from project_guide.actions import calibration as actions
from project_guide.actions.queue import refusal_of_claim
from project_guide.forms.calibration import TrialForm
from project_guide.models import Anchor, AnchorMark, ReviewRound, RoundAnchor, Trial
from project_guide.models.agreement import Standing, agreement
from project_guide.models.anchor import IN_A_PAIR
from project_guide.models.calibration import has_begun, standing
from project_guide.models.review_copy import file_name
from project_guide.reviewer_rounds import rounds_of


class Course:
    """One person's calibration in one round, read once for a page."""

    def __init__(self, user: User, code: str) -> None:
        self.user = user
        self.round: ReviewRound = get_object_or_404(rounds_of(user), code=code)
        self.places: list[RoundAnchor] = list(self.round.anchors.select_related("anchor__rubric"))
        if not self.places:
            raise Http404

    @cached_property
    def standing(self) -> Standing:
        return standing(self.user, self.round)

    @property
    def next_place(self) -> RoundAnchor | None:
        key = self.standing.next_anchor
        return next((row for row in self.places if row.anchor_id == key), None)

    def steps(self) -> list[dict[str, Any]]:
        """Works that are marked, and the next; those of the second pair only if it was needed."""
        found = self.next_place
        return [
            {"place": row.place, "title": row.anchor.card["title"], "is_done": row != found}
            for row in self.places
            if row.anchor_id in self.standing.results or row == found
        ]

    def find(self, place: int) -> RoundAnchor:
        """A work that was not asked of the person yet is not there."""
        open_to = {step["place"] for step in self.steps()}
        found = next((row for row in self.places if row.place == place), None)
        if found is None or place not in open_to:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        asked = not self.standing.is_done and not has_begun(self.user, self.round)
        now = timezone.now()
        return {
            "course": self,
            "round": self.round,
            "steps": self.steps(),
            "next": self.next_place if asked else None,
            "shares": [cut(share) for share in self.standing.shares()],
            "why_not": "" if asked else refusal_of_claim(self.user, self.round, now=now),
        }


@require_safe
def calibration(request: Request, code: str) -> HttpResponse:
    course = Course(request.user, code)
    return render(request, "project_guide/calibration/calibration.html", course.context())


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: Request, code: str, place: int) -> HttpResponse:
    """The sheet of one example work; once it is handed in, the difference."""
    course = Course(request.user, code)
    found = course.find(place)
    if request.method == "POST":
        return hand_in(request, course, found)
    if found.anchor_id in course.standing.results:
        return difference(request, course, found)
    return sheet(request, course, found, TrialForm(found.anchor.rubric.criteria.all()))


def hand_in(request: Request, course: Course, found: RoundAnchor) -> HttpResponse:
    form = TrialForm(found.anchor.rubric.criteria.all(), request.POST)
    if request.POST.get("anchor") != found.anchor.code:
        return lost(request, form, _("The example works of the round were changed meanwhile."))
    is_fixed = found.anchor_id in course.standing.results
    if not is_fixed and not form.is_valid():
        return sheet(request, course, found, form)
    try:
        actions.hand_in(
            course.round,
            found.anchor,
            form.levels() if form.is_valid() else {},
            comments=form.texts() if form.is_valid() else {},
            by=request.user,
        )
    except Refused as refusal:
        return lost(request, form, str(refusal))
    return redirect("project_guide:calibration_work", course.round.code, found.place)


def lost(request: Request, form: TrialForm, sentence: str) -> HttpResponse:
    """The words that were typed, when they could not be taken."""
    words = (request.POST.get(f"text_{row.code}", "") for row in form.criteria)
    context = {"sentence": sentence, "typed": [text for text in words if text.strip()]}
    return render(request, "project_guide/reviews/lost.html", context, status=409)


def sheet(request: Request, course: Course, found: RoundAnchor, form: TrialForm) -> HttpResponse:
    context = {
        **course.context(),
        **work_of(found.anchor, files_at(course.round, found)),
        "form": form,
        "place": found,
    }
    return render(request, "project_guide/calibration/sheet.html", context)


def work_of(anchor: Anchor, files: str) -> dict[str, Any]:
    return {"anchor": anchor, "copy": anchor.copy(), "files_at": files}


def files_at(review_round: ReviewRound, found: RoundAnchor) -> str:
    page = reverse("project_guide:calibration_work", args=[review_round.code, found.place])
    return f"{page}files/"


@dataclass(frozen=True)
class Difference:
    """One criterion: the person's mark beside the reference."""

    reference: AnchorMark
    level: int | None
    comment: str

    @property
    def distance(self) -> str:
        """`same`, `near` or `far`."""
        found = agreement({"": self.level}, {"": self.reference.level})
        return {2: "same", 1: "near"}.get(found.halves, "far")


def differences(trial: Trial) -> list[Difference]:
    marks = AnchorMark.objects.filter(anchor=trial.anchor_id).select_related("criterion")
    return [
        Difference(
            mark, trial.levels.get(mark.criterion.code), trial.comments.get(mark.criterion.code, "")
        )
        for mark in marks
    ]


def difference(request: Request, course: Course, found: RoundAnchor) -> HttpResponse:
    trial = Trial.objects.get(person=request.user, round=course.round, anchor=found.anchor)
    rows = differences(trial)
    counted = {word: sum(row.distance == word for row in rows) for word in ("same", "near", "far")}
    context = {
        **course.context(),
        **work_of(found.anchor, files_at(course.round, found)),
        "place": found,
        "rows": rows,
        "counted": counted,
        "share": shown_share(course.standing, found),
    }
    return render(request, "project_guide/calibration/difference.html", context)


def shown_share(found: Standing, place: RoundAnchor) -> str:
    """Of the pair, once both its works are marked."""
    share: Fraction | None = found.share(place.pair)
    return "" if share is None or place.place % IN_A_PAIR else cut(share)


@require_safe
def file(request: Request, code: str, place: int, number: int) -> FileResponse:
    return serve(Course(request.user, code).find(place).anchor, number, to=request.user)


def serve(anchor: Anchor, number: int, *, to: User) -> FileResponse:
    found = anchor.attached()
    if not 1 <= number <= len(found):
        raise Http404
    return attachment(found[number - 1].file, file_name(anchor.label, number), to=to)
