"""The world is built once for each file of tests; what a story does to it is taken back."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import override_settings

from project_guide import public
from tests.blindness import story
from tests.blindness.world import World, build
from tests.permissions.cast import undone

Tell = Callable[[str], World]


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    storages = {**configured.STORAGES, "private": on_shelf(tmp_path_factory.mktemp("files"))}
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, STORAGES=storages),
        undone(),
    ):
        yield build()


def on_shelf(folder: Path) -> dict[str, Any]:
    return {**configured.STORAGES["private"], "OPTIONS": {"location": folder, "base_url": None}}


@pytest.fixture
def tell(built: World) -> Iterator[Tell]:
    """`tell("a peer holds it")` gives the world at that point of the story."""
    public.forget()
    with undone():
        yield lambda name: story.tell(built.begin(), name)
    public.forget()


@pytest.fixture(autouse=True, scope="module")
def hush() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
