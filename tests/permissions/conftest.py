"""The two worlds are built once for each file of tests, and thrown away after it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.courses.editor import editor
from tests.permissions.cast import Cast, undone
from tests.permissions.worlds import build


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock(), override_settings(DEMO=True), undone():
        yield Cast(build(1), build(2), editor(email="editor@example.org"))


@pytest.fixture(autouse=True, scope="module")
def hush() -> Iterator[None]:
    """Every refusal of thousands would be written down."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
