"""Other methods, forged forms, odd spellings, rights that have ended."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import reverse

from people.models import User
from tests.permissions.cast import Answer, address, undone
from tests.permissions.checks import expected, fits, tell, trials
from tests.permissions.endings import ENDED
from tests.permissions.forgeries import FOREIGN, SURPLUS
from tests.permissions.roles import EDITOR, EVERYBODY, OTHER_TUTOR, Rule
from tests.permissions.table import RULES

pytestmark = pytest.mark.django_db
EDITORS_ROOMS = ["wagtailimages", "wagtaildocs", "wagtailusers_users", "wagtailusers_groups"]
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


@pytest.mark.parametrize("forgery", FOREIGN, ids=str)
def test_a_thing_of_another_world_named_in_a_form_is_refused(cast, forgery):
    """The same form with a thing of one's own world is taken."""
    own = cast.ask(forgery.role, forgery.rule, "post", data=forgery.data(cast, is_own=True))
    far = cast.ask(forgery.role, forgery.rule, "post", data=forgery.data(cast))

    assert own.status == 302, own
    assert own.written or forgery.rule.name == "project_guide:reviews"
    assert not far.written and far.status in {200, 302, 404}, (far, far.written)
    assert cast.second.mark.lower().encode() not in unsaid(far, forgery.data(cast))


def unsaid(answer: Answer, typed: dict[str, Any]) -> bytes:
    """The answer without what was typed into the form, which is given back."""
    body = answer.body.lower()
    for value in typed.values():
        body = body.replace(str(value).lower().encode(), b"")
    return body


@pytest.mark.parametrize("forgery", SURPLUS, ids=str)
def test_columns_that_a_form_does_not_have_stay_as_they_are(cast, forgery):
    row = forgery.row(cast)
    before = columns(row)
    with undone():
        url = address(forgery.rule, cast.first)
        answer = cast.client(cast.person(forgery.role, forgery.rule)).post(url, forgery.data(row))
        row.refresh_from_db()
        after = columns(row)
    row.refresh_from_db()
    changed = {name for name in before if before[name] != after[name]}

    assert answer.status_code == 302
    assert changed and changed <= forgery.may_change()


def columns(row: Model) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize(("role", "end", "names"), ENDED, ids=[case[0] for case in ENDED])
def test_a_right_that_has_ended_is_gone_with_the_next_request(cast, role, end, names):
    """In the same session of the browser."""
    rules = [rule for rule in RULES if rule.name in names and role in (rule.sees or ())]
    before = [cast.ask(role, rule).status for rule in rules]
    with undone():
        end(cast)
        after = [cast.ask(role, rule).status for rule in rules]

    assert {rule.name for rule in rules} == set(names)
    assert set(before) == {200}
    assert set(after) == {404}, dict(zip(map(str, rules), after, strict=True))


@pytest.mark.parametrize("role", ["owner", "peer", "coordinator", "editor"])
def test_a_closed_account_is_a_visitor_with_the_next_request(cast, role):
    closed = [rule for rule in RULES if not rule.is_open]
    found = []
    with undone():
        User.objects.update(is_active=False)
        for rule in closed:
            answer = cast.ask(role, rule)
            if not answer.is_sign_in:
                found.append(f"{rule}: {answer}")

    assert not found, tell(found, len(closed))


def test_only_editors_and_authors_come_to_the_editor(cast):
    """And nobody to the interface for scripts that Wagtail could offer."""
    names = ["home", "explore_root", "reports:site_history", "account"]
    places = [reverse(f"wagtailadmin_{name}") for name in names]
    places += [reverse(f"{room}:index") for room in EDITORS_ROOMS]
    rule, found = Rule("desk:desk"), []
    for role in sorted(EVERYBODY - EDITOR - OTHER_TUTOR):
        for url in places:
            answer = cast.ask(role, rule, url=url)
            if answer.status not in {302, 404} or answer.path.startswith("/cms/"):
                found.append(f"{url}: {answer} to {role}")
        for url in ("/api/v2/pages/", "/api/", "/cms/api/main/pages/"):
            if cast.ask(role, rule, url=url).status == 200:
                found.append(f"{url} to {role}")

    assert not found, tell(found, (len(places) + 3) * 14)
