"""Production refuses to start half configured, and SQLite with the wrong options is an error."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings

from config.apps import sqlite_is_a_real_database
from config.databases import SQLITE_OPTIONS, database

GOOD = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "tuetor.example",
    "SITE_URL": "https://tuetor.example",
    "DEMO": "",
}


def start(tmp_path, **changes):
    """Load the production settings in a process of their own; what it says when it fails."""
    environment = {**GOOD, **changes, "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    program = "import config.settings.production as s; print(s.SESSION_COOKIE_NAME, s.DEBUG)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=django_settings.BASE_DIR / "site",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_production_starts_when_everything_is_set(tmp_path):
    assert start(tmp_path) == (0, "__Host-session False\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DEMO": "1"}, "DEMO=1 and production settings exclude each other"),
        ({"DEMO": "true"}, "DEMO=1 and production settings exclude each other"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"SITE_URL": "http://tuetor.example"}, "beginning with https://"),
    ],
)
def test_production_refuses(tmp_path, changes, words):
    status, said = start(tmp_path, **changes)

    assert status != 0
    assert words in said


def sqlite(**options):
    return {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}}


def found(monkeypatch, databases):
    monkeypatch.setattr("config.apps.settings", SimpleNamespace(DATABASES=databases))
    return [message.id for message in sqlite_is_a_real_database()]


def test_our_options_of_sqlite_pass_the_check(monkeypatch):
    assert found(monkeypatch, sqlite(**SQLITE_OPTIONS)) == []


@pytest.mark.parametrize(
    ("options", "errors"),
    [
        ({}, ["tuetor.E001", "tuetor.E002"]),
        ({**SQLITE_OPTIONS, "transaction_mode": "DEFERRED"}, ["tuetor.E001"]),
        ({**SQLITE_OPTIONS, "init_command": "PRAGMA synchronous=FULL;"}, ["tuetor.E002"]),
    ],
)
def test_other_options_of_sqlite_are_errors(monkeypatch, options, errors):
    assert found(monkeypatch, sqlite(**options)) == errors


def test_postgresql_is_not_asked_for_options_of_sqlite(monkeypatch):
    assert found(monkeypatch, {"default": {"ENGINE": "django.db.backends.postgresql"}}) == []


def test_without_an_address_the_database_is_a_file(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    chosen = database(tmp_path / "new" / "db.sqlite3")

    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (tmp_path / "new").is_dir()


def test_an_address_chooses_postgresql_with_time_limits(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@db.example:5433/tuetor")

    chosen = database(tmp_path / "db.sqlite3")

    assert (chosen["HOST"], chosen["PORT"], chosen["NAME"]) == ("db.example", 5433, "tuetor")
    assert "lock_timeout=3000" in chosen["OPTIONS"]["options"]
    assert chosen["CONN_HEALTH_CHECKS"] is True
