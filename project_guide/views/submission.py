"""Sending a project for review: what goes out, what is missing, what would give the author away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import Refused
from core.requests import Request
from people.permissions import require
from project_guide.actions import submission
from project_guide.forms.others import Send
from project_guide.models import Project, ProjectVersion
from project_guide.permissions import is_author
from project_guide.tell_tales import in_answers, tell_tales
from project_guide.views.projects import authors_of, find


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    require(is_author(request.user, project))
    if request.method == "POST":
        form = Send(project, request.POST, authors=authors_of(project))
        version = sent(project, form, request) if form.is_valid() else None
        if version:
            return redirect("project_guide:receipt", code=code, number=version.number)
        return page(request, project, form)
    if not project.is_editable:
        return redirect("project_guide:project", code=code)
    return page(request, project, Send(project))


def sent(project: Project, form: Send, request: Request) -> ProjectVersion | None:
    found = form.cleaned_data
    try:
        return submission.submit(project, key=found["key"], letter=found["letter"], by=request.user)
    except Refused as refusal:
        project.refresh_from_db()
        if not project.is_editable and (last := project.latest()):
            messages.info(request, str(refusal))  # sent meanwhile, in another tab for instance
            return last
        form.add_error(None, str(refusal))
        return None


def page(request: Request, project: Project, form: Send) -> HttpResponse:
    now = timezone.now()
    gaps = project.missing()
    last = project.latest()
    files = list(project.files.filter(removed_at=None).select_related("file"))
    context = {
        "project": project,
        "form": form,
        "missing": gaps,
        "refusal": "" if gaps else submission.refusal_of_submission(project, now=now),
        "tell_tales": [
            *tell_tales(project, authors_of(project)),
            *in_answers(project, authors_of(project)),
        ],
        "files": [row for row in files if not row.file.is_held],
        "held": [row for row in files if row.file.is_held],
        "authors": authors_of(project),
        "round": submission.next_round(project),
        "number": (last.number if last else 0) + 1,
        "with_letter": last is not None,
        "is_edits": project.state == Project.State.ACCEPTED_WITH_EDITS,
    }
    return render(request, "project_guide/projects/send.html", context)
