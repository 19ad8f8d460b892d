"""The Guide's pages of the past, each with a drawn picture."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from activity.models import Notice, OutgoingMail
from desk.demo.pictures import draw
from desk.demo.world import World, read
from project_guide.actions.publishing import publish
from project_guide.models import Project, ProjectPage


def open_guide(world: World, projects: list[Project]) -> None:
    """Publish the accepted projects, oldest first, on the days they were accepted."""
    pictures = _pictures()
    motifs = _motifs()
    tags = _tags()
    for index, project in enumerate(projects):
        conclusion = project.versions.get(number=2).conclusion
        conclusion.version.project = project
        page = publish(
            conclusion.version,
            tags=tags[project.title],
            by=conclusion.decision.decided_by,
        )
        moment = conclusion.decision.decided_at + timedelta(days=1 + index % 9)
        picture = pictures[motifs[project.title]]
        ProjectPage.objects.filter(pk=page.pk).update(picture=picture)
        Page.objects.filter(pk=page.pk).update(
            first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment
        )
    _forget_letters(projects)


def _forget_letters(projects: list[Project]) -> None:
    """Nobody is told today of what was published years ago."""
    owners = [project.owner_id for project in projects]
    Notice.objects.filter(recipient__in=owners).delete()
    OutgoingMail.objects.filter(recipient__in=owners).delete()
    DBTaskResult.objects.all().delete()


def _cards() -> list[dict[str, Any]]:
    return [*read("projects_local"), *read("projects_network"), *read("projects_present")]


def _motifs() -> dict[str, str]:
    return {card["title"]: card["picture"] for card in _cards()}


def _tags() -> dict[str, list[str]]:
    return {card["title"]: card["tags"] for card in _cards()}


def _pictures() -> dict[str, Any]:
    """One picture for each motif, in the Guide's own collection."""
    Image = get_image_model()
    collection = Collection.get_first_root_node().add_child(name="Путеводитель")
    found = {}
    for motif in sorted({card["picture"] for card in _cards()}):
        image = Image(title=motif, collection=collection)
        image.file.save(f"{motif}.webp", ContentFile(draw(motif)), save=False)
        image.save()
        found[motif] = image
    return found
