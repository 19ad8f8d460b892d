"""The approval of a text, told as everything else is: in the app and through the outbox.

Wagtail's own letters are switched off. They are sent while the request waits, in the sender's
language, and a mail server that is down would answer the author with a fault.
"""

from typing import Any

from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from activity.actions import tell
from people.models import User


def connect() -> None:
    for signal, sender, uid in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=uid)
    task_submitted.connect(ask_editors, dispatch_uid="courses.ask_editors")
    workflow_approved.connect(tell_published, dispatch_uid="courses.tell_published")
    workflow_rejected.connect(tell_returned, dispatch_uid="courses.tell_returned")


def ask_editors(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Every editor who can approve it hears of it once."""
    page = instance.workflow_state.content_object
    task = instance.task.specific
    if not isinstance(page, Page) or not isinstance(task, GroupApprovalTask):
        return
    editors = User.objects.filter(groups__in=task.groups.all(), is_active=True).distinct()
    for editor in editors:
        if editor == user:
            continue
        _tell(editor, "approval_wanted", page, f"task:{instance.pk}", author=user)


def tell_published(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    _tell_author("approval_given", instance, user)


def tell_returned(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    _tell_author("approval_refused", instance, user)


def _tell_author(template: str, state: WorkflowState, user: User | None) -> None:
    author, page, task = state.requested_by, state.content_object, state.current_task_state
    if author is None or author == user or not isinstance(page, Page) or task is None:
        return
    _tell(author, template, page, f"task:{task.pk}:{template}", comment=task.get_comment())


def _tell(person: User, template: str, page: Page, key: str, **context: Any) -> None:
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    title = page.get_latest_revision_as_object().title
    tell(person, f"courses/notices/{template}", key=key, title=title, path=path, **context)
