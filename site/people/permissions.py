"""Who may what at which centre."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef

from people.models import Centre, User


def require(is_allowed: bool) -> None:
    """Answer 403 to whoever may see the thing but not do this with it."""
    if not is_allowed:
        raise PermissionDenied


def can_manage_members(user: User, centre: Centre) -> bool:
    """A coordinator of the centre invites people and gives roles in it."""
    return user.coordinates(centre)


def editor_right() -> Exists:
    """For a query of people: whether a group gives them Wagtail's editor; groups alone do."""
    return Exists(
        Group.objects.filter(
            user=OuterRef("pk"),
            permissions__codename="access_admin",
            permissions__content_type__app_label="wagtailadmin",
        )
    )


def can_use_editor(user: User) -> bool:
    """Authors and editors publish pages in Wagtail's editor; nobody else needs it."""
    return user.is_superuser or User.objects.filter(editor_right(), pk=user.pk).exists()


def needs_second_factor(user: User) -> bool:
    """Whoever publishes pages or coordinates a centre signs in with a second factor."""
    return bool(user.roles.get("coordinator")) or can_use_editor(user)
