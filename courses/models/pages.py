"""Training materials: a course has modules, a module has lessons; published in Wagtail's editor."""

from copy import copy
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Collection, Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.memory import Memory
from courses.models.chosen import ChosenByRight
from pages.blocks import RICH, MaterialBlock
from pages.models import PagesStamp, SitePage
from people.models import Centre


class Material(SitePage):
    """What catalogue, course, module and lesson have in common."""

    class Meta:
        abstract = True


_courses: Memory["CoursePage"] = Memory(most=32)
_materials: Memory["Material"] = Memory(most=128)  # a lesson takes about 30 kB


class CoursesIndexPage(Material):
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

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a course, module or lesson in one query; what is under a draft is not there.

        Wagtail's own way costs two queries a level. What was found is kept until a page changes;
        the centre of a course is not, because it may change without its pages.
        """
        if not path_components:
            return super().route(request, path_components)
        kinds: list[type[Material]] = [CoursePage, ModulePage, LessonPage]
        if len(path_components) > len(kinds):
            raise Http404
        kind = kinds[len(path_components) - 1]
        found = _materials.recall(
            PagesStamp.of(request),
            (self.pk, *path_components),
            lambda: self._find(kind, path_components),
        )
        return RouteResult(copy(found))

    def _find(self, kind: type[Material], slugs: list[str]) -> Material:
        """The published page at the end of a chain of addresses, if all above it are published."""
        chain = [f"{self.url_path}{'/'.join(slugs[:end])}/" for end in range(1, len(slugs) + 1)]
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        drafts = Page.objects.filter(live=False, slug__in=slugs, url_path__in=chain)
        restrictions = PageViewRestriction.objects.filter(
            models.Q(page__url_path__in=chain)
            | models.Q(page__path__in=[self.path[:end] for end in steps])
        )
        pages = kind.objects.live().filter(~Exists(drafts), slug=slugs[-1], url_path=chain[-1])
        page = pages.annotate(is_restricted=Exists(restrictions)).first()
        if page is None:
            raise Http404
        return page


class CoursePage(Material):
    """A programme: its goals, hours and audience; sessions are held of it."""

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="+", verbose_name=_("centre")
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
        FieldPanel("centre", permission="courses.change_coursepage"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("goals"),
    ]
    parent_page_types: ClassVar = ["courses.CoursesIndexPage"]
    base_form_class = ChosenByRight
    private_page_options: ClassVar[list[str]] = []
    subpage_types: ClassVar = ["courses.ModulePage"]
    template = "courses/course_page.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @classmethod
    def at(cls, path: str, stamp: int) -> "CoursePage":
        """The course at this place of the tree; looked for once until a page changes."""
        return copy(_courses.recall(stamp, path, lambda: cls.objects.get(path=path)))

    def lessons(self) -> models.QuerySet["LessonPage"]:
        """Published lessons of published modules, in the order in which they are read."""
        return (
            LessonPage.objects.descendant_of(self)
            .live()
            .annotate(module_path=Substr("path", 1, len(self.path) + self.steplen))
            .filter(module_path__in=self.modules().order_by().values("path"))
            .order_by("path")
        )

    def modules(self) -> models.QuerySet["ModulePage"]:
        return ModulePage.objects.child_of(self).live().order_by("path")


class ModulePage(Material):
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
    base_form_class = ChosenByRight
    private_page_options: ClassVar[list[str]] = []
    subpage_types: ClassVar = ["courses.LessonPage"]
    template = "courses/module_page.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def course_path(self) -> str:
        return str(self.path[: -self.steplen])

    def lessons(self) -> models.QuerySet["LessonPage"]:
        return LessonPage.objects.child_of(self).live().order_by("path")


class LessonPage(Material):
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
    base_form_class = ChosenByRight
    private_page_options: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson_page.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def course_path(self) -> str:
        """The place of the course in the tree: two steps above."""
        return str(self.path[: -2 * self.steplen])

    def course(self) -> CoursePage:
        return CoursePage.objects.ancestor_of(self).get()

    def questions(self) -> list[Any]:
        return [block for block in self.body if block.block_type == "question"]
