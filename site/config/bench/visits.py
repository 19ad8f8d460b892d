"""Which pages are measured, who reads them, and what quality promises of each."""

from dataclasses import dataclass, field
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from django.urls import reverse

from courses.models import CoursesIndexPage, LessonPage, TrainingSession
from people.demo import ACCOUNTS
from people.models import User
from project_guide.models import GuideIndexPage, Project, ProjectPage

FIRST_SCREEN, COORDINATOR, GUIDE = 12, 15, 8  # queries at most
PAGE, TUTOR, KNOWN = 2.0, 2.6, 0.2  # multiples of the floor at most
WORD = "река"


@dataclass(frozen=True)
class Visit:
    """One page and its reader. None: nothing is promised."""

    name: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    times: float | None = None  # the floor
    queries: int | None = None
    beyond_lookup: bool = False  # the queries with which Wagtail finds the page do not count
    even: bool = False  # costs nearly the same at any size
    anew: bool = False  # the answers that the Guide keeps for everybody are forgotten each time
    status: int = 200


def public(etag: str) -> list[Visit]:
    """What a visitor opens. `etag` is that of the Guide's first page, which they have seen."""
    guide = guide_url()
    seen = {"HTTP_IF_NONE_MATCH": etag}
    return [
        Visit("home", "/", queries=FIRST_SCREEN),
        guide_page("Guide", guide),
        guide_page("Guide, one facet", f"{guide}?subject=biology"),
        guide_page("Guide, a word", f"{guide}?q={quote(WORD)}"),
        Visit("Guide, kept", guide, times=KNOWN),
        Visit("Guide, seen before", guide, seen, times=KNOWN, status=304),
        Visit("project", project_url(), queries=GUIDE, beyond_lookup=True, anew=True),
    ]


def guide_page(name: str, path: str) -> Visit:
    return Visit(name, path, times=PAGE, queries=GUIDE, beyond_lookup=True, even=True, anew=True)


def rooms() -> list[Visit]:
    """Where people learn, tutor and review."""
    session = TrainingSession.objects.latest("starts_on")
    desk, reviews = reverse("desk:desk"), reverse("project_guide:reviews")
    return [
        Visit("catalogue", url_of(CoursesIndexPage), times=PAGE),
        Visit("course", session.course.get_url() or "", times=PAGE),
        Visit("lesson, enrolled", lesson_url(session), signed_in("teacher"), times=PAGE),
        screen("desk, teacher", "teacher", PAGE),
        screen("desk, tutor", "tutor", TUTOR),
        screen("desk, expert", "expert", PAGE),
        Visit("desk, coordinator", desk, signed_in("coordinator"), PAGE, COORDINATOR),
        Visit("queue, peer", reviews, signed_in("teacher3"), times=PAGE),
        Visit("queue, expert", reviews, signed_in("expert"), times=PAGE),
    ]


def screen(name: str, role: str, times: float) -> Visit:
    return Visit(name, reverse("desk:desk"), signed_in(role), times, FIRST_SCREEN)


def guide_url() -> str:
    return url_of(GuideIndexPage)


def in_guide() -> int:
    return ProjectPage.objects.live().count()


def waiting() -> int:
    """Projects in review, of all sessions."""
    states = [Project.State.PEER_REVIEW, Project.State.EXPERT_REVIEW]
    return Project.objects.filter(state__in=states).count()


def url_of(kind: type[GuideIndexPage] | type[CoursesIndexPage]) -> str:
    return kind.objects.live().get().get_url() or ""


def project_url() -> str:
    """The newest project of the demonstration, with its conclusion and its run."""
    shown = ProjectPage.objects.live().filter(version__conclusion__isnull=False)
    return shown.latest("first_published_at").get_url() or ""


def lesson_url(session: TrainingSession) -> str:
    """The first lesson with a question to its reader."""
    lessons: list[LessonPage] = list(session.course.lessons())
    return next(lesson for lesson in lessons if lesson.questions()).get_url() or ""


def signed_in(role: str) -> dict[str, str]:
    """The cookie of a person of the demonstration."""
    email = next(account.email for account in ACCOUNTS if account.role == role)
    client = Client()
    client.force_login(User.objects.get(email=email), backend="people.backends.Passwords")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={key}"}
