"""What the frame of every page needs to know: who reads it, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from activity.models import Notice
from people.permissions import can_use_editor


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    return {
        "person": person,
        "navigation": navigation(request, person),
        "notice_count": Notice.objects.of(person).unread().count() if person else 0,
        "demo_mode": settings.DEMO,
    }


def navigation(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    places = [("/courses/", _("Courses")), ("/guide/", _("Guide"))]
    if person:
        places = [
            (reverse("desk:desk"), _("My desk")),
            (reverse("project_guide:projects"), _("Projects")),
            (reverse("project_guide:reviews"), _("Reviews")),
            *places,
        ]
        if can_use_editor(person):
            places.append((reverse("wagtailadmin_home"), _("Editor")))
    return [
        {"url": url, "title": title, "current": request.path.startswith(url)}
        for url, title in places
    ]
