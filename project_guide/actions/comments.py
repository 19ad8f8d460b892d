"""Tutor and authors talk about the draft, section by section."""

from django.db import transaction

from activity.actions import tell
from courses.models import Group
from discussions import actions as discussions
from discussions.models import Post, Thread
from people.models import User
from project_guide.models import Project, SectionThread
from project_guide.models.card import SECTION_TITLES


@transaction.atomic
def comment(project: Project, section: str, text: str, *, key: str, by: User) -> Post:
    """Say something about a section; the others in the conversation are told once a post."""
    held = SectionThread.objects.filter(project=project, section=section).first()
    if held is None:
        held = SectionThread.objects.create(
            project=project, section=section, thread=Thread.objects.create()
        )
    post, is_new = discussions.say(held.thread, text, key=key, by=by)
    if is_new:
        for person in listeners(project, besides=by):
            tell(
                person,
                "project_guide/notices/comment",
                key=f"post:{post.pk}",
                project=project,
                section=section,
                section_title=SECTION_TITLES[section],
                post=post,
                author=by,
            )
    return post


def listeners(project: Project, *, besides: User) -> set[User]:
    """The authors, and the tutors of the owner's present group."""
    present = Group.objects.filter(
        memberships__enrolment=project.enrolment_id, memberships__until=None
    ).select_related("session")
    tutors = {tutor for group in present for tutor in group.leaders()}
    return {*project.authors(), *tutors} - {besides}
