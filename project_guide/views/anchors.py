"""A coordinator's list of example works: making them, their reference marks, retiring them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from people.models import Centre
from project_guide.actions import anchors as actions
from project_guide.blotting import authors_of
from project_guide.examples import Example, examples
from project_guide.forms.calibration import FromProject, ReferenceForm, reference_of
from project_guide.models import Anchor, AnchorMark, ProjectVersion
from project_guide.models.card import label_of
from project_guide.tell_tales import tell_tales_in
from project_guide.views.calibration import serve


def find_centre(request: Request, code: str) -> Centre:
    """Of another centre's example works a coordinator knows nothing."""
    mine = Centre.objects.filter(pk__in=request.user.roles.get("coordinator", set()))
    return get_object_or_404(mine, code=code)


def find(request: Request, code: str) -> Anchor:
    anchors = Anchor.objects.coordinated_by(request.user).select_related("centre", "rubric")
    return get_object_or_404(anchors, code=code)


@require_safe
def anchors(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    found = (
        centre.anchors.select_related("rubric")
        .annotate(
            is_marked=Exists(AnchorMark.objects.filter(anchor=OuterRef("pk"))),
            rounds=Count("places", distinct=True),
            people=Count("trials__person", distinct=True),
        )
        .order_by("kind", "made_at", "pk")
    )
    context = {
        "centre": centre,
        "anchors": [one for one in found if one.retired_at is None],
        "retired": [one for one in found if one.retired_at is not None],
    }
    return render(request, "project_guide/calibration/anchors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    form = FromProject(accepted(centre), request.POST or None)
    tales: list[str] = []
    if request.method == "POST" and form.is_valid():
        tales = tales_of(form.cleaned_data["version"])
        if not tales or form.cleaned_data["words"]:
            return made(request, centre, form)
        form.add_error("words", _("Look at these words, and choose."))
    context = {"centre": centre, "form": form, "tales": tales, "examples": untaken(centre)}
    return render(request, "project_guide/calibration/make.html", context)


def accepted(centre: Centre) -> dict[str, ProjectVersion]:
    """Versions of the centre's projects that have a conclusion, newest first."""
    versions: QuerySet[ProjectVersion] = (
        ProjectVersion.objects.filter(
            conclusion__isnull=False, project__enrolment__session__centre=centre
        )
        .select_related("project__enrolment__session", "project__owner", "conclusion")
        .order_by("-submitted_at")
    )
    return {version.code: version for version in versions}


def tales_of(version: ProjectVersion) -> list[str]:
    shown = {name: text for name, text in version.card.items() if name in actions.KEPT}
    tales = tell_tales_in(shown, authors_of(version))
    return [
        f"{label_of(name)}: {word}"
        for name, finds in tales.items()
        for word in dict.fromkeys(find.found for find in finds)
    ]


def made(request: Request, centre: Centre, form: FromProject) -> HttpResponse:
    anchor = actions.from_version(
        form.cleaned_data["version"],
        centre=centre,
        consent=form.cleaned_data["consent"],
        hides=form.cleaned_data["words"] == "hide",
        with_files=form.cleaned_data["with_files"],
        by=request.user,
    )
    messages.success(request, _("The example work is made. Write its reference marks."))
    return redirect("project_guide:anchor", anchor.code)


def untaken(centre: Centre) -> list[Example]:
    held = set(centre.anchors.filter(retired_at=None).values_list("example", flat=True))
    return [one for one in examples().values() if one.key not in held]


@require_POST
def take_example(request: Request, code: str) -> HttpResponse:
    centre = find_centre(request, code)
    example = examples().get(request.POST.get("example", ""))
    if example is None:
        raise Http404
    with refusals_as_messages(request):
        actions.from_example(example, centre=centre, by=request.user)
        messages.success(request, _("The example work is in your list, with its marks."))
    return redirect("project_guide:anchors", centre.code)


@require_http_methods(["GET", "HEAD", "POST"])
def anchor(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    criteria = found.rubric.criteria.all()
    form = ReferenceForm(criteria, request.POST or None, initial=reference_of(found))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            title = form.cleaned_data["title"]
            actions.mark(found, title, form.references(), by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The reference marks are saved."))
            return redirect("project_guide:anchors", found.centre.code)
    context: dict[str, Any] = {
        "anchor": found,
        "copy": found.copy(),
        "files_at": f"{reverse('project_guide:anchor', args=[found.code])}files/",
        "form": form,
        "refusal": refusal,
        "is_fixed": found.is_used and request.method != "POST",
        "marks": found.marks.select_related("criterion"),
    }
    status = 409 if refusal else 200
    return render(request, "project_guide/calibration/anchor.html", context, status=status)


@require_POST
def copy(request: Request, code: str) -> HttpResponse:
    copied = actions.copy(find(request, code), by=request.user)
    messages.success(request, _("Here is the copy. Change its marks as you need."))
    return redirect("project_guide:anchor", copied.code)


@require_POST
def retire(request: Request, code: str) -> HttpResponse:
    found = find(request, code)
    actions.retire(found, by=request.user)
    messages.success(request, _("It is offered to no new round. Rounds that use it keep it."))
    return redirect("project_guide:anchors", found.centre.code)


@require_safe
def file(request: Request, code: str, number: int) -> FileResponse:
    return serve(find(request, code), number, to=request.user)
