"""The contents of a course as one reader sees them: modules, lessons, and which are done."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from wagtail.models import Page

from core.memory import Memory
from courses.models.enrolment import Enrolment
from courses.models.pages import CoursePage
from courses.models.progress import LessonDone
from courses.models.session import TrainingSession
from pages.models import PagesStamp


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
    url: str  # where the course is read
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


_contents: Memory[Outline] = Memory(most=64)  # of courses; nobody has done anything in them


def outline_of(
    course: CoursePage, enrolment: Enrolment | None = None, *, stamp: int | None = None
) -> Outline:
    """What is published under the course, in the order of reading, and what the reader has done.

    The contents are the same for everybody and kept until a page changes. `stamp` is that of the
    pages, if it is known.
    """
    stamp = PagesStamp.objects.current() if stamp is None else stamp
    place = (course.path, course.url_path)  # a preview may have another address
    contents = _contents.recall(stamp, place, lambda: _read(course))
    done: set[int] = set()
    if enrolment is not None:
        done.update(LessonDone.objects.filter(enrolment=enrolment).values_list("lesson", flat=True))
    return Outline(contents.url, [_as_read(module, done) for module in contents.modules])


def _as_read(module: ModuleLine, done: set[int]) -> ModuleLine:
    lessons = [replace(lesson, done=lesson.pk in done) for lesson in module.lessons]
    return replace(module, lessons=lessons)


def _read(course: CoursePage) -> Outline:
    """In one query, and what Wagtail needs to know the address."""
    rows = (
        Page.objects.descendant_of(course)
        .live()
        .order_by("path")
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
        )
    )
    modules: list[ModuleLine] = []
    number = 0
    for pk, title, url, depth, about, week, summary, minutes, is_open, published in rows:
        path = url.removeprefix(course.url_path)
        if depth == course.depth + 1:
            modules.append(ModuleLine(pk, title, path, about, week))
        elif modules and path.startswith(modules[-1].path):
            number += 1
            modules[-1].lessons.append(
                LessonLine(pk, title, path, summary, minutes, is_open, False, number, published)
            )
    return Outline(course.url or "", modules)
