"""What the frame of every page needs to know: who reads it, and where they can go."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from activity.models import Notice
from core.prepared import Prepared
from people.models import User
from people.permissions import editor_right


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    news = news_of(person) if person else News(0, False)
    return {
        "person": person,
        "reader": Reader(person.short_name, person.initials) if person else None,
        "navigation": navigation(request, person, edits=news.edits),
        "notice_count": news.unread,
        "demo_mode": settings.DEMO,
    }


class Reader(NamedTuple):
    short_name: str
    initials: str


class Place(NamedTuple):
    url: str
    title: str
    current: bool


class News(NamedTuple):
    unread: int  # notices
    edits: bool  # whether the person may open the editor


def _news(key: int) -> QuerySet[User, Any]:
    unread = Notice.objects.unread().filter(recipient=OuterRef("pk")).order_by()
    counted = unread.values("recipient").annotate(number=Count("pk")).values("number")
    return User.objects.filter(pk=key).values_list(Subquery(counted), editor_right())


NEWS = Prepared(_news)


def news_of(person: User) -> News:
    """One query for every page, also where its view has asked before the frame does."""
    kept: News | None = person.__dict__.get("news")
    if kept is None:
        [(unread, edits)] = NEWS.rows(person.pk)
        kept = person.__dict__["news"] = News(unread or 0, bool(edits) or person.is_superuser)
    return kept


def navigation(request: HttpRequest, person: Any, *, edits: bool) -> tuple[Place, ...]:
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
    return tuple(Place(url, title, request.path.startswith(url)) for url, title in places)
