"""Cards of sheets that differ, and a further opinion that nobody is left to give."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from project_guide.actions import disagreement
from project_guide.actions import moderation as actions
from project_guide.forms.moderation import AdjustForm, CloseForm, CoachForm, UpholdForm
from project_guide.models import Criterion, Mark, Moderation, Review
from project_guide.views import deciding
from project_guide.views.release import PER_PAGE

Outcome = Moderation.Outcome
Forms = dict[str, forms.Form]


@dataclass(frozen=True)
class Side:
    """One reviewer's mark of a criterion, with the words of its level."""

    reviewer: str
    mark: Mark | None
    words: str


@dataclass(frozen=True)
class Row:
    criterion: Criterion
    sides: list[Side]
    is_apart: bool

    @property
    def levels(self) -> str:
        """Of both sheets, the first first."""
        given = [side.mark.effective if side.mark else None for side in self.sides]
        return "; ".join("-" if level is None else str(level) for level in given)


@require_safe
def moderations(request: Request) -> HttpResponse:
    if not request.user.roles.get("coordinator"):
        raise Http404
    cards = Moderation.objects.for_judge(request.user).open()
    cards = cards.select_related("version", "round__session")
    page = Paginator(cards, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "project_guide/reviews/moderations.html", {"page": page})


def find(request: Request, code: str) -> Moderation:
    sheets = (
        Review.objects.with_marks()
        .with_rubric()
        .select_related("slot__reviewer")
        .prefetch_related("remarks")
    )
    cards = Moderation.objects.for_judge(request.user)
    return get_object_or_404(
        cards.select_related("version__project__owner", "round__session", "by").prefetch_related(
            Prefetch("first", sheets), Prefetch("second", sheets)
        ),
        code=code,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def moderation(request: Request, code: str) -> HttpResponse:
    card = find(request, code)
    chosen = request.POST.get("outcome", "")
    offered = forms_of(card, chosen, request.POST)
    form = offered.get(chosen)
    if form is not None and form.is_valid():
        try:
            act(card, form, request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. Nothing was deleted: both sheets are kept."))
            return redirect("project_guide:moderations")
    return show(request, card, offered)


def forms_of(card: Moderation, chosen: str, data: Any) -> Forms:
    """The ways that are open; what was typed stands in the one that was chosen."""

    def sent(outcome: str) -> dict[str, Any]:
        return {"data": data if outcome == chosen else None, "prefix": outcome}

    found: Forms = {}
    if not card.outcome:
        found[Outcome.UPHELD] = UpholdForm(**sent(Outcome.UPHELD))
    if card.is_adjustable and not card.is_decided():
        given = {row.criterion: row.levels for row in rows_of(card)}
        found[Outcome.ADJUSTED] = AdjustForm(card, given, **sent(Outcome.ADJUSTED))
    if not card.outcome:
        found[Outcome.COACHED] = CoachForm(card, **sent(Outcome.COACHED))
    return found


def act(card: Moderation, form: forms.Form, request: Request) -> None:
    by = request.user
    if isinstance(form, AdjustForm):
        reason = form.cleaned_data["reason"]
        actions.adjust(card, form.chosen(), form.levels(), reason=reason, by=by)
    elif isinstance(form, CoachForm):
        actions.coach(card, form.chosen(), note=form.cleaned_data["note"], by=by)
    else:
        actions.uphold(card, note=form.cleaned_data["note"], by=by)


def rows_of(card: Moderation) -> list[Row]:
    """The criteria on which the sheets differ, in the order of the rubric."""
    return [
        Row(row, [_side(row, one) for one in sheets_of(card)], row.code in card.gates)
        for row in card.first.rubric.criteria.all()
        if row.code in card.criteria
    ]


def sheets_of(card: Moderation) -> list[Review]:
    return [card.first, card.second]


def _side(criterion: Criterion, sheet: Review) -> Side:
    mark = next((one for one in sheet.marks.all() if one.criterion_id == criterion.pk), None)
    level = mark.effective if mark else None
    words = criterion.descriptors()
    said = words[level] if level is not None and level < len(words) else ""
    return Side(str(sheet.slot.reviewer), mark, said)


def show(request: Request, card: Moderation, offered: Forms) -> HttpResponse:
    context = {
        "card": card,
        "sheets": sheets_of(card),
        "rows": rows_of(card),
        "forms": offered,
        "is_decided": card.is_decided(),
        # What went to the reviewer is between the two of them.
        "note": card.note if card.outcome != Outcome.COACHED or card.by == request.user else "",
    }
    return render(request, "project_guide/reviews/moderation.html", context)


@require_POST
def close_third_opinion(request: Request, code: str) -> HttpResponse:
    """No expert is left to give one more opinion: the decision need not wait for it."""
    project = deciding.find(request, code)
    if page := deciding.barred(request, project):
        return page
    form = CloseForm(request.POST)
    with refusals_as_messages(request):
        version = project.latest()
        if version is None or not form.is_valid():
            raise Refused(_("Say in up to 300 characters why nobody need wait."))
        disagreement.close_third_opinion(
            version, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("Nobody waits for one more opinion now."))
    return redirect("project_guide:decision", code)
