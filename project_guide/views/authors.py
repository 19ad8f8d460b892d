"""Co-authors: named by the owner, counted once they accept."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from people.permissions import require
from project_guide.actions import cards
from project_guide.forms.others import NameCoAuthor
from project_guide.models import CoAuthor, Project
from project_guide.permissions import can_manage_authors, is_author
from project_guide.views.projects import find


@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: Request, code: str) -> HttpResponse:
    project = find(request, code)
    form = NameCoAuthor()
    if request.method == "POST":
        require(project.owner_id == request.user.pk)
        form = NameCoAuthor(request.POST)
        if form.is_valid() and named(project, form, request):
            messages.success(
                request, _("Written down. Whoever signs in with this address is asked to accept.")
            )
            return redirect("project_guide:authors", code=code)
    context = {
        "project": project,
        "form": form,
        "rows": project.coauthors.all(),
        "can_manage": can_manage_authors(request.user, project),
        "most": cards.MOST_COAUTHORS,
    }
    return render(request, "project_guide/projects/authors.html", context)


def named(project: Project, form: NameCoAuthor, request: Request) -> bool:
    """The answer is the same whether or not somebody has this address."""
    try:
        if not project.is_editable:
            raise Refused(_("The project was sent for review, so its card is closed now."))
        cards.name_coauthor(project, form.cleaned_data["email"], by=request.user)
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return False
    return True


@require_POST
def remove(request: Request, code: str) -> HttpResponse:
    """The owner takes a name off; a co-author may leave."""
    project = find(request, code)
    require(is_author(request.user, project))
    coauthor = get_object_or_404(
        CoAuthor.objects.select_related("project"),
        project=project,
        email__iexact=request.POST.get("email", ""),
    )
    require(request.user.pk in {project.owner_id, coauthor.person_id})
    with refusals_as_messages(request):
        cards.remove_coauthor(coauthor, by=request.user)
        messages.success(request, _("The name is taken off. Versions already sent keep it."))
    if coauthor.person_id == request.user.pk:
        return redirect("project_guide:projects")
    return redirect("project_guide:authors", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, code: str) -> HttpResponse:
    """Whoever was named says yes or no; to everybody else there is no such page."""
    named_one = CoAuthor.objects.waiting_for(request.user).select_related("project__owner")
    waiting = named_one.filter(project__code=code).first()
    if waiting is None:
        if Project.objects.of_author(request.user).filter(code=code).exists():
            return redirect("project_guide:project", code=code)
        raise Http404
    if request.method == "POST":
        return answered(request, waiting.project)
    return render(request, "project_guide/projects/coauthor.html", {"project": waiting.project})


def answered(request: Request, project: Project) -> HttpResponse:
    if request.POST.get("answer") != "accept":
        cards.decline_coauthorship(project, by=request.user)
        messages.success(request, _("You declined. The author sees that your name is gone."))
        return redirect("project_guide:projects")
    try:
        cards.accept_coauthorship(project, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("project_guide:coauthor", code=project.code)
    messages.success(request, _("You are a co-author now."))
    return redirect("project_guide:project", code=project.code)
