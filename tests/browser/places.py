"""One page of every kind, in the world of the demonstration."""

from typing import NamedTuple

from django.db.models import QuerySet

from courses.models import Enrolment, LessonPage, TrainingSession
from credentials.models import Document
from desk.demo.world import World
from people.models import User
from project_guide.actions import queue
from project_guide.models import Project, ProjectPage, ReviewRound, ReviewSlot

State = Project.State
SECTIONS = ["idea", "stages"]


class Place(NamedTuple):
    """An address, and the account of the demonstration that opens it; "" is a visitor."""

    who: str
    path: str
    status: int = 200


def today(world: World) -> TrainingSession:
    return TrainingSession.objects.latest("starts_on")


def places(world: World) -> list[Place]:
    makers = [public, teachers, reviewers, tutors, coordinators]
    return [place for make in makers for place in make(world)]


def public(world: World) -> list[Place]:
    session = today(world)
    lesson = LessonPage.objects.live().filter(is_open=True).first()
    document = Document.objects.order_by("pk").first()
    project = ProjectPage.objects.live().order_by("pk").first()
    assert lesson and document and project
    paths = [
        "/",
        "/courses/",
        session.course.url,
        lesson.url,
        "/sessions/",
        f"/sessions/{session.code}/",
        "/guide/",
        "/guide/?grades=5-9",
        "/guide/?q=zzzzzz",
        project.url,
        "/verify/",
        f"/verify/{document.code}/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/demo/mail/",
        "/components/",
    ]
    return [*(Place("", path) for path in paths), Place("", "/nothing-is-here/", 404)]


def teachers(world: World) -> list[Place]:
    enrolment = Enrolment.objects.get(session=today(world), teacher=world.accounts["teacher"])
    mine = f"/projects/{enrolment.project.code}/"
    lesson = enrolment.session.course.lessons()[1]
    paths = [
        "/desk/",
        lesson.url,
        f"/sessions/enrolments/{enrolment.code}/",
        "/projects/",
        mine,
        *(f"{mine}card/{section}/" for section in SECTIONS),
        f"{mine}files/",
        f"{mine}authors/",
        f"{mine}send/",
        "/desk/notices/",
        "/accounts/profile/",
    ]
    return [*(Place("teacher", path) for path in paths), *waiting_teachers(world)]


def waiting_teachers(world: World) -> list[Place]:
    """Those whose project is not in their own hands, or has come back."""
    revised = of_today(world, world.accounts["teacher2"])
    sent = of_today(world, world.accounts["teacher3"])
    return [
        Place("teacher2", f"/projects/{revised.code}/revision/"),
        Place("teacher3", "/desk/"),
        Place("teacher3", f"/projects/{sent.code}/"),
        Place("teacher3", f"/projects/{sent.code}/versions/1/"),
        Place("teacher3", f"/projects/{sent.code}/card/idea/"),
        Place("teacher4", "/desk/"),
    ]


def of_today(world: World, owner: User) -> Project:
    return Project.objects.get(enrolment__session=today(world), owner=owner)


def taken(world: World, who: str, reviewers: str) -> ReviewSlot:
    """A piece of today that the person takes from the queue."""
    found = ReviewRound.objects.get(session=today(world), project_kind="local", reviewers=reviewers)
    person = world.accounts[who]
    return queue.claim_next(found, by=person)


def reviewers(world: World) -> list[Place]:
    peer = taken(world, "teacher4", "peer")
    expert = taken(world, "expert", "expert")
    return [
        *calibrating(peer),
        Place("teacher4", "/reviews/"),
        Place("teacher4", f"/reviews/{peer.code}/"),
        Place("teacher4", f"/reviews/{peer.code}/?criterion=end"),
        Place("teacher4", f"/reviews/{peer.code}/give-back/"),
        Place("expert", "/desk/expert/"),
        Place("expert", "/reviews/"),
        Place("expert", f"/reviews/{expert.code}/"),
    ]


def calibrating(slot: ReviewSlot) -> list[Place]:
    """The newcomer has the example works before them, others have marked them."""
    here = f"/reviews/calibration/{slot.round.code}/"
    return [
        Place("teacher6", "/reviews/"),
        Place("teacher6", here),
        Place("teacher6", f"{here}1/"),
        Place("teacher4", here),
        Place("teacher4", f"{here}2/"),
    ]


def tutors(world: World) -> list[Place]:
    group = world.accounts["tutor"].tutored_groups.get(session=today(world))
    project = of_today(world, world.accounts["teacher"])
    return [
        Place("tutor", "/desk/tutor/"),
        Place("tutor", "/sessions/groups/"),
        Place("tutor", f"/sessions/groups/{group.code}/"),
        Place("tutor", f"/projects/{project.code}/card/idea/"),
        Place("tutor", "/reviews/release/"),
    ]


def coordinators(world: World) -> list[Place]:
    session = today(world)
    judged = session_projects(session, State.EXPERT_REVIEW).latest("pk")
    reviewed = session_projects(session, State.PEER_REVIEW).order_by("pk")[1]
    calibrated = session.review_rounds.get(reviewers="peer", project_kind="local")
    works = session.centre.anchors.filter(kind="network")
    paths = [
        f"/reviews/rounds/{session.code}/{calibrated.code}/",
        f"/reviews/rounds/{session.code}/{calibrated.code}/calibrated/",
        f"/reviews/anchors/{session.centre.code}/",
        f"/reviews/anchors/{session.centre.code}/make/",
        f"/reviews/anchor/{works[0].code}/",
        "/desk/coordinator/",
        "/sessions/manage/",
        f"/sessions/manage/{session.code}/",
        f"/sessions/manage/{session.code}/edit/",
        f"/desk/centres/{session.centre.code}/people/",
        f"/reviews/rounds/{session.code}/",
        "/reviews/decisions/",
        f"/reviews/decisions/{judged.code}/",
        "/reviews/release/",
        f"/reviews/release/{reviewed.code}/",
    ]
    return [Place("coordinator", path) for path in paths]


def session_projects(session: TrainingSession, state: str) -> QuerySet[Project]:
    return Project.objects.filter(enrolment__session=session, state=state)
