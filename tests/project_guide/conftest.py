"""Parts and rounds that the tests of reviewing share."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as effort

from courses.models import Enrolment, Group, TrainingSession
from people.models import User
from project_guide.models import Project, ReviewRound
from tests.factories.courses import make_group, place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import make_project, plan_open_rounds, round_of, send

# A busy machine is not a fault of the code.
effort.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
effort.load_profile("busy")


@pytest.fixture
def open_rounds(session: TrainingSession) -> TrainingSession:
    plan_open_rounds(session)
    return session


@pytest.fixture
def peer_group(session: TrainingSession) -> Group:
    """Another group of the session: its teachers may review the teacher's project."""
    return make_group(session, member("tutor", session.centre), name="Peers", quota=400)


@pytest.fixture
def peers(peer_group: Group) -> list[User]:
    return [place_in(peer_group).teacher for _ in range(3)]


@pytest.fixture
def peer(peers: list[User]) -> User:
    return peers[0]


@pytest.fixture
def sent(open_rounds: TrainingSession, enrolment: Enrolment) -> Project:
    """The teacher's project, in peer review."""
    project = make_project(enrolment)
    send(project)
    return project


@pytest.fixture
def peer_round(sent: Project) -> ReviewRound:
    return round_of(sent)


@pytest.fixture
def another(open_rounds: TrainingSession) -> Callable[..., Project]:
    """`another()` sends one more project, by a teacher of a group of their own."""

    def send_one(**fields: object) -> Project:
        group = make_group(
            open_rounds, member("tutor", open_rounds.centre), name=f"Group of {UserFactory().pk}"
        )
        project = make_project(place_in(group, UserFactory(**fields)))
        send(project)
        return project

    return send_one
