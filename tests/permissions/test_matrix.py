"""Everybody asks for everything, in every way: what the table says is what is answered."""

import pytest

from tests.permissions.cast import address
from tests.permissions.checks import DONE, Missing, expected, fits, tell, trials
from tests.permissions.roles import EVERYBODY
from tests.permissions.table import RULES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_what_the_table_says(cast, role, method):
    """A 404 is byte for byte that of a missing page, nothing but what may be done writes a row,
    and no closed page has a word of the other world in it: 4 checks for each of 92 rules."""
    far = cast.first if role.startswith("far_") else cast.second
    found, missing = [], Missing(cast)
    for rule in RULES:
        wanted, answer = expected(rule, role, method), cast.ask(role, rule, method)
        if not fits(answer, wanted):
            found.append(f"{rule}: {answer}, not {wanted}")
        if wanted != DONE and (written := rule.unexpected(answer.written)):
            found.append(f"{rule}: wrote {written}")
        if wanted == 404 and answer.whole != missing.answer(role, rule, method).whole:
            found.append(f"{rule}: a 404 unlike that of a missing page")
        if not rule.is_open and far.mark.lower().encode() in answer.body.lower():
            found.append(f"{rule}: tells of the other world")

    assert not found, tell(found, 4 * len(RULES))


def test_there_is_something_that_could_leak(cast):
    """The words that are searched for above do stand on the pages of one's own world."""
    mark = cast.first.mark.lower().encode()
    telling = [rule for rule in RULES if mark in cast.ask("coordinator", rule).body.lower()]

    assert len({rule.name for rule in telling}) > 20


def test_the_thing_of_another_world_is_like_one_that_never_was(cast):
    """Whoever may use an address of their own world asks for the other's, and for nobody's."""
    found, number = [], 0
    for rule in RULES:
        for role, method in trials(rule) if rule.is_guarded else []:
            there, nowhere = (
                cast.ask(role, rule, method, world=world) for world in (cast.second, cast.nothing)
            )
            number += 1
            if there.status != 404 or there.whole != nowhere.whole or there.written:
                found.append(f"{rule}: {role} {method} {there} and {nowhere} {there.written}")

    assert not found, tell(found, number)


def test_a_part_of_another_world_is_not_found_through_ones_own_whole(cast):
    """With two codes in an address, each in turn is one of the other world."""
    found, number = [], 0
    for rule in (rule for rule in RULES if len(rule.things) > 1):
        for role, method in trials(rule):
            for word in rule.things:
                urls = (
                    address(rule, cast.first, **{word: world.things[word]})
                    for world in (cast.second, cast.nothing)
                )
                there, nowhere = (cast.ask(role, rule, method, url=url) for url in urls)
                number += 1
                if there.status != 404 or there.whole != nowhere.whole or there.written:
                    found.append(f"{rule}: {role} {method} {word} {there} and {nowhere}")

    assert not found, tell(found, number)
