"""One section of the card: its form with autosave, or its text, and the conversation about it."""

from typing import Any, Protocol

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused
from core.requests import Request
from courses.models import Group
from discussions.models import Post
from people.permissions import require
from project_guide import card_read
from project_guide.actions import cards, comments
from project_guide.forms.card import Difference, Problem, SectionForm, seen
from project_guide.forms.others import Say
from project_guide.forms.stages import StagesForm
from project_guide.models import Project, SectionThread
from project_guide.models.card import MOST_STAGES, SECTION_TITLES, SECTIONS, snapshot
from project_guide.permissions import can_comment, is_author
from project_guide.views.projects import authors_of, find, find_to_edit, sections, talk_of


class CardForm(Protocol):
    def is_valid(self) -> bool: ...
    def changes(self) -> dict[str, Any]: ...
    def problems(self) -> list[Problem]: ...
    def differences(self) -> list[Difference]: ...


def form_of(project: Project, key: str, data: Any = None, *, blank: int = 0) -> CardForm:
    if key == "stages":
        return StagesForm(project, data, blank=blank)
    return SectionForm(project, key, data)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, code: str, section: str) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404
    if request.method == "POST":
        return save(request, find_to_edit(request, code), section)
    project = find(request, code)
    blank = request.GET.get("blank", "0")
    rows = min(int(blank), MOST_STAGES) if blank.isdecimal() and len(blank) < 3 else 0
    return page(request, project, section, form=form_of(project, section, blank=rows))


def save(request: Request, project: Project, key: str) -> HttpResponse:
    """Save what is valid; what is not stays on the page with the reason beside it."""
    form = form_of(project, key, request.POST)
    refusal = ""
    try:
        project = keep(project, key, form, request)
    except Refused as refused:
        refusal = str(refused)
    if request.headers.get("X-Autosave"):
        return answer(project, key, form, refusal)
    if refusal or not form.is_valid():
        if isinstance(form, StagesForm) and "add" in request.POST:
            form.add()
        return page(request, project, key, form=form, refusal=refusal)
    if not isinstance(form, StagesForm) or not {"add", "remove"} & request.POST.keys():
        messages.success(request, saved_at(project))
    return redirect(after(request, project, key, form))


def keep(project: Project, key: str, form: CardForm, request: Request) -> Project:
    """Another section, saved meanwhile in another window, is no reason to refuse this one."""
    changes = form.changes()
    edition = _number(request.POST.get("edition", ""))
    if request.POST.get("seen") == seen(project, key):
        edition = project.edition
    if not changes and project.is_editable:
        return project
    return cards.save(project, changes, edition=edition, by=request.user)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def saved_at(project: Project) -> str:
    return _("Saved at %(time)s") % {"time": timezone.localtime(project.saved_at).strftime("%H:%M")}


def answer(project: Project, key: str, form: CardForm, refusal: str) -> JsonResponse:
    """What the script of the page shows."""
    if refusal:
        return JsonResponse({"refused": refusal}, status=409)
    gaps = {gap.section for gap in project.missing()}
    errors: dict[str, list[str]] = {}
    for problem in form.problems():
        errors.setdefault(problem.id, []).append(problem.text)
    found = {"saved": saved_at(project), "edition": project.edition, "seen": seen(project, key)}
    return JsonResponse({**found, "errors": errors, "done": key not in gaps})


def after(request: Request, project: Project, key: str, form: CardForm) -> str:
    """Where the pressed button leads."""
    here = reverse("project_guide:section", args=[project.code, key])
    if isinstance(form, StagesForm) and {"add", "remove"} & request.POST.keys():
        blank = form.blanks + ("add" in request.POST)
        return f"{here}?blank={blank}#stages-end" if blank else f"{here}#stages-end"
    then = request.POST.get("then")
    following = next_key(key)
    if then == "next" and following:
        return reverse("project_guide:section", args=[project.code, following])
    if then in {"next", "later"}:
        return reverse("project_guide:project", args=[project.code])
    return here


def next_key(key: str) -> str:
    keys = [*SECTIONS, ""]
    return keys[keys.index(key) + 1]


def page(
    request: Request,
    project: Project,
    key: str,
    *,
    form: CardForm,
    refusal: str = "",
    talk: Say | None = None,
) -> HttpResponse:
    writes = is_author(request.user, project) and (project.is_editable or bool(refusal))
    context = {
        "project": project,
        "key": key,
        "title": SECTION_TITLES[key],
        "form": form,
        "seen": seen(project, key),
        "is_stages": key == "stages",
        "problems": form.problems(),
        "differences": form.differences() if refusal and project.is_editable else [],
        "refusal": refusal,
        "writes": writes,
        "is_author": is_author(request.user, project),
        "part": card_read.part(snapshot(project, project.kind), project.kind, key),
        "sections": sections(project, talk=talk_of(project), current=key),
        "next_title": SECTION_TITLES.get(next_key(key), ""),
        "posts": posts(project, key),
        "talk": talk or Say(),
    }
    return render(request, "project_guide/projects/section.html", context)


def posts(project: Project, key: str) -> list[dict[str, Any]]:
    """What was said, each with the part the speaker plays, unless it is an author's."""
    threads = SectionThread.objects.filter(project=project, section=key).values("thread")
    led = Group.objects.filter(
        memberships__enrolment=project.enrolment_id, tutors=OuterRef("author")
    )
    said = Post.objects.filter(thread__in=threads).select_related("author")
    authors = {author.pk for author in authors_of(project)}
    parts = {True: _("Tutor"), False: _("Coordinator")}
    return [
        {"post": post, "part": "" if post.author_id in authors else parts[post.by_tutor]}
        for post in said.annotate(by_tutor=Exists(led))
    ]


@require_POST
def comment(request: Request, code: str, section: str) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404
    project = find(request, code)
    require(can_comment(request.user, project))
    talk = Say(request.POST)
    if not talk.is_valid():
        return page(request, project, section, form=form_of(project, section), talk=talk)
    text, key = talk.cleaned_data["text"], talk.cleaned_data["key"]
    comments.comment(project, section, text, key=key, by=request.user)
    here = reverse("project_guide:section", args=[code, section])
    return redirect(f"{here}#conversation")
