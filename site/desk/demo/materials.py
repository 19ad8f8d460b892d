"""The published pages: home, two courses, the Guide, and what this place is."""

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from courses.models import CoursePage, CoursesIndexPage, LessonPage, ModulePage
from desk.demo.world import World, read
from desk.site_pages import RUSSIAN, make_pages

DEMONSTRATION = (
    "<p>Это демонстрация: центры, люди, школы и проекты вымышлены, документы недействительны.</p>"
)


def publish_materials(world: World) -> list[CoursePage]:
    """Make the pages of the site; returns the two courses."""
    words = replace(RUSSIAN, about_text=DEMONSTRATION + RUSSIAN.about_text)
    make_pages(words)
    catalogue = CoursesIndexPage.objects.get()
    return [
        _course(catalogue, centre, entry)
        for centre, entry in zip(world.centres, read("courses"), strict=False)
    ]


def _course(catalogue: CoursesIndexPage, centre: Any, entry: dict[str, Any]) -> CoursePage:
    course = CoursePage(
        title=entry["title"],
        slug=entry["slug"],
        centre=centre,
        intro=entry["intro"],
        goals=entry["goals"],
        audience=entry["audience"],
        hours=entry["hours"],
    )
    catalogue.add_child(instance=course)
    for part in entry["modules"]:
        module = course.add_child(
            instance=ModulePage(
                title=part["title"], slug=part["slug"], week=part["week"], summary=part["summary"]
            )
        )
        for lesson in part["lessons"]:
            module.add_child(instance=lesson_of(lesson))
    return course


def lesson_of(entry: dict[str, Any]) -> LessonPage:
    blocks = [
        _block(block, place=f"{entry['slug']}/{index}") for index, block in enumerate(entry["body"])
    ]
    return LessonPage(
        title=entry["title"],
        slug=entry["slug"],
        summary=entry["summary"],
        minutes=entry["minutes"],
        is_open=entry["open"],
        body=blocks,
    )


def _block(block: dict[str, Any], *, place: str) -> dict[str, Any]:
    """The data name lists plainly; StreamField keeps an id beside each item, and knows a list
    item by it: one without is shown as an empty one."""
    value = block["value"]
    if block["type"] in {"steps", "question"}:
        name = "steps" if block["type"] == "steps" else "answers"
        rows = enumerate(value[name])
        value = {**value, name: [_named("item", row, f"{place}/{number}") for number, row in rows]}
    return _named(block["type"], value, place)


def _named(kind: str, value: Any, place: str) -> dict[str, Any]:
    """As StreamField keeps it; the same place has the same id in every demonstration."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, place))}
