"""An editor's first screen: the texts that wait for approval, and one's own drafts."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from desk.screens.shared import Line
from people.models import User

MOST_LINES = 10


@dataclass
class EditorScreen:
    waiting: list[Line]  # those that waited longest first
    drafts: list[Line]


def editor_screen(user: User) -> EditorScreen:
    return EditorScreen(waiting=_waiting(user), drafts=_drafts(user))


def _waiting(user: User) -> list[Line]:
    """Texts whose authors ask for an approval that the person may give."""
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task__groupapprovaltask__groups__user=user,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )
        .select_related("workflow_state__requested_by", "revision")
        .order_by("started_at")[:MOST_LINES]
    )
    return [
        Line(
            title=state.revision.object_str if state.revision else "",
            url=_edit(state.workflow_state.object_id),
            at=state.started_at,
            note=str(state.workflow_state.requested_by or ""),
            pill=_("Waits for you"),
            tone="warm",
        )
        for state in states
    ]


def _drafts(user: User) -> list[Line]:
    """Pages the person changed last and has not published."""
    pages = (
        Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
        .filter(locked=False)
        .order_by("-latest_revision_created_at")[:MOST_LINES]
    )
    return [
        Line(
            title=page.draft_title,
            url=_edit(page.pk),
            at=page.latest_revision_created_at,
            pill="" if page.live else _("Draft"),
        )
        for page in pages
    ]


def _edit(page: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])
