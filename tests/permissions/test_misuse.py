"""Other methods, forged forms, odd spellings, rights that have ended."""

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from courses.actions import groups
from courses.models import Group, TrainingSession
from people.actions import members
from people.models import Membership
from project_guide.actions import queue
from project_guide.models import CoAuthor, ReviewSlot
from tests.permissions.cast import BACKEND, Answer, address, undone
from tests.permissions.checks import expected, fits, tell, trials
from tests.permissions.forgeries import FORGERIES
from tests.permissions.table import EDITOR, EVERYBODY, OTHER_TUTOR, RULES, Rule

pytestmark = pytest.mark.django_db
UNKNOWN = ["put", "patch", "delete", "options", "trace"]


def test_head_is_answered_like_get(cast):
    """By somebody who may, by a stranger and by a visitor."""
    found, rules = [], [rule for rule in RULES if rule.sees is not None]
    for rule in rules:
        for role in (trials(rule)[0][0], "stranger", "visitor"):
            answer, wanted = cast.ask(role, rule, "head"), expected(rule, role, "head")
            if not fits(answer, wanted) or answer.body:
                found.append(f"{rule}: HEAD by {role}: {answer}, not {wanted}")

    assert not found, tell(found, 3 * len(rules))


@pytest.mark.parametrize("method", UNKNOWN)
def test_other_methods_do_nothing(cast, method):
    found, number = [], 0
    for rule in RULES:
        for role in ("visitor", *{role for role, _method in trials(rule)}):
            answer = cast.ask(role, rule, method)
            number += 1
            is_well = answer.is_sign_in if role == "visitor" else answer.status == 405
            if answer.written or not (is_well or (rule.is_open and answer.status < 500)):
                found.append(f"{rule}: {method} by {role}: {answer}")

    assert not found, tell(found, number)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_header_changes_no_method(cast, header):
    found, rules = [], [rule for rule in RULES if rule.does and rule.sees is None]
    for rule in rules:
        for method in ("POST", "DELETE"):
            role = trials(rule)[0][0]
            answer = cast.ask(role, rule, headers={header: method})
            if answer.status != 405 or answer.written:
                found.append(f"{rule}: {answer}")

    assert not found, tell(found, 2 * len(rules))


def test_a_form_without_our_token_is_refused(cast):
    """Whether it would be taken or not, from whoever is signed in and from visitors."""
    found, number = [], 0
    for rule in RULES:
        for role in ("visitor", *{role for role, _method in trials(rule)}):
            client = Client(enforce_csrf_checks=True)
            if (person := cast.person(role, rule)) is not None:
                client.cookies["sessionid"] = cast.client(person).cookies["sessionid"].value
            with undone():
                response = client.post(address(rule, cast.first), rule.data(cast.first))
            number += 1
            if response.status_code != 403:
                found.append(f"{rule}: {response.status_code} to {role}")

    assert not found, tell(found, number)


SPELLINGS = {
    "without the last slash": lambda url: url.rstrip("/"),
    "two slashes": lambda url: url.replace("/", "//", 2),
    "capitals": str.swapcase,
    "a dot": lambda url: f"{url}%2e/",
    "dots": lambda url: f"/verify/..{url}",
    "a semicolon": lambda url: f"{url};/",
    "a NUL": lambda url: f"{url.rstrip('/')}%00/",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_an_address_opens_more(cast, spelling):
    """For a stranger and for a visitor: a redirect to the right spelling at most."""
    found, rules = [], [rule for rule in RULES if rule.is_guarded and rule.sees]
    for rule in rules:
        url = SPELLINGS[spelling](address(rule, cast.first))
        for role in ("stranger", "visitor"):
            answer = cast.ask(role, rule, url=url)
            if answer.status not in {301, 302, 404} or answer.written:
                found.append(f"{url}: {answer} to {role}")

    assert not found, tell(found, 2 * len(rules))


@pytest.mark.parametrize("part", ["coordinator", "editor"])
def test_without_a_second_factor_nothing_is_open(cast, part):
    found, closed = [], [rule for rule in RULES if not rule.is_open and rule.name != "people:kept"]
    with override_settings(DEMO=False):
        for rule in closed:
            for method in ("get", "post"):
                answer = cast.ask(part, rule, method)
                of_account = rule.name == "people:profile"
                if not of_account and (answer.path != "/accounts/2fa/" or answer.written):
                    found.append(f"{rule}: {method} {answer}")

    assert not found, tell(found, 2 * len(closed))


@pytest.mark.parametrize("forgery", FORGERIES, ids=str)
def test_a_forged_form_changes_nothing_it_may_not(cast, forgery):
    """Foreign things named in a form, and fields that the form does not have."""
    answer = cast.ask(forgery.role, forgery.rule, "post", data=forgery.data(cast))

    assert answer.status in {200, 302, 404}
    assert not [sql for sql in answer.written if forgery.forbids(sql)], answer.written
