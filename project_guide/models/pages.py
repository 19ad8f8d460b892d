"""The Guide: its index page, and a page for every published project."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from pages.models import SitePage
from project_guide.models.card import Kind, Licence
from project_guide.models.project import ProjectVersion
from project_guide.models.stamp import GuideStamp


class GuidePage(SitePage):
    """What the index of the Guide and the pages in it have in common."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from project_guide import public

        request.is_preview = False  # type: ignore[attr-defined]
        render = partial(super().serve, request, *args, **kwargs)
        return public.answer(request, GuideStamp.of(request), render)


class GuideIndexPage(GuidePage):
    """The public Guide to network projects; what it shows is asked of `project_guide.guide`."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel(
            "intro",
            help_text=_(
                "One or two sentences, e.g. “Take a project that is ready, gather a team, or"
                " begin your own.”"
            ),
        ),
    ]
    parent_page_types: ClassVar = ["desk.HomePage"]
    subpage_types: ClassVar = ["project_guide.ProjectPage"]
    max_count = 1
    template = "project_guide/guide_index_page.html"

    class Meta:
        verbose_name = _("Guide to network projects")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a project's page in one query."""
        if len(path_components) != 1:
            return super().route(request, path_components)
        page = ProjectPage.objects.child_of(self).filter(slug=path_components[0]).first()
        if page is None:
            return super().route(request, path_components)
        page._cached_parent_obj = self
        page.is_restricted = self.is_restricted
        return page.route(request, [])

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """For htmx only the part that changes."""
        htmx = getattr(request, "htmx", None)
        if htmx and htmx.target == "guide" and not htmx.history_restore_request:
            return f"{self.template}#guide"
        return self.template

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from project_guide import guide, showing

        look = guide.Look(request.GET, GuideStamp.of(request))
        url = self.get_url(request) or ""
        cards = showing.cards(look.page, url, look.shelf.number)
        shown: Mapping[str, Any] = {"look": look, "cards": cards, "guide_url": url}
        return super().get_context(request, *args, **kwargs) | shown


class ProjectTag(TaggedItemBase):
    content_object = ParentalKey(
        "project_guide.ProjectPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ProjectPage(GuidePage):
    """A project in the Guide, made from an accepted version: readable, tagged, found by facet."""

    version = models.OneToOneField(
        ProjectVersion,
        on_delete=models.PROTECT,
        related_name="page",
        verbose_name=_("accepted version"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    idea = models.CharField(_("the idea in one sentence"), max_length=200)
    question = models.TextField(_("open question"), max_length=500)
    subjects = models.JSONField(_("subjects"), default=list)
    grade_bands = models.JSONField(_("grades"), default=list)
    languages = models.JSONField(_("languages"), default=list)
    weeks = models.PositiveSmallIntegerField(_("duration in weeks"))
    authors = models.CharField(
        _("authors, as shown"),
        max_length=400,
        blank=True,
        help_text=_("Empty when they did not agree to be named."),
    )
    licence = models.CharField(_("licence"), max_length=10, choices=Licence.choices)
    body = models.TextField(_("text for the search"), editable=False)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    tags = ClusterTaggableManager(through=ProjectTag, blank=True, verbose_name=_("tags"))

    content_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel(
                    "idea",
                    help_text=_("Who does what, and what comes out of it. Up to 200 characters."),
                ),
                FieldPanel(
                    "question",
                    help_text=_("Stands on the card, e.g. “How healthy is our river?”"),
                ),
            ],
            heading=_("What is read first"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "tags",
                    help_text=_("Words a colleague looks for, e.g. river, measurements, map."),
                ),
                FieldPanel(
                    "picture",
                    help_text=_("Without pupils' faces. Its description is read aloud."),
                ),
            ],
            heading=_("How it is found"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldPanel("licence", read_only=True),
                FieldPanel("kind", read_only=True),
                FieldPanel("version", read_only=True),
            ],
            heading=_("Authors and the accepted version"),
            help_text=_(
                "Everything else on the page is the version the experts accepted. It changes when"
                " a newer accepted version is published."
            ),
        ),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("idea", boost=2),
        index.SearchField("authors"),
        index.SearchField("stems"),
    ]
    parent_page_types: ClassVar = ["project_guide.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False  # it is made from an accepted version, by the coordinator
    template = "project_guide/project_page.html"

    class Meta:
        verbose_name = _("project in the Guide")
        verbose_name_plural = _("projects in the Guide")

    @property
    def card(self) -> dict[str, Any]:
        return self.version.card

    def stems(self) -> str:
        """All the words by which the page is found, without their endings."""
        from project_guide.stems import stems_of

        tags = " ".join(str(tag) for tag in self.tags.all())
        texts = (self.title, self.idea, self.question, self.authors, tags, self.body)
        return " ".join(stems_of("\n".join(texts)))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from project_guide import showing

        parent = getattr(self, "_cached_parent_obj", None) or GuideIndexPage.objects.first()
        url = (parent.get_url(request) if parent else "") or ""
        shown: Mapping[str, Any] = {
            "sheet": showing.sheet(self, url),
            "guide_url": url,
            "guide_title": parent.title if parent else "",
        }
        return super().get_context(request, *args, **kwargs) | shown
