"""Everybody asks for everything: see the table."""

from typing import Any

import pytest

from tests.permissions.cast import Answer, Cast
from tests.permissions.table import EVERYBODY, NOBODY, RULES, SIGNED_IN, Rule

pytestmark = pytest.mark.django_db
TAKEN = {200, 302, 400, 409}  # done, or sent back with the reason
ROLES = sorted(EVERYBODY)


def expected(rule: Rule, role: str, method: str) -> Any:
    allowed = rule.sees if method == "get" else rule.does
    if role == "visitor" and not rule.is_open:
        return "sign in"
    if allowed is None:
        return 405
    if role in allowed:
        return 302 if method == "get" and role in rule.leads else "taken" * (method == "post") or 200
    if role == "visitor":
        return "sign in"
    return 403 if role in rule.barred else 404


def fits(answer: Answer, wanted: Any) -> bool:
    if wanted == "sign in":
        return answer.is_sign_in
    if wanted == "taken":
        return answer.status in TAKEN and not answer.path.startswith("/accounts/")
    return answer.status == wanted and not answer.is_sign_in


def wrong(cast: Cast, role: str, method: str) -> tuple[list[str], int]:
    """What is answered otherwise than the table says; and how many questions were asked."""
    found, missing = [], {}
    for rule in RULES:
        wanted, answer = expected(rule, role, method), cast.ask(role, rule, method)
        if not fits(answer, wanted):
            found.append(f"{rule}: {answer}, not {wanted}")
        if answer.written and wanted != "taken":
            found.append(f"{rule}: wrote {answer.written}")
        if role != "visitor" and answer.status == 404:
            person = cast.person(role, rule)
            place = rule_place(rule, cast)
            if (place, person) not in missing:
                missing[place, person] = cast.send(person, method, f"/{place}/nothing/here/")
            if answer.whole != missing[place, person].whole:
                found.append(f"{rule}: a 404 unlike that of a missing page")
    return found, len(RULES)


def rule_place(rule: Rule, cast: Cast) -> str:
    from tests.permissions.cast import address

    return address(rule, cast.first).split("/")[1]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_what_the_table_says(cast, role, method):
    found, number = wrong(cast, role, method)

    assert not found, f"{len(found)} of {number} answers to {role}:\n" + "\n".join(found)
