"""SQLite is the default and is made a real database; PostgreSQL is chosen by DATABASE_URL."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=67108864;"
    ),
}
POSTGRES_OPTIONS = {
    "application_name": "tuetor",
    "options": "-c statement_timeout=15000 -c lock_timeout=3000 "
    "-c idle_in_transaction_session_timeout=30000",
}


def database(sqlite_file: Path) -> dict[str, Any]:
    """Django's settings of the one database."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        sqlite_file.parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file,
            "CONN_MAX_AGE": 60,  # opening a file and its PRAGMAs cost more than a kept page
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    settings: dict[str, Any] = dict(
        dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    )
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **POSTGRES_OPTIONS}
    return settings
