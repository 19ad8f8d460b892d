"""What an expert reviews and how much, their pauses; and the statement of what they gave."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import refusals_as_messages
from core.requests import Request
from credentials.models import Document
from people.models import Centre
from project_guide.actions import expertise as actions
from project_guide.actions import statements
from project_guide.forms.expert import ExpertiseForm, PauseForm
from project_guide.models import Expertise, Pause
from project_guide.models.given import given_by


def require_expert(request: Request) -> None:
    if not request.user.roles.get("expert"):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def expertise(request: Request) -> HttpResponse:
    require_expert(request)
    found = Expertise.objects.filter(person=request.user).first()
    found = found or Expertise(person=request.user)
    form = ExpertiseForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.save(form.save(commit=False), by=request.user)
        messages.success(request, _("Saved. You are asked accordingly."))
        return redirect("project_guide:expertise")
    return show(request, form, PauseForm())


def show(request: Request, form: ExpertiseForm, pause_form: PauseForm) -> HttpResponse:
    pauses = Pause.objects.not_over(timezone.localdate()).filter(person=request.user)
    context = {"form": form, "pause_form": pause_form, "pauses": pauses}
    return render(request, "project_guide/reviews/expertise.html", context)


@require_POST
def pause(request: Request) -> HttpResponse:
    require_expert(request)
    form = PauseForm(request.POST, instance=Pause(person=request.user))
    if form.is_valid():
        actions.pause(form.save(commit=False), by=request.user)
        messages.success(request, _("The pause is noted. Nobody asks you on these days."))
        return redirect("project_guide:expertise")
    found = Expertise.objects.filter(person=request.user).first()
    return show(request, ExpertiseForm(instance=found), form)


@require_POST
def end_pause(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Pause, pk=pk, person=request.user)
    actions.end_pause(found, by=request.user)
    messages.success(request, _("The pause is taken back."))
    return redirect("project_guide:expertise")


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request) -> HttpResponse:
    """For one's own records: every review given as an expert, by centre."""
    given = given_by(request.user)
    if not given and not request.user.roles.get("expert"):
        raise Http404
    if request.method == "POST":
        centre = get_object_or_404(
            Centre, pk__in=[work.centre.pk for work in given], code=request.POST.get("centre", "")
        )
        with refusals_as_messages(request):
            document = statements.issue_to(request.user, centre, by=request.user)
            return redirect("credentials:document", document.code)
    kind = Document.Kind.REVIEW_STATEMENT
    documents = Document.objects.of(request.user).filter(kind=kind).select_related("centre")
    context = {"given": given, "documents": documents}
    return render(request, "project_guide/reviews/statement.html", context)
