"""The circle turns in Chromium: with scripts, and with scripts off."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.browser.clicker import Clicker
from tests.journeys.circle import Circle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def enter(browser, server) -> Iterator[Callable[..., Clicker]]:
    """`enter(person)` gives somebody at Chromium, signed in as that person."""
    made: list[Clicker] = []

    def come(person=None, *, scripts: bool = True) -> Clicker:
        made.append(Clicker(browser, server, person, scripts=scripts))
        return made[-1]

    yield come
    for clicker in made:
        clicker.close()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_the_circle_turns_in_chromium(
    enter, scripts, session, group, guide, tutor, coordinator, expert, peers
):
    come = partial(enter, scripts=scripts)

    Circle(come, session, group, tutor, coordinator, expert, peers).turn()
