"""The author's record of running the project with pupils."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refusals import Refused
from core.requests import Request
from people.permissions import require
from project_guide.actions import runs
from project_guide.forms.run import RecordRun
from project_guide.models import Project, RunRecord
from project_guide.permissions import can_record_run
from project_guide.views.projects import find
from project_guide.views.prospects import may_have_run


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    require(can_record_run(request.user, project))
    record = RunRecord.objects.filter(project=project).first()
    form = RecordRun(
        request.POST or None,
        instance=record or RunRecord(project=project),
        today=project.enrolment.session.today(timezone.now()),
    )
    if request.method == "POST" and form.is_valid() and recorded(project, form, request):
        messages.success(request, _("The run is written down and counts for your session."))
        return redirect("project_guide:project", code=code)
    context = {
        "project": project,
        "form": form,
        "record": record,
        "may_record": may_have_run(project),
    }
    return render(request, "project_guide/projects/run.html", context)


def recorded(project: Project, form: RecordRun, request: Request) -> bool:
    try:
        runs.record_run(project, form.cleaned_data, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
