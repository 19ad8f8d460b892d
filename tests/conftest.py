"""The parts people play in the tests."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_socket import socket_allow_hosts

from courses.models import CoursePage, Enrolment, Group, TrainingSession
from people.models import Centre, User
from project_guide.models import GuideIndexPage
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.people import CentreFactory, UserFactory, member


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """No test talks to anything but this machine."""
    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield


@pytest.fixture(autouse=True)
def nobodys_language() -> None:
    """What a request of another test left spoken and kept."""
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def centre(db: None) -> Centre:
    return CentreFactory()


@pytest.fixture
def session(centre: Centre) -> TrainingSession:
    home()
    return SessionFactory(centre=centre)


@pytest.fixture
def course(session: TrainingSession) -> CoursePage:
    return session.course


@pytest.fixture
def coordinator(centre: Centre) -> User:
    return member("coordinator", centre, email="coordinator@example.org")


@pytest.fixture
def tutor(centre: Centre) -> User:
    return member("tutor", centre, email="tutor@example.org")


@pytest.fixture
def expert(centre: Centre) -> User:
    return member("expert", centre, email="expert@example.org")


@pytest.fixture
def group(session: TrainingSession, tutor: User) -> Group:
    return make_group(session, tutor)


@pytest.fixture
def enrolment(group: Group) -> Enrolment:
    """The teacher's active place, in the tutor's group."""
    return place_in(group, UserFactory(email="teacher@example.org"))


@pytest.fixture
def teacher(enrolment: Enrolment) -> User:
    return enrolment.teacher


@pytest.fixture
def guide(session: TrainingSession) -> GuideIndexPage:
    return home().add_child(instance=GuideIndexPage(title="Guide", slug="guide"))


@pytest.fixture
def peers(session: TrainingSession) -> list[User]:
    """Two teachers of another group, tutor and school."""
    other = make_group(session, name="Other group")
    return [place_in(other).teacher for _number in range(2)]


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with an account and nothing else."""
    return UserFactory(email="stranger@example.org")


@pytest.fixture
def sign_in(settings: object, db: None) -> object:
    """`sign_in(person)` gives a client signed in as that person, past the second factor."""
    settings.DEMO = True

    def as_person(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="people.backends.Passwords")
        return client

    return as_person


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests empty the database, so they come after all that need what migrations wrote.

    pytest-django sees to that order; the parameter of pytest-playwright's browser undoes it.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
