"""Chromium, the live server with styles and scripts, and people who visit it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from people.models import User
from tests.browser.visitor import Visitor
from tests.plugins.required import chromium

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for a file of tests.

    While Playwright runs, Django takes this thread for an asynchronous one, wants to be told that
    this is meant, and opens a second connection, which must know what an empty database holds.
    It ends with the file, so that no other test meets it.
    """
    empty = connection._test_serialized_contents
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connection._test_serialized_contents = empty  # of the second one, closed below
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield launched
        launched.close()
        connection.close()


@pytest.fixture
def server(transactional_db: None, live_server: Any, settings: Any) -> str:
    """The address of the site, as the demonstration: nobody needs a second factor."""
    settings.DEMO = True
    settings.SITE_URL = live_server.url
    cache.clear()  # allauth remembers in it to whom it has just written
    return live_server.url


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visitor]]:
    """`visit(person, language="ru")` gives somebody at Chromium, signed in as that person."""
    made: list[Visitor] = []

    def as_person(person: User | None = None, language: str = "en") -> Visitor:
        made.append(Visitor(browser, server, person, language))
        return made[-1]

    yield as_person
    for visitor in made:
        visitor.close()
