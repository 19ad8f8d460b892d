"""The Guide page of an accepted project."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Page
from wagtail.search import index

from activity.actions import later, move, tell
from core.refusals import Refused
from pages.addresses import free_slug
from people.models import User
from project_guide.actions.guide_pages import page_of, take_from
from project_guide.models import GuideIndexPage, GuideStamp, Project, ProjectPage, ProjectVersion

State = Project.State
COLLECTION = "Guide"
NAMELESS = "project"  # the address of a title without letters


def newest_concluded(project: Project) -> ProjectVersion | None:
    """The version that stands in the Guide, or would: the newest with a conclusion."""
    return (
        project.versions.filter(conclusion__isnull=False)
        .select_related("project__enrolment__session", "project__owner")
        .order_by("-number")
        .first()
    )


def refusal(project: Project) -> str:
    """Why the project cannot stand in the Guide now; empty when it can."""
    if not GuideIndexPage.objects.exists():
        return _("There is no Guide on this site yet. Ask the editor to make its page.")
    is_accepted = project.state in {State.ACCEPTED, State.PUBLISHED}
    if not is_accepted or newest_concluded(project) is None:
        return _("Only an accepted project with a conclusion enters the Guide.")
    return ""


def draft(version: ProjectVersion) -> ProjectPage:
    """The page as it would be published now, with what the editors wrote since; not saved."""
    kept = ProjectPage.objects.filter(version__project=version.project_id).first()
    if kept is None:
        return page_of(version)
    page: ProjectPage = kept.get_latest_revision_as_object()
    if page.version_id != version.pk:
        take_from(version, page)
    return page


@transaction.atomic
def prepare(
    version: ProjectVersion, *, tags: list[str], picture: AbstractImage | None, by: User
) -> ProjectPage:
    """Keep the page as a draft to be looked at; visitors see no change.

    Raises:
        Refused: the project is not accepted, has no conclusion, or there is no Guide yet.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=version.project_id)
    if reason := refusal(project):
        raise Refused(reason)
    # Taken in turn, so that two new pages never get the same place in the tree.
    guide = GuideIndexPage.objects.select_for_update(of=("self",)).earliest("pk")
    page = draft(version)
    if page.pk is None:
        page.live = False
        page.slug = free_slug(page.title, guide, otherwise=NAMELESS)
        page = guide.add_child(instance=page)
    page.tags.set(tags)
    page.picture = picture
    page.save_revision(user=by)
    return page


@transaction.atomic
def publish(
    version: ProjectVersion, *, tags: list[str], picture: AbstractImage | None = None, by: User
) -> ProjectPage:
    """Make the Guide page of an accepted version and publish it; again, and it is brought up
    to date.

    Raises:
        Refused: the project is not accepted, has no conclusion, or there is no Guide yet.
    """
    page = prepare(version, tags=tags, picture=picture, by=by)
    revision = page.get_latest_revision()
    # Whether they may, the caller has asked (`can_publish`); Wagtail knows no coordinators.
    revision.publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return page


@transaction.atomic
def keep_picture(picture: AbstractImage, *, by: User) -> AbstractImage:
    """Put a new picture into the Guide's collection of the library."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=COLLECTION).first()
    picture.collection = found or root.add_child(name=COLLECTION)
    picture.uploaded_by_user = by
    picture.save()
    return picture


@transaction.atomic
def take_off(project: Project, *, reason: str, by: User) -> None:
    """Take the page off the Guide, and tell the authors why; it can be published again.

    Raises:
        Refused: no reason is given, or the project is not in the Guide.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write why it is taken off: the authors will read this."))
    page = ProjectPage.objects.filter(version__project=project).first()
    if page is None or project.state != State.PUBLISHED:
        raise Refused(_("The project is not in the Guide."))
    step = move(project, State.ACCEPTED, by=by, note=reason)
    # Whether they may, the caller has asked (`can_publish`); Wagtail knows no coordinators.
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    for author in project.authors():
        tell(
            author,
            "project_guide/notices/taken_off",
            key=f"step:{step.pk}",
            project=project,
            reason=reason,
        )


@transaction.atomic
def follow_publication(page: ProjectPage, *, by: User | None) -> None:
    """The page was published: it is found at once, the project is in the Guide, its authors
    hear of it once."""
    index.insert_or_update_object(page)
    if page.picture_id:
        later("project_guide.draw_picture", page.picture_id)
    GuideStamp.objects.bump()
    project = Project.objects.get(versions=page.version_id)
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
    project = Project.objects.get(versions=page.version_id)
    if project.state == State.PUBLISHED:
        move(project, State.ACCEPTED, by=by)
