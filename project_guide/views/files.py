"""Files of a draft, and of the versions that hold them."""

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from files.serving import attachment
from people.permissions import require
from project_guide.actions import cards
from project_guide.forms.others import AddFile
from project_guide.models import Project, ProjectFile
from project_guide.permissions import can_edit, is_author
from project_guide.views.projects import find, find_to_edit


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    form = AddFile()
    if request.method == "POST":
        require(is_author(request.user, project))
        form = AddFile(request.POST, request.FILES)
        if form.is_valid() and (attached := added(project, form, request)):
            tell(request, attached)
            return redirect("project_guide:files", code=code)
    context = {
        "project": project,
        "form": form,
        "files": project.files.filter(removed_at=None).select_related("file"),
        "can_edit": can_edit(request.user, project),
        "most": cards.MOST_FILES,
    }
    return render(request, "project_guide/projects/files.html", context)


def added(project: Project, form: AddFile, request: Request) -> ProjectFile | None:
    found = form.cleaned_data
    try:
        return cards.attach(project, found["file"], about=found["about"], by=request.user)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None


def tell(request: Request, attached: ProjectFile) -> None:
    if attached.file.is_held:
        messages.warning(request, _("The file is added, but held back: reviewers do not get it."))
    else:
        messages.success(request, _("The file is added; what it told about its maker is gone."))


@require_POST
def remove(request: Request, code: str, file: str) -> HttpResponse:
    project = find_to_edit(request, code)
    attached = get_object_or_404(project.files.select_related("file", "project"), file__code=file)
    with refusals_as_messages(request):
        cards.detach(attached, by=request.user)
        messages.success(request, _("The file is removed. Versions that hold it keep it."))
    return redirect("project_guide:files", code=code)


@require_safe
def download(request: Request, code: str, file: str) -> FileResponse:
    """The file of a draft or of a version; its name says nothing of who made it."""
    project = find(request, code)
    held = Q(removed_at=None) | Q(versions__isnull=False)
    attached = get_object_or_404(
        project.files.filter(held).select_related("file").distinct(), file__code=file
    )
    number = project.files.filter(pk__lte=attached.pk).count()
    return attachment(attached.file, f"project-{project.code}-{number}", to=request.user)
