"""The published pages: home, two courses, the Guide, and what this place is."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page, Site

from courses.models import CoursePage, CoursesIndexPage, LessonPage, ModulePage
from desk.demo.world import World, read
from desk.models import HomePage
from pages.models import TextPage
from project_guide.models import GuideIndexPage

LEAD = (
    "Три месяца с тьютором: вы изучаете, проектируете, получаете рецензии коллег и экспертов "
    "и проводите проект со своими учениками. Лучшие проекты входят в Путеводитель."
)
ABOUT = (
    "<p>Это демонстрация: центры, люди, школы и проекты вымышлены, документы недействительны.</p>"
    "<p>Организующий центр проводит трёхмесячные сессии. Тьюторы набирают группы, учителя "
    "изучают материалы и создают проекты. Проекты проходят взаимное рецензирование и "
    "общественно-профессиональную экспертизу, а принятые открываются в Путеводителе сетевых "
    "проектов.</p>"
)


def publish_materials(world: World) -> list[CoursePage]:
    """Make the pages of the site; returns the two courses."""
    home = _home()
    catalogue = home.add_child(
        instance=CoursesIndexPage(
            title="Курсы", slug="courses", intro="Программы, по которым идут сессии обучения."
        )
    )
    home.add_child(
        instance=GuideIndexPage(
            title="Путеводитель сетевых проектов",
            slug="guide",
            intro="Проекты с заключением общественно-профессиональной экспертизы. Возьмите "
            "готовый, соберите команду или начните свой.",
        )
    )
    home.add_child(
        instance=TextPage(
            title="О Tuetor", slug="about", body=[{"type": "text", "value": ABOUT}]
        )
    )
    return [
        _course(catalogue, centre, entry)
        for centre, entry in zip(world.centres, read("courses"), strict=False)
    ]


def _home() -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(title="Tuetor", slug="tuetor", lead=LEAD)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "hostname": "127.0.0.1", "site_name": "Tuetor"},
    )
    Page.objects.filter(slug="home", depth=2).exclude(pk=home.pk).delete()
    return home


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
            module.add_child(instance=_lesson(lesson))
    return course


def _lesson(entry: dict[str, Any]) -> LessonPage:
    blocks = [
        {**_block(block), "id": str(uuid5(NAMESPACE_URL, f"{entry['slug']}/{index}"))}
        for index, block in enumerate(entry["body"])
    ]
    return LessonPage(
        title=entry["title"],
        slug=entry["slug"],
        summary=entry["summary"],
        minutes=entry["minutes"],
        is_open=entry["open"],
        body=blocks,
    )


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """The data name lists plainly; StreamField keeps an id beside each item."""
    value = block["value"]
    if block["type"] in {"steps", "question"}:
        name = "steps" if block["type"] == "steps" else "answers"
        value = {**value, name: [{"type": "item", "value": row} for row in value[name]]}
    return {"type": block["type"], "value": value}
