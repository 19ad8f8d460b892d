"""The circle turns for a person without scripts, on either database."""

import pytest

from tests.journeys.circle import Circle
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db


def test_the_circle_turns_for_a_local_and_then_for_a_network_project(
    settings, session, group, guide, tutor, coordinator, expert, peers
):
    settings.DEMO = True  # coordinators come in without a second factor

    Circle(Walker, session, group, tutor, coordinator, expert, peers).turn()
