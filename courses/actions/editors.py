"""Editors: the group that keeps all pages, and the approval that asks one of them."""

from django.contrib.auth.models import Group as PermissionGroup
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

NAME = "Editors"
ON_PAGES = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
ON_FILES = {
    f"{action}_{model}" for model in ("image", "document") for action in ("add", "change", "choose")
}


@transaction.atomic
def set_up() -> PermissionGroup:
    """The group of editors with all it needs, and nothing that manages people; may run again."""
    group, _is_new = PermissionGroup.objects.get_or_create(name=NAME)
    group.permissions.add(may("wagtailadmin", "access_admin"), may("courses", "change_coursepage"))
    allow_pages(group, Page.get_first_root_node(), ON_PAGES)
    allow_files(group, Collection.get_first_root_node())
    return group


def may(room: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=room, codename=codename)


def allow_pages(group: PermissionGroup, page: Page, actions: set[str]) -> None:
    """Exactly these actions on the page and all below it."""
    held = GroupPagePermission.objects.filter(group=group, page=page)
    codenames = {f"{action}_page" for action in actions}
    held.exclude(permission__codename__in=codenames).delete()
    for codename in codenames - set(held.values_list("permission__codename", flat=True)):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=may("wagtailcore", codename)
        )


def allow_files(group: PermissionGroup, collection: Collection) -> None:
    """Adding, changing and choosing the pictures and documents of the collection."""
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=ON_FILES
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


@transaction.atomic
def approval() -> Workflow:
    """The way of a text through one editor's hands, made once.

    With it goes Wagtail's own "Moderators approval", which it attaches to every page of a new
    site: nobody here is a moderator, and its button would stand beside ours.
    """
    group = set_up()
    found = Workflow.objects.filter(
        active=True, workflow_tasks__task__groupapprovaltask__groups=group
    ).first()
    if found is not None:
        return found
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).delete()
    task = GroupApprovalTask.objects.create(name=_("An editor reads it"))
    task.groups.add(group)
    workflow = Workflow.objects.create(name=_("Approval by an editor"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
