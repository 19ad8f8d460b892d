"""Prepared decisions: every letter as it will be sent, and releasing them, one or many."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from people.models import User
from project_guide.actions import decisions as actions
from project_guide.actions import releasing
from project_guide.decision_letters import Letter, preview
from project_guide.models import CoAuthor, Decision, Project
from project_guide.models.decider import why_not, with_bars
from project_guide.models.ground import Ground, grounds
from project_guide.views.deciding import barred, edition_of, find
from project_guide.views.release import PER_PAGE


@dataclass(frozen=True)
class Line:
    """A prepared decision on the page; whoever may not decide sees neither verdict nor letter."""

    decision: Decision
    project: Project
    why_not: str
    is_stale: bool
    letters: list[Letter]

    @property
    def can_go(self) -> bool:
        return not (self.why_not or self.is_stale)

    @property
    def value(self) -> str:
        """The decision in the edition that is looked at."""
        return f"{self.decision.pk}.{self.decision.edition}"


@require_http_methods(["GET", "HEAD", "POST"])
def prepared(request: Request) -> HttpResponse:
    if not request.user.roles.get("coordinator"):
        raise Http404
    if request.method == "POST":
        return release_picked(request)
    found = Decision.objects.waiting_for(request.user)
    session = request.GET.get("session", "")
    tabs = tabs_of(found, session)
    if any(tab["current"] for tab in tabs[1:]):
        found = found.filter(version__project__enrolment__session__code=session)
    page = Paginator(shown(found), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(list(page.object_list), request.user)
    context = {
        "page": page,
        "tabs": tabs,
        "lines": lines,
        "ready": sum(line.can_go for line in lines),
    }
    return render(request, "project_guide/reviews/prepared.html", context)


def tabs_of(found: QuerySet[Decision], shown: str) -> list[dict[str, Any]]:
    """All, and those of each session."""
    here = reverse("project_guide:prepared")
    path = "version__project__enrolment__session"
    rows = found.order_by(f"{path}__starts_on").values_list(f"{path}__code", f"{path}__title")
    counted = list(rows.annotate(number=Count("pk")))
    total = sum(number for _code, _title, number in counted)
    known = shown in {code for code, _title, _number in counted}
    return [
        {"title": _("All sessions"), "url": here, "count": total, "current": not known},
        *(
            {
                "title": title,
                "url": f"{here}?session={code}",
                "count": number,
                "current": code == shown,
            }
            for code, title, number in counted
        ),
    ]


def shown(found: QuerySet[Decision]) -> QuerySet[Decision]:
    authors = Prefetch(
        "version__project__coauthors", CoAuthor.objects.accepted().select_related("person")
    )
    return (
        found.select_related(
            "version__project__owner", "version__project__enrolment__session", "prepared_by"
        )
        .prefetch_related(authors)
        .order_by("prepared_at", "pk")
    )


def lines_of(decisions: list[Decision], user: User) -> list[Line]:
    """The same queries for one decision and for many."""
    projects = Project.objects.filter(pk__in={one.version.project_id for one in decisions})
    bars = {project.pk: why_not(project) for project in with_bars(projects, user)}
    rest_on = grounds(one.version for one in decisions)
    return [
        line_of(one, bars[one.version.project_id], rest_on[one.version_id]) for one in decisions
    ]


def line_of(decision: Decision, bar: str, ground: Ground) -> Line:
    project = decision.version.project
    others = [row.person for row in project.coauthors.all() if row.person]
    return Line(
        decision=decision,
        project=project,
        why_not=bar,
        is_stale=not ground.bears(decision.arithmetic),
        letters=[] if bar else preview(decision, project, [project.owner, *others]),
    )


def release_picked(request: Request) -> HttpResponse:
    """All that were shown, or the ticked ones; each for itself."""
    picked = request.POST.getlist("shown" if "all" in request.POST else "decision")
    outcomes = releasing.release_together(pairs_of(request, picked), by=request.user)
    if not picked:
        messages.error(request, _("Tick the decisions that are to be released."))
    say(request, outcomes)
    return redirect("project_guide:prepared")


def pairs_of(request: Request, picked: list[str]) -> list[tuple[Decision, int]]:
    """
    Raises:
        Http404: one of them is not of a centre that the user coordinates.
    """
    editions = {}
    for sent in picked[:PER_PAGE]:
        number, _point, edition = sent.partition(".")
        if not (number.isdecimal() and edition.isdecimal()) or len(sent) > 19:
            raise Http404
        editions[int(number)] = int(edition)
    projects = Project.objects.coordinated_by(request.user).values("pk")
    mine = Decision.objects.filter(version__project__in=projects)
    found = mine.select_related("version__project__enrolment").in_bulk(editions)
    if len(found) < len(editions):
        raise Http404
    return [(found[number], edition) for number, edition in editions.items()]


def say(request: Request, outcomes: list[releasing.Outcome]) -> None:
    new = sum(outcome.is_new for outcome in outcomes)
    if new:
        told = ngettext(
            "%(number)s decision is released, and its authors are told.",
            "%(number)s decisions are released, and their authors are told.",
            new,
        )
        messages.success(request, told % {"number": new})
    again = sum(not outcome.is_new and not outcome.reason for outcome in outcomes)
    if again:
        told = ngettext(
            "%(number)s had been released before; nothing was done twice.",
            "%(number)s had been released before; nothing was done twice.",
            again,
        )
        messages.info(request, told % {"number": again})
    for outcome in outcomes:
        if outcome.reason:
            words = {"project": outcome.decision.version.project, "reason": outcome.reason}
            messages.error(request, _("“%(project)s” is not released: %(reason)s") % words)


def at_hand(request: Request, project: Project) -> tuple[Decision, int]:
    """The newest decision on the project, with the edition that was looked at.

    Raises:
        Refused: there is none.
    """
    found = Decision.objects.of_project(project).exclude(state=Decision.State.DISCARDED).first()
    if found is None:
        raise Refused(actions.changed_meanwhile())
    edition = edition_of(request)
    return found, -1 if edition is None else edition


@require_POST
def release(request: Request, code: str) -> HttpResponse:
    """One alone, from its own page."""
    project = find(request, code)
    if answer := barred(request, project):
        return answer
    with refusals_as_messages(request):
        decision, edition = at_hand(request, project)
        if releasing.release(decision, edition=edition, by=request.user):
            messages.success(
                request, _("The decision is released. The authors are told, without names.")
            )
    return redirect("project_guide:decision", code)


@require_POST
def discard(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    if answer := barred(request, project):
        return answer
    with refusals_as_messages(request):
        decision, edition = at_hand(request, project)
        actions.discard(decision, edition=edition, by=request.user)
        messages.success(request, _("The prepared decision is discarded; nobody was told of it."))
    return redirect("project_guide:decision", code)
