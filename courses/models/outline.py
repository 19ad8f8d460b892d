"""The contents of a course as one reader sees them: modules, lessons, and which are done."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from courses.models.enrolment import Enrolment
from courses.models.pages import CoursePage
from courses.models.progress import LessonDone
from courses.models.session import TrainingSession


@dataclass
class LessonLine:
    pk: int
    title: str
    path: str  # below the course's own address: "module/lesson/"
    summary: str
    minutes: int
    is_open: bool
    done: bool
    number: int
    published_at: datetime | None


@dataclass
class ModuleLine:
    pk: int
    title: str
    path: str
    summary: str
    week: int
    lessons: list[LessonLine] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return bool(self.lessons) and all(lesson.done for lesson in self.lessons)

    def asked_by(self, session: TrainingSession) -> list[LessonLine]:
        """The lessons that count in the session; those published later are extra."""
        return [one for one in self.lessons if session.asks_for(self.week, one.published_at)]


@dataclass
class Outline:
    modules: list[ModuleLine]

    @property
    def lessons(self) -> list[LessonLine]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def done(self) -> int:
        return sum(lesson.done for lesson in self.lessons)

    def asked_by(self, session: TrainingSession) -> list[LessonLine]:
        return [lesson for module in self.modules for lesson in module.asked_by(session)]

    def due(self, session: TrainingSession, week: int) -> list[LessonLine]:
        """What should be done in that week of the session: modules of weeks that are over, but
        for the last of them, which everybody may be late with."""
        over = [module for module in self.modules if module.week < week]
        return [lesson for module in over[:-1] for lesson in module.asked_by(session)]

    @property
    def next_lesson(self) -> LessonLine | None:
        """The first that is not done yet."""
        return next((lesson for lesson in self.lessons if not lesson.done), None)

    def around(self, pk: int) -> tuple[LessonLine | None, LessonLine | None, LessonLine | None]:
        """The lesson before, the lesson itself, the lesson after."""
        lessons = [None, *self.lessons, None]
        for before, here, after in zip(lessons, lessons[1:], lessons[2:], strict=False):
            if here is not None and here.pk == pk:
                return before, here, after
        return None, None, None


def outline_of(course: CoursePage, enrolment: Enrolment | None = None) -> Outline:
    """Everything published under the course in the order of reading, in one query."""
    done = LessonDone.objects.filter(enrolment=enrolment, lesson=OuterRef("pk"))
    rows = (
        Page.objects.descendant_of(course)
        .live()
        .order_by("path")
        .annotate(is_done=Exists(done))
        .values_list(
            "pk",
            "title",
            "url_path",
            "depth",
            "modulepage__summary",
            "modulepage__week",
            "lessonpage__summary",
            "lessonpage__minutes",
            "lessonpage__is_open",
            "first_published_at",
            "is_done",
        )
    )
    modules: list[ModuleLine] = []
    number = 0
    for pk, title, url, depth, about, week, summary, minutes, is_open, published, is_done in rows:
        path = url.removeprefix(course.url_path)
        if depth == course.depth + 1:
            modules.append(ModuleLine(pk, title, path, about, week))
        elif modules and path.startswith(modules[-1].path):
            number += 1
            modules[-1].lessons.append(
                LessonLine(pk, title, path, summary, minutes, is_open, is_done, number, published)
            )
    return Outline(modules)
