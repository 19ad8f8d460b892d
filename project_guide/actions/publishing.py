"""The Guide page of an accepted project."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from activity.actions import move, tell
from core.refusals import Refused
from people.models import User
from project_guide.models import GuideIndexPage, GuideStamp, Project, ProjectPage, ProjectVersion

State = Project.State


def page_of(version: ProjectVersion) -> ProjectPage:
    """The page as it would be made from the version; not saved."""
    card = version.card
    names = [author["name"] for author in version.authors] if card["names_shown"] else []
    return ProjectPage(
        version=version,
        title=card["title"],
        kind=version.kind,
        idea=card["idea"],
        question=card["question"],
        subjects=card["subjects"],
        grade_bands=card["grade_bands"],
        languages=card["languages"],
        weeks=card["weeks"],
        authors=", ".join(names)[:400],
        licence=card["licence"],
        body=searchable(card),
        search_description=card["idea"],
    )


def searchable(card: dict[str, Any]) -> str:
    """The card's prose in one text, for the search."""
    parts = [card["description"], card["goals"], card["results"], card["tools"]]
    for stage in card["stages"]:
        parts += [stage["title"], stage["task"], stage["deliverable"]]
    return "\n".join(part for part in parts if part)


@transaction.atomic
def publish(version: ProjectVersion, *, tags: list[str], by: User) -> ProjectPage:
    """Make the Guide page of an accepted version and publish it.

    Raises:
        Refused: the project is not accepted, has no conclusion, or there is no Guide yet.
    """
    project = version.project
    guide = GuideIndexPage.objects.first()
    if guide is None:
        raise Refused(_("There is no Guide on this site yet. Ask the editor to make its page."))
    if project.state != State.ACCEPTED or not hasattr(version, "conclusion"):
        raise Refused(_("Only an accepted project with a conclusion enters the Guide."))
    page = ProjectPage.objects.filter(version__project=project).first()
    if page is None:
        page = guide.add_child(instance=_unpublished(page_of(version)))
    page.tags.set(tags)
    page.save_revision(user=by).publish(user=by)
    return page


def _unpublished(page: ProjectPage) -> ProjectPage:
    page.live = False
    return page


@transaction.atomic
def follow_publication(page: ProjectPage, *, by: User | None) -> None:
    """The page was published: the project is in the Guide, its authors hear of it once."""
    GuideStamp.objects.bump()
    project = page.version.project
    if project.state != State.ACCEPTED:
        return
    step = move(project, State.PUBLISHED, by=by)
    for author in project.authors():
        tell(
            author,
            "project_guide/notices/published",
            key=f"step:{step.pk}",
            project=project,
            page=page,
        )


@transaction.atomic
def follow_unpublication(page: Page, *, by: User | None) -> None:
    """The page was taken off: the project is accepted, and not in the Guide."""
    GuideStamp.objects.bump()
    project = page.version.project
    if project.state == State.PUBLISHED:
        move(project, State.ACCEPTED, by=by)
