"""Everybody of the table, signed in; what they ask changes nothing that lasts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.permissions.roles import Rule
from tests.permissions.worlds import World

BACKEND = "people.backends.Passwords"
NOT_OURS_TO_COUNT = "django_session"
OWN_OF_EACH = {"Set-Cookie", "Expires"}  # headers that differ between two equal answers


class Cast:
    def __init__(self, first: World, second: World, editor: User) -> None:
        self.first, self.second, self.nothing = first, second, first.missing()
        self.editor = editor
        everybody = [editor, *first.people.values(), *second.people.values()]
        self.clients = {person.pk: signed_in(person) for person in everybody}

    def person(self, role: str, rule: Rule) -> User | None:
        """Whoever plays the role towards the thing of the rule."""
        if role == "visitor":
            return None
        if role == "editor":
            return self.editor
        if role.startswith("far_"):
            return self.second.people[role.removeprefix("far_")]
        if role == "owner" and rule.things:
            return self.first.owners.get(rule.things[0], self.first.people["owner"])
        return self.first.people[role]

    def client(self, person: User | None) -> Client:
        if person is None:
            return Client(raise_request_exception=False)
        client = self.clients[person.pk]
        for cookie in set(client.cookies) - {"sessionid"}:
            del client.cookies[cookie]
        return client

    def ask(self, role: str, rule: Rule, method: str = "get", **more: Any) -> "Answer":
        url = more.pop("url", None) or address(rule, more.pop("world", self.first))
        data = rule.data(self.first) if method == "post" else None
        return self.send(self.person(role, rule), method, url, more.pop("data", data), **more)

    def send(
        self, person: User | None, method: str, url: str, data: Any = None, **more: Any
    ) -> "Answer":
        """What is answered; whatever it changed in the database is taken back."""
        call: Callable[..., HttpResponse] = getattr(self.client(person), method)
        with undone(), writes() as written:
            response = call(url, data, **more) if data is not None else call(url, **more)
            return Answer(response, written)


def signed_in(person: User, **options: bool) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(person, backend=BACKEND)
    return client


def address(rule: Rule, world: World, **other: object) -> str:
    return reverse(rule.name, args=rule.args(world, **other))


class Answer:
    def __init__(self, response: Any, written: list[str]) -> None:
        self.status: int = response.status_code
        self.body: bytes = b"".join(response) if response.streaming else response.content
        self.path = urlsplit(response.headers.get("Location", "")).path
        self.headers = {
            name: value for name, value in response.headers.items() if name not in OWN_OF_EACH
        }
        self.written = written

    @property
    def whole(self) -> tuple[int, bytes, dict[str, str]]:
        return self.status, self.body, self.headers

    @property
    def is_sign_in(self) -> bool:
        return self.status == 302 and self.path == "/accounts/login/"

    def __str__(self) -> str:
        return f"{self.status} {self.path}".strip()


@contextmanager
def undone() -> Iterator[None]:
    """As Django's own test cases do it, so that durable blocks of the house may stand inside."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that changed something, sessions apart."""
    found: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE"} and NOT_OURS_TO_COUNT not in sql:
            found.append(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found
