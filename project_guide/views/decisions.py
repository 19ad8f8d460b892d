"""The coordinator's desk of decisions: sheets side by side, the proposal, the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.models import Enrolment
from project_guide.actions import decisions as actions
from project_guide.decision_desk import Desk, desk_of, suggested_letter
from project_guide.forms.decision import DecisionForm
from project_guide.models import Project, ReviewRound, ReviewSlot
from project_guide.views.release import PER_PAGE, with_sheets

State = Project.State
Expert = ReviewRound.ReviewerKind.EXPERT
# What waits for a coordinator, and what was decided.
WAITING = [State.EXPERT_REVIEW, State.ACCEPTED_WITH_EDITS]
SHOWN = {
    "accepted": [State.ACCEPTED],
    "published": [State.PUBLISHED],
    "closed": [State.RETURNED, State.OUT_OF_SCOPE],
}


@require_safe
def decisions(request: Request) -> HttpResponse:
    if not request.user.roles.get("coordinator"):
        raise Http404
    shown = request.GET.get("show", "")
    states = SHOWN.get(shown, WAITING)
    projects = Project.objects.coordinated_by(request.user).filter(state__in=states)
    page = Paginator(with_sheets(projects, Expert), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(shown), "waits": states == WAITING}
    return render(request, "project_guide/reviews/decisions.html", context)


def tabs(shown: str) -> list[dict[str, Any]]:
    """What waits for a decision, and what was accepted and waits for its place in the Guide."""
    here = reverse("project_guide:decisions")
    return [
        {"title": _("To be decided"), "url": here, "current": shown not in SHOWN},
        *(
            {"title": title, "url": f"{here}?show={key}", "current": shown == key}
            for key, title in {
                "accepted": _("To be published"),
                "published": _("In the Guide"),
                "closed": _("Returned or out of scope"),
            }.items()
        ),
    ]


def find(request: Request, code: str) -> Project:
    user = request.user
    projects = Project.objects.coordinated_by(user).filter(state__in=[*WAITING, *Project.DECIDED])
    past = Enrolment.objects.filter(pk=OuterRef("enrolment"), group_memberships__group__tutors=user)
    slots = ReviewSlot.objects.filter(version__project=OuterRef("pk"), reviewer=user)
    mine = Project.objects.of_author(user).filter(pk=OuterRef("pk"))
    return get_object_or_404(
        projects.annotate(
            is_mine=Exists(mine), is_tutored=Exists(past), is_reviewed=Exists(slots)
        ).select_related("owner", "enrolment__session__centre"),
        code=code,
    )


def why_not(project: Project) -> str:
    """Why the coordinator may not decide; empty when they may. The rule is `can_decide`, asked
    here in the query that finds the project."""
    found: Any = project
    if found.is_mine:
        return _("You are an author of this project, so somebody else decides.")
    if found.is_tutored:
        return _("You have tutored the author, so another coordinator decides.")
    if found.is_reviewed:
        return _("You have reviewed this project, so another coordinator decides.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    if reason := why_not(project):
        context = {"project": project, "reason": reason}
        status = 403 if request.method == "POST" else 200
        return render(request, "project_guide/reviews/may_not_decide.html", context, status=status)
    desk = desk_of(project)
    if project.state != State.EXPERT_REVIEW or desk.decision:
        return decided(request, desk)
    return decide(request, desk)


def decided(request: Request, desk: Desk) -> HttpResponse:
    """What was decided; whoever decides after somebody else is told so and keeps their letter."""
    unsent = request.POST.get("letter", "")
    if request.method == "POST":
        messages.error(
            request, _("A decision had been made before, so yours was not taken. It stands below.")
        )
    context = {"desk": desk, "unsent": unsent}
    return render(request, "project_guide/reviews/decided.html", context)


def decide(request: Request, desk: Desk) -> HttpResponse:
    if desk.proposal is None:
        return show(request, desk, None)
    proposed = desk.proposal.verdict
    initial = {"letter": suggested_letter(desk)}  # the verdict is chosen, never left as proposed
    form = DecisionForm(proposed, request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return show(request, desk, form)
    try:
        actions.decide(
            desk.version,
            form.cleaned_data["verdict"],
            letter=form.whole_letter(),
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, desk, form)
    messages.success(request, _("The decision is made. The authors are told, without names."))
    return redirect("project_guide:decision", desk.project.code)


def show(request: Request, desk: Desk, form: DecisionForm | None) -> HttpResponse:
    context: dict[str, Any] = {"desk": desk, "form": form}
    return render(request, "project_guide/reviews/decision.html", context)


@require_POST
def confirm(request: Request, code: str) -> HttpResponse:
    """The edits of a project accepted with edits are as they should be."""
    project = find(request, code)
    if why_not(project):
        return decision(request, code)
    version = project.latest()
    with refusals_as_messages(request):
        if project.state != State.ACCEPTED_WITH_EDITS or version is None:
            raise Refused(_("This project waits for no confirmation."))
        actions.confirm_edits(version, by=request.user)
        messages.success(request, _("The edits are confirmed and the conclusion is issued."))
    return redirect("project_guide:decision", code)
