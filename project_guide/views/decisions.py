"""The coordinator's desk of decisions: sheets side by side, the proposal, what is prepared."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import Refused
from core.requests import Request
from people.models import User
from project_guide.actions import decisions as actions
from project_guide.actions.conclusions import SOON
from project_guide.decision_desk import Desk, desk_of, suggested_letter
from project_guide.forms.decision import DecisionForm, begun
from project_guide.models import Conclusion, Decision, Project, ReviewRound
from project_guide.views.afterwards import decided
from project_guide.views.deciding import WAITING, barred, edition_of, find
from project_guide.views.release import PER_PAGE, with_sheets

State = Project.State
Expert = ReviewRound.ReviewerKind.EXPERT
SHOWN = {
    "accepted": Q(state=State.ACCEPTED),
    "published": Q(state=State.PUBLISHED),
    "closed": Q(state__in=[State.RETURNED, State.OUT_OF_SCOPE]),
}


@require_safe
def decisions(request: Request) -> HttpResponse:
    if not request.user.roles.get("coordinator"):
        raise Http404
    shown = request.GET.get("show", "")
    which = to_be_confirmed() if shown == "old" else SHOWN.get(shown, Q(state__in=WAITING))
    projects = with_sheets(Project.objects.coordinated_by(request.user).filter(which), Expert)
    prepared = Decision.objects.prepared().filter(version__project=OuterRef("pk"))
    projects = projects.annotate(is_prepared=Exists(prepared))
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    waits = shown not in {*SHOWN, "old"}
    context = {"page": page, "tabs": tabs(request.user, shown), "waits": waits}
    return render(request, "project_guide/reviews/decisions.html", context)


def to_be_confirmed() -> Q:
    """Accepted projects whose conclusion needs confirmation, or soon will."""
    last = timezone.localdate() + SOON
    conclusions = Conclusion.objects.holding_until(date.min, last)
    return Q(
        state__in=[State.ACCEPTED, State.PUBLISHED], pk__in=conclusions.values("version__project")
    )


def tabs(user: User, shown: str) -> list[dict[str, Any]]:
    """What waits for a decision, what is prepared, and what was accepted and goes on."""
    here = reverse("project_guide:decisions")
    titles = {
        "accepted": _("To be published"),
        "published": _("In the Guide"),
        "closed": _("Returned or out of scope"),
        "old": _("Conclusions to be confirmed"),
    }
    return [
        {"title": _("To be decided"), "url": here, "current": shown not in titles},
        {
            "title": _("Prepared decisions"),
            "url": reverse("project_guide:prepared"),
            "count": Decision.objects.waiting_for(user).count(),
        },
        *(
            {"title": title, "url": f"{here}?show={key}", "current": shown == key}
            for key, title in titles.items()
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    if answer := barred(request, project):
        return answer
    desk = desk_of(project)
    if project.state == State.EXPERT_REVIEW:
        return prepare(request, desk)
    if request.method == "POST":
        messages.error(
            request, _("A decision had been made before, so yours was not taken. It stands below.")
        )
    return decided(request, desk, unsent=request.POST.get("letter", ""))


def prepare(request: Request, desk: Desk) -> HttpResponse:
    if desk.proposal is None:
        return show(request, desk, None)
    # The verdict is chosen, never left as proposed.
    initial = begun(desk.prepared) if desk.prepared else {"letter": suggested_letter(desk)}
    form = DecisionForm(desk.proposal.verdict, request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return show(request, desk, form)
    try:
        keep(request, desk, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, desk_of(desk.project), form)
    messages.success(
        request, _("The decision is prepared, and nobody is told yet. See the letter, release it.")
    )
    return redirect("project_guide:decision", desk.project.code)


def keep(request: Request, desk: Desk, form: DecisionForm) -> None:
    """Prepare a decision, or change the one whose edition the form was made from."""
    written: dict[str, Any] = {
        "letter": form.cleaned_data["letter"],
        "otherwise": form.otherwise,
        "seen": request.POST.get("seen", ""),
        "by": request.user,
    }
    verdict, edition = form.cleaned_data["verdict"], edition_of(request)
    if edition is None:
        actions.prepare(desk.version, verdict, **written)
    elif desk.prepared is None:
        raise Refused(actions.changed_meanwhile())
    else:
        actions.change(desk.prepared, verdict, edition=edition, **written)


def show(request: Request, desk: Desk, form: DecisionForm | None) -> HttpResponse:
    context: dict[str, Any] = {"desk": desk, "form": form}
    return render(request, "project_guide/reviews/decision.html", context)
