"""What the frame of every page needs to know: who reads it, and where they can go."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from people.permissions import editor_right


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    unread, edits = _news_of(person) if person else (0, False)
    return {
        "person": person,
        "navigation": navigation(request, person, edits=edits),
        "notice_count": unread,
        "demo_mode": settings.DEMO,
    }


def _news_of(person: User) -> tuple[int, bool]:
    """Unread notices, and whether the person opens the editor; one query for every page."""
    found = User.objects.filter(pk=person.pk).annotate(
        unread=Count("notices", filter=Q(notices__read_at=None)), edits=editor_right()
    )
    unread, edits = found.values_list("unread", "edits").get()
    return unread, edits or person.is_superuser


def navigation(request: HttpRequest, person: Any, *, edits: bool) -> list[dict[str, Any]]:
    places = [("/courses/", _("Courses")), ("/guide/", _("Guide"))]
    if person:
        places = [
            (reverse("desk:desk"), _("My desk")),
            (reverse("project_guide:projects"), _("Projects")),
            (reverse("project_guide:reviews"), _("Reviews")),
            *places,
        ]
    if edits:
        places.append((reverse("wagtailadmin_home"), _("Editor")))
    return [
        {"url": url, "title": title, "current": request.path.startswith(url)}
        for url, title in places
    ]
