"""Two versions of one project side by side, for whoever may read the project."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.requests import Request
from project_guide.changes import changes as changes_between
from project_guide.models import Project, ProjectVersion
from project_guide.views.projects import find

COLUMNS = "columns"


def find_version(project: Project, number: int) -> ProjectVersion:
    return get_object_or_404(
        project.versions.select_related("project", "submitted_by"), number=number
    )


def earlier_than(version: ProjectVersion) -> list[ProjectVersion]:
    """The versions sent before it, the newest first."""
    if version.number == 1:
        return []
    earlier = ProjectVersion.objects.filter(project=version.project_id, number__lt=version.number)
    return list(earlier.order_by("-number"))


def newest_of(versions: list[ProjectVersion]) -> ProjectVersion | None:
    """The newest that was not taken back; when all were, the newest."""
    standing = [one for one in versions if one.taken_back_at is None]
    return next(iter([*standing, *versions]), None)


def asked_for(versions: list[ProjectVersion], number: str) -> ProjectVersion:
    """The one of this project that the reader chose, or the newest.

    Raises:
        Http404: there is none of that number.
    """
    named = [one for one in versions if str(one.number) == number]
    found = next(iter(named), None) if number else newest_of(versions)
    if found is None:
        raise Http404
    return found


@require_safe
def changes(request: Request, code: str, number: int) -> HttpResponse:
    project = find(request, code)
    version = find_version(project, number)
    earlier = earlier_than(version)
    since = asked_for(earlier, request.GET.get("since", ""))
    view = COLUMNS if request.GET.get("view") == COLUMNS else ""
    context = {
        "project": project,
        "version": version,
        "since": since,
        "view": view,
        "changes": changes_between(since, version),
        "versions": tabs_of_versions(version, earlier, since, view),
        "views": tabs_of_views(version, since, view),
    }
    return render(request, "project_guide/projects/changes.html", context)


def address(version: ProjectVersion, since: ProjectVersion, view: str) -> str:
    here = reverse("project_guide:changes", args=[version.project.code, version.number])
    return f"{here}?since={since.number}" + (f"&view={view}" if view else "")


def tabs_of_versions(
    version: ProjectVersion, earlier: list[ProjectVersion], since: ProjectVersion, view: str
) -> list[dict[str, Any]]:
    """What to compare with, when there is a choice."""
    return [
        {
            "title": _("Since version %(number)s") % {"number": one.number},
            "url": address(version, one, view),
            "current": one == since,
        }
        for one in (earlier if len(earlier) > 1 else [])
    ]


def tabs_of_views(
    version: ProjectVersion, since: ProjectVersion, view: str
) -> list[dict[str, Any]]:
    titles = {"": _("In place"), COLUMNS: _("Side by side")}
    return [
        {"title": title, "url": address(version, since, key), "current": key == view}
        for key, title in titles.items()
    ]
