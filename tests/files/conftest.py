from pathlib import Path

import pytest


@pytest.fixture
def shelf(settings, tmp_path) -> Path:
    """Where stored bytes lie in this test, and in no other."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path


@pytest.fixture
def stored(shelf):
    """The bytes on the shelf, as a list that is read anew each time."""
    return lambda: [path for path in shelf.rglob("*") if path.is_file()]


@pytest.fixture
def sender(django_user_model):
    return django_user_model.objects.create_user("sender@example.org", "a long password")


@pytest.fixture
def other_sender(django_user_model):
    return django_user_model.objects.create_user("other@example.org", "a long password")
