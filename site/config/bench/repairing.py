"""How long a night's assignment takes, on plain numbers: reading them is a dozen queries."""

import random
import time
from typing import NamedTuple

from project_guide.assignment import Person, Piece, assign


class Night(NamedTuple):
    versions: int
    people: int
    most: float  # seconds

    def __str__(self) -> str:
        return f"repair of {self.versions:,} versions x {self.people} people"


NIGHTS = [Night(300, 300, 2), Night(2_000, 40, 10)]
TOO_NEAR = 0.1  # of all pairs


def seconds(night: Night) -> float:
    dice = random.Random(night.versions)  # noqa: S311 - it must be the same every time
    pieces = [Piece(key, 2) for key in range(night.versions)]
    room = max(6, 2 * night.versions // night.people)
    people = [Person(key, dice.randrange(4), room) for key in range(night.people)]
    barred = {
        (piece.key, person.key) for piece in pieces for person in people if dice.random() < TOO_NEAR
    }
    begun = time.perf_counter()
    assign(pieces, people, barred, run="bench")
    return time.perf_counter() - begun
