"""Makes the Guide as large as is asked, with accepted versions behind its pages."""

from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from taggit.models import Tag
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from config.bench import cards, people
from courses.models import CoursePage, Enrolment, TrainingSession
from people.models import Centre
from project_guide.actions.publishing import take_from
from project_guide.models import GuideIndexPage, GuideStamp, Project, ProjectPage, ProjectVersion
from project_guide.models.pages import ProjectTag

AT_ONCE = 500
SESSION = "bench"
FIRST = datetime(2014, 1, 10, tzinfo=UTC)  # before the demonstration's, which stay the newest
KINDS = ["local", "network"]


def grow(size: int) -> None:
    """Publish pages until there are `size`; a Guide that is larger stays as it is."""
    missing = size - ProjectPage.objects.live().count()
    for kind in cycle(KINDS):
        if missing <= 0:
            break
        with transaction.atomic():
            add(min(AT_ONCE, missing), kind)
        missing -= AT_ONCE
    GuideStamp.objects.bump()


def add(number: int, kind: str) -> None:
    enrolments = people.enrol(
        people.hire(number), past_session(number), Enrolment.State.COMPLETED, FIRST
    )
    versions = cards.write_projects(enrolments, kind, Project.State.PUBLISHED, FIRST)
    shown = cycle(pictures())
    pages = [page_of(version, next(shown)) for version in versions]
    insert(pages)
    tag(pages)
    get_search_backend().get_index_for_model(ProjectPage).add_items(ProjectPage, pages)


def past_session(places: int) -> TrainingSession:
    """Of the last centre, so that nobody's desk shows it; with so many more places, all taken."""
    session, _is_new = TrainingSession.objects.get_or_create(
        centre=Centre.objects.latest("pk"),
        course=CoursePage.objects.earliest("pk"),
        title=SESSION,
        starts_on=date(2013, 10, 1),
        defaults={
            "ends_on": date(2013, 12, 29),
            "enrolment_opens": FIRST - timedelta(days=150),
            "enrolment_closes": FIRST - timedelta(days=90),
            "capacity": 0,
        },
    )
    found = TrainingSession.objects.filter(pk=session.pk)
    found.update(capacity=F("capacity") + places, taken=F("taken") + places)
    return session


def pictures() -> list[int | None]:
    """Those of the demonstration, and none every now and then."""
    shown = ProjectPage.objects.exclude(picture=None).order_by("picture")
    return [*shown.values_list("picture", flat=True).distinct(), None]


def page_of(version: ProjectVersion, picture: int | None) -> ProjectPage:
    page = ProjectPage()
    take_from(version, page)
    page.slug = f"bench-{version.code.lower()}"
    page.picture_id = picture
    page.content_type = ContentType.objects.get_for_model(ProjectPage)
    page.locale = Locale.get_default()
    page.first_published_at = page.last_published_at = FIRST + timedelta(minutes=version.pk)
    return page


def insert(pages: list[ProjectPage]) -> None:
    """Two inserts for all the pages; Django itself cannot do so with a model that has a parent."""
    place(pages)
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    parents = Page.objects.bulk_create(
        Page(**{name: getattr(page, name) for name in names}) for page in pages
    )
    for page, parent in zip(pages, parents, strict=True):
        page.pk = page.id = parent.pk
        page._state.adding = False
    rows: Any = ProjectPage._base_manager.all()
    rows._for_write = True
    rows._batched_insert(pages, ProjectPage._meta.local_concrete_fields, batch_size=None)


def place(pages: list[ProjectPage]) -> None:
    """Put them behind the last page of the Guide, in the tree and by their addresses."""
    guide = GuideIndexPage.objects.get()
    last = guide.get_last_child()
    before = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for number, page in enumerate(pages, start=before + 1):
        page.path = Page._get_path(guide.path, guide.depth + 1, number)
        page.depth = guide.depth + 1
        page.url_path = f"{guide.url_path}{page.slug}/"
    GuideIndexPage.objects.filter(pk=guide.pk).update(numchild=F("numchild") + len(pages))


def tag(pages: list[ProjectPage]) -> None:
    names = {name for page in pages for name in page.version.card.get("tags", [])}
    tags = {name: Tag.objects.get_or_create(name=name)[0] for name in names}
    ProjectTag.objects.bulk_create(
        ProjectTag(content_object=page, tag=tags[name])
        for page in pages
        for name in dict.fromkeys(page.version.card.get("tags", []))
    )
