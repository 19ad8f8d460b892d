"""What is asked of the answers, and how a difference is told."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions.cast import Answer, Cast, address
from tests.permissions.roles import NOBODY, Rule
from tests.permissions.table import BRANCHES

TAKEN = {200, 302, 400, 409}  # done, or sent back with the reason
SIGN_IN = "the sign-in"
DONE = "done or refused with a reason"


def expected(rule: Rule, role: str, method: str) -> int | str:
    allowed = rule.sees if method in {"get", "head"} else rule.does
    if role == "visitor" and not rule.is_open:
        return SIGN_IN
    if allowed is None:
        return 405
    if role not in allowed:
        return SIGN_IN if role == "visitor" else 403 if role in rule.barred else 404
    if method == "post":
        return DONE
    return 302 if role in rule.leads else 200


def fits(answer: Answer, wanted: int | str) -> bool:
    if wanted == SIGN_IN:
        return answer.is_sign_in
    if wanted == DONE:
        return answer.status in TAKEN and not answer.path.startswith("/accounts/")
    return answer.status == wanted and not answer.is_sign_in


def trials(rule: Rule) -> list[tuple[str, str]]:
    """For each method that the rule knows, somebody who may use it."""
    allowed = {"get": rule.sees or NOBODY, "post": rule.does or NOBODY}
    return [(min(roles - {"visitor"}), method) for method, roles in allowed.items() if roles]


def tell(found: list[str], number: int) -> str:
    return f"{len(found)} of {number} checks failed:\n" + "\n".join(found)


class Missing:
    """What the house says of an address with nothing behind it, in the same part of the house."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.known: dict[tuple[Any, ...], Answer] = {}

    def answer(self, role: str, rule: Rule, method: str) -> Answer:
        person = self.cast.person(role, rule)
        place = address(rule, self.cast.first).split("/")[1]
        if (person, place, method) not in self.known:
            url = f"/{place}/nothing/is/here/"
            self.known[person, place, method] = self.cast.send(person, method, url)
        return self.known[person, place, method]


def patterns(
    resolver: URLResolver | None = None, space: str = "", route: str = ""
) -> list[tuple[str, str, Any]]:
    """(name, route, view) of every address, and of whole branches of Wagtail only the root."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append((f"{space}{entry.name or ''}", path, entry.callback))
        elif path in BRANCHES:
            found.append(("", path, None))
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += patterns(entry, inner, path)
    return found
