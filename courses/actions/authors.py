"""Authors: who writes the materials of a course in the editor, and how far its doors open."""

from django.contrib.auth.models import Group as PermissionGroup
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, WorkflowPage

from activity.actions import record, tell
from core.refusals import Refused
from courses.actions import editors
from courses.models import AuthorGroup, Authorship, CoursePage
from people.models import Centre, Membership, User


@transaction.atomic
def appoint(course: CoursePage, person: User, *, by: User) -> Authorship:
    """Let a member of the centre write the course's materials, from now on.

    Raises:
        Refused: the person is an author already, or nobody in the course's centre.
    """
    now = timezone.now()
    if not Membership.objects.current(now).filter(person=person, centre=course.centre).exists():
        raise Refused(_("Only members of the centre can be authors. Invite this person first."))
    authorship, is_new = Authorship.objects.get_or_create(
        course=course, person=person, until=None, defaults={"given_by": by, "since": now}
    )
    if not is_new:
        raise Refused(_("%(person)s is already an author of this course.") % {"person": person})
    person.groups.add(open_editor(course))
    record(authorship, "appoint", by=by)
    tell(
        person,
        "courses/notices/author",
        key=f"author:{authorship.pk}",
        authorship=authorship,
    )
    return authorship


@transaction.atomic
def dismiss(authorship: Authorship, *, by: User) -> None:
    """End an authorship: the editor is closed at once, what was written stays.

    Raises:
        Refused: it has ended before.
    """
    current = Authorship.objects.current().filter(pk=authorship.pk)
    if not current.update(until=timezone.now()):
        raise Refused(_("This authorship has already ended."))
    authorship.person.groups.remove(authorship.course.author_group.group)
    record(authorship, "dismiss", by=by)
    tell(
        authorship.person,
        "courses/notices/author_ended",
        key=f"author-ended:{authorship.pk}",
        authorship=authorship,
    )


def open_editor(course: CoursePage) -> PermissionGroup:
    """The group of the course's authors with the course's own collection, made once."""
    found = AuthorGroup.objects.filter(course=course).select_related("group").first()
    if found is None:
        group = PermissionGroup.objects.create(name=_group_name(course))
        group.permissions.add(editors.may("wagtailadmin", "access_admin"))
        found = AuthorGroup.objects.create(course=course, group=group)
    sync(course)
    return found.group


@transaction.atomic
def sync(course: CoursePage) -> None:
    """Bring what the authors may do in line with the course's title and the centre's wish.

    Where the centre wants approval, they send texts to an editor instead of publishing.
    """
    held = AuthorGroup.objects.filter(course=course).select_related("group").first()
    if held is None:
        return
    PermissionGroup.objects.filter(pk=held.group_id).update(name=_group_name(course))
    approves = Centre.objects.get(pk=course.centre_id).approves_materials
    editors.allow_pages(
        held.group, course.page_ptr, {"add", "change"} if approves else {"add", "change", "publish"}
    )
    editors.allow_files(held.group, _collection(course))
    workflow = editors.approval()
    if approves:
        WorkflowPage.objects.update_or_create(page=course.page_ptr, defaults={"workflow": workflow})
    else:
        WorkflowPage.objects.filter(page=course.page_ptr, workflow=workflow).delete()


def _group_name(course: CoursePage) -> str:
    return f"{course.title[:130]} ({course.pk})"


def _collection(course: CoursePage) -> Collection:
    """The course's own collection, called as the course is."""
    found: Collection | None = course.collection
    if found is None:
        root = Collection.get_first_root_node()
        found = course.collection = root.add_child(instance=Collection(name=course.title))
        CoursePage.objects.filter(pk=course.pk).update(collection=found)
    Collection.objects.filter(pk=found.pk).update(name=course.title)
    return found


@transaction.atomic
def want_approval(centre: Centre, wanted: bool, *, by: User) -> None:
    """Decide whether the centre's authors publish themselves or an editor approves first."""
    other = Centre.objects.filter(pk=centre.pk, approves_materials=not wanted)
    if not other.update(approves_materials=wanted):
        return
    centre.approves_materials = wanted
    record(centre, "want_approval", by=by, after="yes" if wanted else "no")
    for course in CoursePage.objects.filter(centre=centre):
        sync(course)
