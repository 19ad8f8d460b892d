"""Queries that every page asks, and so are built once."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

NO_KEY = -1  # stands where the key will be; no row has it


class Prepared:
    """A query about one row, whose SQL is built with the first use: that costs thirty times more
    than asking it.

    `build` gets a key and returns `values_list` of numbers, truth values and texts, which come as
    the database has them.
    """

    def __init__(self, build: Callable[[int], QuerySet[Any, Any]]) -> None:
        self.build = build
        self._built: tuple[str, tuple[Any, ...]] | None = None
        self._lock = Lock()

    def ask(self, key: int) -> tuple[Any, ...]:
        """The one row about the one with this key."""
        with connection.cursor() as cursor:
            cursor.execute(*self.about(key))
            found: tuple[Any, ...] = cursor.fetchone()
        return found

    def about(self, key: int) -> tuple[str, list[Any]]:
        """The statement and its parameters, to be part of another."""
        sql, given = self._statement()
        return sql, [key if value == NO_KEY else value for value in given]

    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        with self._lock:
            if self._built is None:
                sql, given = self.build(NO_KEY).query.sql_with_params()
                self._built = (sql, tuple(given))
            return self._built
