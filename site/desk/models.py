from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from courses.models import TrainingSession
from pages import finding
from pages.models import SitePage
from project_guide import shelf, showing

MOST_SESSIONS, RECENT = 6, 3
GUIDE_URL = "/guide/"


class HomePage(SitePage):
    """The first page of a visitor: what this is, the open session, recent projects."""

    lead = models.TextField(_("what this is, in two sentences"), max_length=400, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    template = "desk/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The sections of the site are known, the rest is their own matter."""
        if not path_components:
            return super().route(request, path_components)
        section = finding.section_of(self, path_components[0], request)
        return section.route(request, path_components[1:])

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["sessions"] = TrainingSession.objects.public().open_for_enrolment(timezone.now())[
            :MOST_SESSIONS
        ]
        guide = shelf.current()
        context["recent"] = showing.cards(guide.ids[:RECENT], GUIDE_URL, guide.number)
        context["in_guide"] = len(guide.ids)
        return context
