"""A person's projects, and one project as its authors, tutor and coordinators see it."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.models import Enrolment
from people.models import User
from people.permissions import require
from project_guide import card_read
from project_guide.actions import cards, submission
from project_guide.models import CoAuthor, Decision, Project, SectionThread
from project_guide.models.card import SECTION_TITLES, SECTIONS, snapshot
from project_guide.models.project import KIND_OF_TRACK
from project_guide.models.prospect import with_prospects
from project_guide.permissions import (
    can_edit,
    can_manage_authors,
    can_record_run,
    can_release,
    can_withdraw,
    is_author,
)
from project_guide.showing import is_old
from project_guide.views import prospects
from project_guide.views.history import TONES, events

State = Project.State


def find(request: Request, code: str) -> Project:
    """Somebody else's project is not there."""
    return get_object_or_404(found_by(request.user), code=code)


def found_by(user: User) -> QuerySet[Project]:
    """Projects the user may open, with their people in one query more."""
    coauthors = CoAuthor.objects.select_related("person")
    return (
        Project.objects.visible_to(user)
        .select_related("owner", "enrolment__session__centre", "run_record")
        .prefetch_related(Prefetch("coauthors", coauthors))
    )


def find_to_edit(request: Request, code: str) -> Project:
    """Whether the card is open just now, the action says, so that nothing typed is lost."""
    project = find(request, code)
    require(is_author(request.user, project))
    return project


def authors_of(project: Project) -> list[User]:
    """The owner and those who accepted, from what has been read already."""
    accepted = [row.person for row in project.coauthors.all() if row.accepted_at and row.person]
    return [project.owner, *accepted]


@require_safe
def mine(request: Request) -> HttpResponse:
    user = request.user
    places = Enrolment.objects.filter(
        teacher=user, state=Enrolment.State.ACTIVE, track__in=list(KIND_OF_TRACK), project=None
    ).select_related("session")
    projects = Project.objects.of_author(user).select_related("owner", "enrolment__session")
    context = {
        "projects": [_as_card(project, user) for project in projects],
        "places": places,
        "invitations": CoAuthor.objects.waiting_for(user).select_related("project__owner"),
    }
    return render(request, "project_guide/projects/mine.html", context)


def _as_card(project: Project, user: User) -> dict[str, Any]:
    filled, needed = project.filled()
    words = {"filled": filled, "needed": needed}
    return {
        "project": project,
        "url": reverse("project_guide:project", args=[project.code]),
        "pills": [{"label": project.get_state_display(), "tone": TONES[project.state]}],
        "note": _("%(filled)s of %(needed)s fields are filled") % words
        if project.is_editable
        else "",
        "is_shared": project.owner_id != user.pk,
    }


@require_POST
def begin(request: Request, code: str) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, teacher=request.user, code=code)
    try:
        project = cards.begin(enrolment, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("project_guide:projects")
    return redirect("project_guide:section", code=project.code, section=next(iter(SECTIONS)))


@require_safe
def overview(request: Request, code: str) -> HttpResponse:
    project: Any = get_object_or_404(with_prospects(found_by(request.user)), code=code)
    user = request.user
    versions = list(
        project.versions.select_related("conclusion__document", "page").prefetch_related(
            Prefetch("decisions", Decision.objects.told())
        )
    )
    told = sorted(
        (one for version in versions for one in version.decisions.all()),
        key=attrgetter("released_at"),
    )
    decisions = [one for one in told if one.state == Decision.State.RELEASED]
    conclusions = [v.conclusion for v in versions if hasattr(v, "conclusion")]
    context = {
        "project": project,
        "tone": TONES[project.state],
        "next": prospects.next_step(project, versions, user=user, now=timezone.now()),
        "missing": project.missing() if project.is_editable else [],
        "filled": project.filled(),
        "decision": decisions[-1] if decisions else None,
        "reopened": [one for one in told if one.state == Decision.State.REOPENED],
        "conclusion": conclusions[-1] if conclusions else None,
        "needs_confirmation": bool(conclusions) and is_old(conclusions[-1].document),
        "parts": card_read.parts(snapshot(project, project.kind), project.kind),
        "sections": sections(project, talk=talk_of(project)),
        "authors": authors_of(project),
        "versions": versions,
        "events": events(project),
        "run": getattr(project, "run_record", None),
        "is_author": is_author(user, project),
        "can_edit": can_edit(user, project),
        "can_manage_authors": can_manage_authors(user, project),
        "can_record_run": can_record_run(user, project) and prospects.may_have_run(project),
        "can_withdraw": can_withdraw(user, project),
        "can_release": can_release(user, project),
    }
    return render(request, "project_guide/projects/overview.html", context)


def talk_of(project: Project) -> dict[str, dict[str, Any]]:
    """How much has been said about each section, and when last."""
    rows = SectionThread.objects.filter(project=project).values("section")
    told = rows.annotate(number=Count("thread__posts"), last=Max("thread__posts__at"))
    return {row["section"]: {"number": row["number"], "last": row["last"]} for row in told}


def sections(
    project: Project, *, talk: dict[str, dict[str, Any]], current: str = ""
) -> list[dict[str, Any]]:
    """The sections as a navigation, done when nothing in them is missing."""
    open_ones = {gap.section for gap in project.missing()}
    return [
        {
            "title": SECTION_TITLES[key],
            "url": reverse("project_guide:section", args=[project.code, key]),
            "done": key not in open_ones,
            "current": key == current,
            "number": (number := talk.get(key, {}).get("number", 0)),
            "note": _words(number),
            "last": talk.get(key, {}).get("last"),
        }
        for key in SECTIONS
    ]


def _words(number: int) -> str:
    words = ngettext("%(number)s comment", "%(number)s comments", number)
    return words % {"number": number} if number else ""


@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    require(project.owner_id == request.user.pk and project.state != State.DRAFT)
    with refusals_as_messages(request):
        submission.withdraw(project, by=request.user)
        messages.success(request, _("The project is withdrawn; nobody reviews it any more."))
    return redirect("project_guide:project", code=code)
