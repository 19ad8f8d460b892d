"""The example works of a round: choosing them, and who has marked them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.numbers import cut
from core.refusals import Refused
from core.requests import Request
from courses.models import TrainingSession
from people.models import User
from project_guide.actions import anchors as actions
from project_guide.forms.calibration import PairsForm
from project_guide.forms.round import RoundForm
from project_guide.models import ReviewRound, Trial
from project_guide.models.agreement import Standing
from project_guide.models.calibration import pairs_of
from project_guide.views.rounds import show_rules


def find(request: Request, code: str, round_code: str) -> tuple[TrainingSession, ReviewRound]:
    sessions = TrainingSession.objects.of_coordinator(request.user)
    session = get_object_or_404(sessions.select_related("centre", "course"), code=code)
    rounds = session.review_rounds.select_related("rubric", "session__centre")
    return session, get_object_or_404(rounds, code=round_code)


@require_POST
def choose(request: Request, code: str, round_code: str) -> HttpResponse:
    _session, found = find(request, code, round_code)
    form = PairsForm(found, request.POST)
    if form.is_valid():
        try:
            actions.choose(found, form.pairs(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The example works of the round are saved."))
            return redirect("project_guide:change_round", code, round_code)
    return show_rules(request, found, RoundForm(instance=found), form)


@dataclass(frozen=True)
class Calibrated:
    person: User
    marked: int
    shares: list[str]
    standing: Standing


@require_safe
def calibrated(request: Request, code: str, round_code: str) -> HttpResponse:
    session, found = find(request, code, round_code)
    context: dict[str, Any] = {"session": session, "round": found, "rows": rows_of(found)}
    return render(request, "project_guide/calibration/calibrated.html", context)


def rows_of(found: ReviewRound) -> list[Calibrated]:
    """Everybody who has marked an example work of the round, by name; two queries."""
    pairs = pairs_of(found.anchors.all())
    trials: dict[User, list[Trial]] = defaultdict(list)
    for trial in found.trials.select_related("person").order_by(
        "person__last_name", "person__first_name", "person"
    ):
        trials[trial.person].append(trial)
    return [row(found, pairs, person, handed_in) for person, handed_in in trials.items()]


def row(
    found: ReviewRound, pairs: list[list[int]], person: User, handed_in: list[Trial]
) -> Calibrated:
    results = {trial.anchor_id: trial.agreement for trial in handed_in}
    where = Standing(pairs, results, found.calibration_share)
    return Calibrated(person, len(handed_in), [cut(share) for share in where.shares()], where)
