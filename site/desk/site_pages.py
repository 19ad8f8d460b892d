"""The pages that every site has: home, the catalogue of courses, the Guide."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page, Site

from courses.models import CoursesIndexPage
from desk.models import HomePage
from pages.models import TextPage
from project_guide.models import GuideIndexPage


@dataclass(frozen=True)
class Words:
    """What the pages say when they are made; editors change it afterwards."""

    lead: str
    courses: str
    courses_intro: str
    guide: str
    guide_intro: str
    about: str
    about_text: str


RUSSIAN = Words(
    lead=(
        "Три месяца с тьютором: вы изучаете, проектируете, получаете рецензии коллег и экспертов "
        "и проводите проект со своими учениками. Лучшие проекты входят в Путеводитель."
    ),
    courses="Курсы",
    courses_intro="Программы, по которым идут сессии обучения.",
    guide="Путеводитель сетевых проектов",
    guide_intro=(
        "Возьмите готовый проект, соберите команду или начните свой: каждый прошёл "
        "общественно-профессиональную экспертизу."
    ),
    about="О Tuetor",
    about_text=(
        "<p>Организующий центр проводит трёхмесячные сессии. Тьюторы набирают группы, учителя "
        "изучают материалы и создают проекты. Проекты проходят взаимное рецензирование и "
        "общественно-профессиональную экспертизу, а принятые открываются в Путеводителе.</p>"
    ),
)
ENGLISH = Words(
    lead=(
        "Three months with a tutor: you study, design a project, have it reviewed by colleagues "
        "and experts and run it with your pupils. The best ones enter the Guide."
    ),
    courses="Courses",
    courses_intro="The programmes of which training sessions are held.",
    guide="Guide to network projects",
    guide_intro=(
        "Take a project that is ready, gather a team or begin your own: every one of them has "
        "passed the public-professional review."
    ),
    about="About Tuetor",
    about_text=(
        "<p>An organising centre holds sessions of three months. Tutors recruit groups, teachers "
        "study and make projects. Projects pass peer review and public-professional review, and "
        "the accepted ones open in the Guide.</p>"
    ),
)


def make_pages(words: Words) -> HomePage:
    """Make what is not there yet; what is there stays as it is."""
    home = HomePage.objects.first() or _home(words)
    if not CoursesIndexPage.objects.exists():
        home.add_child(
            instance=CoursesIndexPage(
                title=words.courses, slug="courses", intro=words.courses_intro
            )
        )
    if not GuideIndexPage.objects.exists():
        home.add_child(
            instance=GuideIndexPage(title=words.guide, slug="guide", intro=words.guide_intro)
        )
    if not home.get_children().filter(slug="about").exists():
        text = [{"type": "text", "value": words.about_text}]
        home.add_child(instance=TextPage(title=words.about, slug="about", body=text))
    return home


def _home(words: Words) -> HomePage:
    """The home page takes the place of the page that Wagtail makes in an empty database."""
    home = HomePage(title="Tuetor", slug="tuetor", lead=words.lead)
    Page.get_first_root_node().add_child(instance=home)
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "hostname": host, "site_name": "Tuetor"},
    )
    for page in Page.objects.filter(slug="home", depth=2).exclude(pk=home.pk):
        page.delete()
    return home
