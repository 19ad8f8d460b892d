"""The Guide: its index page, and a page for every published project."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from project_guide.models.card import Kind, Licence
from project_guide.models.project import ProjectVersion


class GuideIndexPage(Page):
    """The public Guide to network projects; what it shows is asked of `project_guide.guide`."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar = ["desk.HomePage"]
    subpage_types: ClassVar = ["project_guide.ProjectPage"]
    max_count = 1
    template = "project_guide/guide_index_page.html"

    class Meta:
        verbose_name = _("Guide to network projects")


class ProjectTag(TaggedItemBase):
    content_object = ParentalKey(
        "project_guide.ProjectPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ProjectPage(Page):
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
        _("authors, as shown"), max_length=400, blank=True,
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
        *Page.content_panels,
        FieldPanel("idea"),
        FieldPanel("question"),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("tags"), FieldPanel("authors")], heading=_("How it is found")),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("idea", boost=2),
        index.SearchField("question"),
        index.SearchField("body"),
        index.SearchField("authors"),
    ]
    parent_page_types: ClassVar = ["project_guide.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "project_guide/project_page.html"

    class Meta:
        verbose_name = _("project in the Guide")
        verbose_name_plural = _("projects in the Guide")

    @property
    def card(self) -> dict[str, Any]:
        return self.version.card


class GuideStampManager(models.Manager["GuideStamp"]):
    def current(self) -> int:
        return self.values_list("number", flat=True).first() or 0

    def bump(self) -> None:
        """What was computed from the Guide is no longer true."""
        if not self.update(number=F("number") + 1):
            self.create(pk=1, number=1)


class GuideStamp(models.Model):
    """A number that grows with every publication: what is kept of the Guide is kept by it."""

    number = models.PositiveBigIntegerField(default=0)

    objects = GuideStampManager()

    def __str__(self) -> str:
        return str(self.number)
