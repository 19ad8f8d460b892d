"""Who reads which lesson, and what stands around it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from courses.models import CoursePage, Enrolment, LessonPage, ModulePage, SelfCheck, TrainingSession
from courses.models.outline import LessonLine, ModuleLine, Outline, outline_of
from courses.permissions import can_read
from pages.models import PagesStamp

MaterialPage = CoursePage | ModulePage | LessonPage


@dataclass
class Question:
    """A self-check question with the reader's last answer to it."""

    block: Any
    check: SelfCheck | None

    @property
    def chosen(self) -> Any:
        """The answer the reader gave, if the lesson still has it."""
        answers = self.block.value["answers"]
        if self.check is None or self.check.answer >= len(answers):
            return None
        return answers[self.check.answer]


@dataclass
class Reading:
    """A course or a part of it in the hands of one reader."""

    course: CoursePage
    enrolment: Enrolment | None
    outline: Outline

    @property
    def course_url(self) -> str:
        return self.outline.url

    @property
    def is_reader(self) -> bool:
        """The reader has or had a place, and so reads every lesson."""
        return self.enrolment is not None and self.enrolment.state in Enrolment.MAY_READ

    @property
    def can_mark(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == Enrolment.State.ACTIVE

    @property
    def session(self) -> TrainingSession | None:
        return self.enrolment.session if self.enrolment else None


def read(page: MaterialPage, request: HttpRequest) -> Reading:
    """The reading of a page for the reader of this request; found once a request."""
    readings: dict[int, Reading] = request.__dict__.setdefault("readings", {})
    if page.pk not in readings:
        readings[page.pk] = _read(page, request)
    return readings[page.pk]


def _read(page: MaterialPage, request: HttpRequest) -> Reading:
    stamp = PagesStamp.of(request)
    course = page if isinstance(page, CoursePage) else CoursePage.at(page.course_path, stamp)
    enrolment = None
    if request.user.is_authenticated:
        enrolment = Enrolment.objects.of_reader(request.user, course).first()
    return Reading(course, enrolment, outline_of(course, enrolment, stamp=stamp))


@hooks.register("before_serve_page")
def close_lessons(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Visitors are asked to sign in, strangers are told when the lesson opens to them."""
    if not isinstance(page, LessonPage) or page.is_open:
        return None
    if not request.user.is_authenticated:
        return show_closed(page, read(page, request), request)
    reading = read(page, request)
    if can_read(request.user, page, reading.course, reading.enrolment):
        return None
    return show_closed(page, reading, request)


def show_closed(lesson: LessonPage, reading: Reading, request: HttpRequest) -> HttpResponse:
    """Why the lesson is not open to the reader, and the way to it."""
    context = {"lesson": lesson, "reading": reading, "sessions": open_sessions(reading.course)}
    return render(request, "courses/closed_lesson.html", context, status=403)


def open_sessions(course: CoursePage) -> list[TrainingSession]:
    """The sessions of the course in which one can enrol now."""
    now = timezone.now()
    return list(
        TrainingSession.objects.open_for_enrolment(now)
        .filter(course=course)
        .select_related("centre")
        .order_by("starts_on")
    )


def parts_of(lesson: LessonPage, reading: Reading) -> list[dict[str, Any]]:
    """The blocks of the lesson in order, questions with the reader's answers."""
    checks: dict[str, SelfCheck] = {}
    if reading.is_reader and lesson.questions():
        answers = SelfCheck.objects.filter(enrolment=reading.enrolment, lesson=lesson)
        checks = {str(check.question): check for check in answers}
    return [
        {
            "block": block,
            "question": Question(block, checks.get(str(block.id)))
            if block.block_type == "question"
            else None,
        }
        for block in lesson.body
    ]


def module_of(page: ModulePage, reading: Reading) -> ModuleLine | None:
    return next((module for module in reading.outline.modules if module.pk == page.pk), None)


def place_of(
    page: LessonPage, reading: Reading
) -> tuple[LessonLine | None, LessonLine | None, LessonLine | None]:
    return reading.outline.around(page.pk)
