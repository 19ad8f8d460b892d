"""Damaged files, by chance that is the same each time: cleaned, held or refused, nothing else."""

import random
from functools import cache

import pytest

from core.refusals import Refused
from files import actions
from files.clean import clean
from files.kinds import look_at
from files.sentences import SENTENCES
from files.troubles import Unusable
from tests.files.corpus import FILES
from tests.files.packages import archive, unpacked
from tests.files.samples import upload

EACH = 15  # of fourteen files: 210
THROUGH_THE_PROCESS = 20
NAMES = [f"{kind}-{make.__name__}" for kind, make in FILES]


@cache
def source(number: int) -> bytes:
    return FILES[number][1]()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes are turned, chunks change places, the end is lost; or so with a part of an archive."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        parts = unpacked(data)
        victim = chance.choice(sorted(parts))
        return archive({**parts, victim: damaged(parts[victim], chance)}, plain="mimetype")
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    if chance.random() < 0.3:
        del changed[chance.randrange(len(changed) + 1) :]
    if chance.random() < 0.3:
        first, second = sorted(chance.randrange(len(changed) + 1) for _ in range(2))
        changed = changed[second:] + changed[first:second] + changed[:first]
    return bytes(changed)


@pytest.mark.filterwarnings("ignore")  # of parsers, for a process that is thrown away
@pytest.mark.parametrize("number", range(len(FILES)), ids=NAMES)
def test_a_damaged_file_is_cleaned_held_or_refused_and_nothing_else(number):
    kind = FILES[number][0]
    chance = random.Random(f"damage to {NAMES[number]}")
    outcomes = {"clean": 0, "not": 0}
    for _ in range(EACH):
        data = damaged(source(number), chance)
        try:
            look_at(upload(data, f"a.{kind}"))
            assert clean(data, kind)
            outcomes["clean"] += 1
        except Refused as refusal:
            assert str(refusal).endswith(".")
            outcomes["not"] += 1
        except Unusable as unusable:
            assert str(SENTENCES[unusable.trouble]).endswith(".")
            outcomes["not"] += 1

    assert sum(outcomes.values()) == EACH
    assert outcomes["not"]


@pytest.mark.django_db
def test_damaged_files_are_received_or_refused_in_a_sentence(shelf, sender):
    chance = random.Random("damage on the way")
    outcomes = set()
    for turn in range(THROUGH_THE_PROCESS):
        number = turn % len(FILES)
        sent = upload(damaged(source(number), chance), f"a.{FILES[number][0]}")
        try:
            outcomes.add("held" if actions.receive(sent, by=sender).is_held else "clean")
        except Refused as refusal:
            assert str(refusal).endswith(".")
            outcomes.add("refused")

    assert "refused" in outcomes
