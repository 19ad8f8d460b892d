"""Pages of the Guide, written straight into the database where the way there does not matter."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.search import index

from courses.models import Enrolment
from pages.addresses import free_slug
from project_guide.actions import publishing
from project_guide.actions.guide_pages import page_of
from project_guide.models import GuideIndexPage, GuideStamp, Project, ProjectPage, ProjectVersion
from project_guide.models.card import snapshot
from tests.factories.courses import home
from tests.factories.projects import CARD, NETWORK


def make_guide() -> GuideIndexPage:
    if found := GuideIndexPage.objects.first():
        return found
    return home().add_child(instance=GuideIndexPage(title="The Guide", slug="guide"))


def make_version(enrolment: Enrolment, **card: Any) -> ProjectVersion:
    now = timezone.now()
    kind = card.pop("kind", "local")
    fields = {**CARD, **(NETWORK if kind == "network" else {}), **card}
    project = Project.objects.create(
        owner=enrolment.teacher,
        enrolment=enrolment,
        kind=kind,
        state=Project.State.PUBLISHED,
        saved_at=now,
        **fields,
    )
    return ProjectVersion.objects.create(
        project=project,
        number=1,
        key=uuid4().hex,
        card=snapshot(project, kind),
        kind=kind,
        authors=[{"code": enrolment.teacher.code, "name": enrolment.teacher.get_full_name()}],
        submitted_by=enrolment.teacher,
        submitted_at=now,
        grace_until=now,
    )


def make_page(
    enrolment: Enrolment, *, live: bool = True, at: datetime | None = None, **card: Any
) -> ProjectPage:
    """A page of the Guide with what the card says; a draft with live=False."""
    guide = make_guide()
    page = page_of(make_version(enrolment, **card))
    page.slug = free_slug(page.title, guide, otherwise=publishing.NAMELESS)
    page.live = live
    page.first_published_at = (at or timezone.now()) if live else None
    guide.add_child(instance=page)
    index.insert_or_update_object(page)
    GuideStamp.objects.bump()
    return page
