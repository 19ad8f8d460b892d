"""Queries that pages ask again and again, and so are written once.

Building a query and its SQL costs the ORM many times more than the database needs to answer it.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
One = int | str | date | datetime
Given = One | tuple[int, ...]

FAR = -1_000_000_000  # no key
LONG_AGO = datetime.fromisoformat("0900-01-01T00:00:00+00:00")  # no moment


class Prepared(Generic[Row]):
    """A query whose SQL is written with its first use; after that only what is given changes.

    `build` gets keys, texts, days or moments, and tuples of keys, and returns a query set of rows,
    values or a union. It must use each of them as a plain parameter: it is called with others in
    their stead, so it must not look at them, and the SQL must not depend on the language or the
    zone. A tuple is written once for each length.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self._written: dict[tuple[int, ...], Written[Row] | None] = {}

    def rows(self, *given: Given) -> list[Row]:
        written = self._write(given)
        return [] if written is None else written.rows(given)

    def about(self, *given: Given) -> tuple[str, list[Any]]:
        """The statement and its parameters, to be part of another.

        Raises:
            EmptyResultSet: no row can match, as with an empty tuple.
        """
        written = self._write(given)
        if written is None:
            raise EmptyResultSet
        return written.sql, written.parameters(given)

    def _write(self, given: tuple[Given, ...]) -> "Written[Row] | None":
        shape = tuple(len(one) if isinstance(one, tuple) else -1 for one in given)
        if shape not in self._written:
            self._written[shape] = write(self.build, given)
        return self._written[shape]


class Written(NamedTuple, Generic[Row]):
    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    converters: dict[int, Any]  # of columns, as the compiler finds them with each asking
    usual: list[Any]  # parameters, with stand-ins
    places: dict[int, int]  # of a parameter: which of what is given it is

    def parameters(self, given: tuple[Given, ...]) -> list[Any]:
        found, values = self.usual.copy(), list(_flat(given))
        for place, number in self.places.items():
            found[place] = _adapted(values[number], self.queryset.db)
        return found

    def rows(self, given: tuple[Given, ...]) -> list[Row]:
        """As the query set gives them, but its compiler finds the statement written."""
        parameters = self.parameters(given)
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        asked = self.queryset.all()
        vars(compiler)["as_sql"] = lambda *_args, **_kwargs: (self.sql, parameters)
        vars(compiler)["get_converters"] = lambda _columns: self.converters
        vars(asked.query)["get_compiler"] = lambda *_args, **_kwargs: compiler
        return list(asked)


def write(
    build: Callable[..., QuerySet[Any, Row]], given: tuple[Given, ...]
) -> Written[Row] | None:
    """None: no row can match.

    Raises:
        ValueError: something given is not a parameter of its own.
    """
    stands_in = _stand_ins(given)
    queryset = build(*stands_in)
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, usual = compiler.as_sql()
    except EmptyResultSet:
        return None
    numbers = {_adapted(one, queryset.db): place for place, one in enumerate(_flat(stands_in))}
    sql, usual = _with_constants(sql, usual, besides=numbers)
    places = {place: numbers[one] for place, one in enumerate(usual) if one in numbers}
    if missing := set(numbers.values()) - set(places.values()):
        raise ValueError(f"What is given is not used as it is: {sorted(missing)} of {given}")
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return Written(queryset, compiler, sql, converters, usual, places)


def _with_constants(
    sql: str, given: Iterable[Any], besides: Container[Any]
) -> tuple[str, list[Any]]:
    """The numbers and texts of our own code stand in the statement. SQLite plans a statement anew
    each time it is asked when a parameter decides whether a partial index helps, as in
    `state = ?`; that costs many times more than the answer."""
    values, left = iter(given), []

    def write_out(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return mark[0]
        value = next(values)
        if value in besides or isinstance(value, bool) or not isinstance(value, int | str):
            left.append(value)
            return mark[0]
        written = str(value).replace("'", "''").replace("%", "%%")
        return f"'{written}'" if isinstance(value, str) else written

    return re.sub("%%|%s", write_out, sql), left


def _stand_ins(given: tuple[Given, ...]) -> list[Given]:
    """Of the same kinds, and each met nowhere else."""
    numbers = iter(range(1, 10_000))
    return [
        tuple(FAR - next(numbers) for _key in one)
        if isinstance(one, tuple)
        else _stand_in(one, next(numbers))
        for one in given
    ]


def _stand_in(one: One, number: int) -> One:
    if isinstance(one, int):
        return FAR - number
    if isinstance(one, str):
        return f"in place of text {number}"
    moment = LONG_AGO + timedelta(days=number)
    return moment if isinstance(one, datetime) else moment.date()


def _flat(given: Any) -> Iterator[One]:
    for one in given:
        if isinstance(one, tuple):
            yield from one
        else:
            yield one


def _adapted(value: One, database: str) -> Any:
    """As the query would hand it to the database."""
    operations = connections[database].ops
    if isinstance(value, datetime):
        return operations.adapt_datetimefield_value(value)
    return operations.adapt_datefield_value(value) if isinstance(value, date) else value
