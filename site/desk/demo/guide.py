"""The Guide's pages of the past, each with a drawn picture."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Collection

from activity.actions import record
from desk.demo.pictures import draw
from desk.demo.world import read
from pages.addresses import free_slug
from project_guide.actions import publishing
from project_guide.models import Conclusion, GuideIndexPage, GuideStamp, Project, ProjectPage


def open_guide(projects: list[Project]) -> None:
    """Publish the accepted projects, oldest first, some days after they were accepted."""
    cards = {card["title"]: card for card in _cards()}
    pictures = _pictures({card["picture"] for card in cards.values()})
    guide = GuideIndexPage.objects.get()
    for index, project in enumerate(projects):
        conclusion = Conclusion.objects.select_related("version", "decision").get(
            version__project=project
        )
        picture = pictures[cards[project.title]["picture"]]
        page = _page(guide, conclusion, picture, days=1 + index % 9)
        _follow(project, conclusion, page)
    GuideStamp.objects.bump()


def _cards() -> list[dict[str, Any]]:
    return [*read("projects_local"), *read("projects_network"), *read("projects_present")]


def _page(guide: GuideIndexPage, conclusion: Conclusion, picture: Any, *, days: int) -> ProjectPage:
    version, released_at = conclusion.version, conclusion.decision.released_at
    assert version is not None and released_at is not None
    page = publishing.page_of(version)
    page.picture = picture
    page.slug = free_slug(page.title, guide, otherwise=publishing.NAMELESS)
    moment = released_at + timedelta(days=days)
    page.first_published_at = page.last_published_at = moment
    guide.add_child(instance=page)
    return page


def _follow(project: Project, conclusion: Conclusion, page: ProjectPage) -> None:
    Project.objects.filter(pk=project.pk).update(state=Project.State.PUBLISHED)
    record(
        project,
        "move",
        by=conclusion.decision.released_by,
        at=page.first_published_at,
        before=Project.State.ACCEPTED,
        after=Project.State.PUBLISHED,
    )


def _pictures(motifs: set[str]) -> dict[str, Any]:
    """One picture for each motif, in the Guide's own collection."""
    collection = Collection.get_first_root_node().add_child(name=publishing.COLLECTION)
    return {
        motif: get_image_model().objects.create(
            title=motif,
            collection=collection,
            file=ImageFile(BytesIO(draw(motif)), name=f"{motif}.webp"),
        )
        for motif in sorted(motifs)
    }
