"""What the templates of courses, modules and lessons ask for; previews ask for the same."""

from typing import Any

from django import template
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CoursePage, CoursesIndexPage, LessonPage, ModulePage, TrainingSession
from courses.models.outline import LessonLine, ModuleLine
from courses.reading import Reading, module_of, open_sessions, parts_of, place_of, read

register = template.Library()


@register.simple_tag
def courses_of(page: CoursesIndexPage) -> list[CoursePage]:
    """Published courses, each with its open sessions; a constant number of queries."""
    now = timezone.now()
    opened = TrainingSession.objects.open_for_enrolment(now).order_by("starts_on")
    return list(
        page.courses()
        .order_by("path")
        .prefetch_related(Prefetch("sessions", queryset=opened, to_attr="open_sessions"))
    )


@register.simple_tag(takes_context=True)
def reading_of(context: dict[str, Any], page: CoursePage | ModulePage | LessonPage) -> Reading:
    return read(page, context["request"])


@register.simple_tag
def sessions_of(reading: Reading) -> list[TrainingSession]:
    return open_sessions(reading.course)


@register.simple_tag
def module_line(page: ModulePage, reading: Reading) -> ModuleLine | None:
    return module_of(page, reading)


@register.simple_tag
def lesson_parts(page: LessonPage, reading: Reading) -> list[dict[str, Any]]:
    return parts_of(page, reading)


@register.simple_tag
def lesson_place(page: LessonPage, reading: Reading) -> dict[str, LessonLine | None]:
    before, here, after = place_of(page, reading)
    return {"before": before, "here": here, "after": after}


@register.simple_tag
def contents(reading: Reading, page: ModulePage | LessonPage) -> list[dict[str, Any]]:
    """For components/section_nav: modules and lessons, with what is done and what is open."""
    return [
        {
            "title": module.title,
            "url": reading.course_url + module.path,
            "done": module.done,
            "current": module.pk == page.pk,
            "parts": [lesson_item(lesson, reading, page) for lesson in module.lessons],
        }
        for module in reading.outline.modules
    ]


def lesson_item(
    lesson: LessonLine, reading: Reading, page: ModulePage | LessonPage
) -> dict[str, Any]:
    return {
        "title": lesson.title,
        "url": reading.course_url + lesson.path,
        "done": lesson.done,
        "current": lesson.pk == page.pk,
        "note": minutes(lesson.minutes),
    }


@register.simple_tag(takes_context=True)
def crumbs_of(
    context: dict[str, Any], page: CoursePage | ModulePage | LessonPage, reading: Reading
) -> list[dict[str, str]]:
    """Courses > course > module > lesson, from what has been read already."""
    url = reading.course_url
    found = [{"title": _("Courses"), "url": url.rstrip("/").rpartition("/")[0] + "/"}]
    if page.pk != reading.course.pk:
        found.append({"title": reading.course.title, "url": url})
    for module in reading.outline.modules:
        if any(lesson.pk == page.pk for lesson in module.lessons):
            found.append({"title": module.title, "url": url + module.path})
    return [*found, {"title": page.title, "url": ""}]


@register.filter
def minutes(number: int) -> str:
    return ngettext("%(number)d min", "%(number)d min", number) % {"number": number}


@register.filter
def first_day(week: int, session: TrainingSession | None) -> Any:
    """The day on which a week of the session begins; nothing without a session."""
    if session is None:
        return None
    day = session.first_day_of(week)
    return day if day <= session.ends_on else None


@register.simple_tag
def state_tone(state: str) -> str:
    """The tone of a pill for a state of an enrolment."""
    return {
        "active": "accent",
        "waiting": "warm",
        "on_break": "warm",
        "completed": "good",
        "not_completed": "bad",
    }.get(state, "neutral")
