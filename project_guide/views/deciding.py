"""Finding a project to decide on, and the page for those who may not."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from core.requests import Request
from project_guide.models import Project
from project_guide.models.decider import why_not, with_bars

State = Project.State
WAITING = [State.EXPERT_REVIEW, State.ACCEPTED_WITH_EDITS]  # for a coordinator


def find(request: Request, code: str) -> Project:
    user = request.user
    projects = Project.objects.coordinated_by(user).filter(state__in=[*WAITING, *Project.DECIDED])
    return get_object_or_404(
        with_bars(projects, user).select_related("owner", "enrolment__session__centre"), code=code
    )


def barred(request: Request, project: Project) -> HttpResponse | None:
    """The page for those who may not decide on the project; the sheets stay closed to them."""
    if not (reason := why_not(project)):
        return None
    context = {"project": project, "reason": reason}
    status = 403 if request.method == "POST" else 200
    return render(request, "project_guide/reviews/may_not_decide.html", context, status=status)


def edition_of(request: Request) -> int | None:
    """The edition that a form was made from, if it was made from one."""
    sent = request.POST.get("edition", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None
