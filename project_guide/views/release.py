"""The peers' sheets on their way to the author: the tutor or a coordinator gives them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from people.models import User
from project_guide.actions import release as actions
from project_guide.models import (
    Moderation,
    Project,
    ProjectVersion,
    Review,
    ReviewRound,
    ReviewSlot,
)
from project_guide.permissions import coordinates
from project_guide.views.queue import releasable

PER_PAGE = 25


def with_sheets(projects: QuerySet[Project], reviewers: str) -> QuerySet[Project]:
    """With the latest version's date in the pool, sheets in, and sheets wanted, a third opinion
    among them; no more queries."""
    latest = ProjectVersion.objects.standing().filter(project=OuterRef("pk")).order_by("-number")
    mine = ReviewSlot.objects.filter(
        version__project=OuterRef("pk"), round__reviewers=reviewers
    ).order_by()
    read = latest.filter(slots__round__reviewers=reviewers)
    done = mine.filter(state=ReviewSlot.State.SUBMITTED, version=OuterRef("read_version"))
    if reviewers == ReviewRound.ReviewerKind.EXPERT:
        done = done.filter(review__counts=True)  # whose peer's sheet does not, no tutor sees
    third = mine.filter(
        cause=ReviewSlot.Cause.THIRD_OPINION, version=OuterRef("read_version")
    ).exclude(state__in=ReviewSlot.GONE)
    rounds = ReviewRound.objects.filter(
        session=OuterRef("enrolment__session"),
        project_kind=OuterRef("kind"),
        reviewers=reviewers,
    )
    return (
        projects.annotate(
            read_version=Subquery(read.values("pk")[:1]),
            waits_since=Subquery(latest.values("pooled_at")[:1]),
            planned=Subquery(rounds.values("wanted")[:1]),
        )
        .annotate(sheets_in=_number(done), wanted=F("planned") + Coalesce(_number(third), 0))
        .select_related("enrolment__session")
        .order_by(F("waits_since").asc(nulls_last=True), "pk")
    )


def _number(slots: QuerySet[ReviewSlot]) -> Subquery:
    return Subquery(slots.values("round__reviewers").annotate(number=Count("pk")).values("number"))


def sheets_of(project: Project, reviewers: str) -> list[Review]:
    """Handed-in sheets with their marks and remarks, in the order they came."""
    return list(
        Review.objects.filter(
            slot__version__project=project,
            slot__round__reviewers=reviewers,
        )
        .handed_in()
        .with_marks()
        .select_related("slot__reviewer", "slot__version")
        .prefetch_related("remarks")
    )


@require_safe
def releases(request: Request) -> HttpResponse:
    """Projects in peer review that this person may move on."""
    if not (request.user.roles.get("tutor") or request.user.roles.get("coordinator")):
        raise Http404
    projects = with_sheets(in_peer_review(request.user), ReviewRound.ReviewerKind.PEER)
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "project_guide/reviews/releases.html", {"page": page})


def in_peer_review(user: User) -> QuerySet[Project]:
    return releasable(user).filter(state=Project.State.PEER_REVIEW)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: Request, code: str) -> HttpResponse:
    projects = with_sheets(releasable(request.user), ReviewRound.ReviewerKind.PEER)
    project = get_object_or_404(
        projects.filter(~Q(state=Project.State.DRAFT)).select_related(
            "owner", "enrolment__session__centre"
        ),
        code=code,
    )
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.release(project, by=request.user)
            messages.success(
                request, _("The author has the sheets, answers the remarks and revises.")
            )
        return redirect("project_guide:release", code)
    context = {
        "project": project,
        "sheets": sheets_of(project, ReviewRound.ReviewerKind.PEER),
        "is_waiting": project.state == Project.State.PEER_REVIEW,
        "coordinates": coordinates(request.user, project),
        "cards": Moderation.objects.for_judge(request.user)
        .open()
        .filter(version__project=project)
        .select_related("version", "round"),
    }
    return render(request, "project_guide/reviews/release.html", context)
