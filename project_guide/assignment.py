"""Who should review what, at the least price.

Plain numbers in, plain numbers out. A conflict is an arc that is not there; a person's next piece
costs more than the one before; a place that stays empty costs most of all, and the second empty
place of one piece more than the first of another. The same run gives the same answer, in whatever
order its rows come: they are sorted, and what costs the same is told apart by a hash of the run.
"""

from collections.abc import Collection
from dataclasses import dataclass

LEFT = 1000  # for the first place of a piece that stays empty
MOVE = 100  # for work that goes to somebody else
LOAD = 1  # for the first piece of a person


@dataclass(frozen=True, order=True)
class Piece:
    key: int
    places: int  # to be filled
    holders: tuple[int, ...] = ()  # people who have taken a place more, and not begun


@dataclass(frozen=True, order=True)
class Person:
    key: int
    load: int  # pieces that stay theirs
    room: int  # how many of these pieces they may have, with those they hold and have not begun


@dataclass(frozen=True)
class Plan:
    pairs: frozenset[tuple[int, int]]  # piece, person
    price: int


def step(unit: int, number: int) -> int:
    """What one more costs after `number`; the sum grows with the square."""
    return unit * (2 * number + 1)


def price_of(
    pairs: Collection[tuple[int, int]], pieces: Collection[Piece], people: Collection[Person]
) -> int:
    price = 0
    for person in people:
        taken = sum(key == person.key for _piece, key in pairs)
        price += sum(step(LOAD, person.load + number) for number in range(taken))
    for piece in pieces:
        mine = {person for key, person in pairs if key == piece.key}
        empty = piece.places + len(piece.holders) - len(mine)
        price += sum(step(LEFT, number) for number in range(empty))
        price += MOVE * len(set(piece.holders) - mine)
    return price


def assign(
    pieces: Collection[Piece],
    people: Collection[Person],
    barred: Collection[tuple[int, int]],
    *,
    run: str,
) -> Plan:
    """The cheapest plan. `barred` are pairs of piece and person that must not be.

    Whoever holds a piece must be among the people, with room for it, and not barred from it.
    """
    from project_guide.flow import Flow  # SciPy is heavy, and only the worker needs it, at night

    pairs = Flow(sorted(pieces), sorted(people), frozenset(barred), run).cheapest()
    return Plan(pairs, price_of(pairs, pieces, people))
