"""Training materials: a course has modules, a module has lessons; published in Wagtail's editor."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Collection, Page
from wagtail.search import index

from pages.blocks import RICH, MaterialBlock
from people.models import Centre


class CoursesIndexPage(Page):
    """The catalogue of courses."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar = ["desk.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    max_count = 1
    template = "courses/courses_index_page.html"

    class Meta:
        verbose_name = _("catalogue of courses")

    def courses(self) -> models.QuerySet["CoursePage"]:
        return CoursePage.objects.child_of(self).live().public().select_related("centre")


class CoursePage(Page):
    """A programme: its goals, hours and audience; sessions are held of it."""

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="courses", verbose_name=_("centre")
    )
    intro = models.TextField(
        _("in two sentences"),
        max_length=255,
        help_text=_("What the participant will be able to do, e.g. “You will plan a project…”"),
    )
    goals = RichTextField(_("goals"), features=RICH, blank=True)
    audience = models.CharField(_("for whom"), max_length=255, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), default=72)
    collection = models.OneToOneField(
        Collection,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="course",
        help_text="Pictures and documents of the course's authors",
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("hours"), FieldPanel("goals")],
            heading=_("The programme"),
        ),
        FieldPanel("centre"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("goals"),
    ]
    parent_page_types: ClassVar = ["courses.CoursesIndexPage"]
    subpage_types: ClassVar = ["courses.ModulePage"]
    template = "courses/course_page.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def lessons(self) -> models.QuerySet["LessonPage"]:
        """Published lessons in the order in which they are read."""
        return LessonPage.objects.descendant_of(self).live().order_by("path")

    def modules(self) -> models.QuerySet["ModulePage"]:
        return ModulePage.objects.child_of(self).live().order_by("path")


class ModulePage(Page):
    """A part of a course, tied to a week of the session."""

    week = models.PositiveSmallIntegerField(
        _("week of the session"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Dates are computed from it in each session."),
    )
    summary = models.TextField(_("summary"), max_length=255, blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("week"),
        FieldPanel("summary"),
    ]
    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = ["courses.LessonPage"]
    template = "courses/module_page.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def lessons(self) -> models.QuerySet["LessonPage"]:
        return LessonPage.objects.child_of(self).live().order_by("path")


class LessonPage(Page):
    """What is read at one sitting; whether without an account, its author says."""

    summary = models.TextField(
        _("summary"), max_length=200, help_text=_("What the reader will know after it.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=20)
    is_open = models.BooleanField(
        _("readable without an account"),
        default=False,
        help_text=_("Otherwise it is read by participants of the course's sessions."),
    )
    body = StreamField(MaterialBlock(), verbose_name=_("text"))

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("is_open")], heading=_("How it is read")
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def course(self) -> CoursePage:
        return CoursePage.objects.ancestor_of(self).get()

    def questions(self) -> list[Any]:
        return [block for block in self.body if block.block_type == "question"]
