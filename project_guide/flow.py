"""The cheapest plan as a flow in a network: a linear programme, solved by SciPy's HiGHS."""

from collections.abc import Iterator, Sequence
from hashlib import shake_256
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from project_guide.assignment import LEFT, LOAD, MOVE, Person, Piece, step

SOME = 20  # pairs of a piece, with which the search begins
TINY = 1e-7  # HiGHS calls this nothing


class Flow:
    """The linear programme. Its corners are whole numbers, because it is a flow in a network:
    the simplex method, which goes from corner to corner, finds whole people for whole places."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        people: Sequence[Person],
        barred: frozenset[tuple[int, int]],
        run: str,
    ) -> None:
        self.pieces, self.people = pieces, people
        self.pairs = [
            (row, column)
            for row, piece in enumerate(pieces)
            for column, person in enumerate(people)
            if (piece.key, person.key) not in barred
        ]
        self.rows, self.columns = np.array(self.pairs, dtype=int).reshape(-1, 2).T
        self.noise = self.small_fractions(run)
        self.costs = self.noise.copy()
        self.held = np.array([self.holds(*pair) for pair in self.pairs], dtype=bool)
        self.costs[self.held] -= MOVE

    def holds(self, row: int, column: int) -> bool:
        return self.people[column].key in self.pieces[row].holders

    def small_fractions(self, run: str) -> Any:
        """One for every pair; all of them together do not outweigh one unit of a price."""
        most = 2 * sum(piece.places + len(piece.holders) for piece in self.pieces) + 1
        drawn = np.frombuffer(shake_256(run.encode()).digest(4 * len(self.pairs)), dtype="<u4")
        return drawn / 2**32 / most

    def cheapest(self) -> frozenset[tuple[int, int]]:
        """Begins with some pairs of each piece, and lets in others as long as one would pay."""
        if not self.pairs:
            return frozenset()
        usual = np.sort(self.noise)[: SOME * len(self.pieces)]
        chosen = self.held | (self.noise <= usual[-1])
        while True:
            taken, worth = self.solve(np.flatnonzero(chosen))
            gain = worth[self.rows] + worth[len(self.pieces) + self.columns] - self.costs
            pays = (gain > TINY) & ~chosen
            if not pays.any():
                break
            chosen |= pays
        return frozenset(
            (self.pieces[row].key, self.people[column].key)
            for row, column in (self.pairs[number] for number in taken)
        )

    def solve(self, chosen: Any) -> tuple[Any, Any]:
        """The pairs taken among the chosen ones; and what one place more of each row is worth."""
        price, sign, row = np.array(list(self.other_arcs()), dtype=int).reshape(-1, 3).T
        width, more = len(chosen), len(chosen) + np.arange(len(price))
        ones = np.ones(width, dtype=int)
        entries = np.concatenate([ones, ones, sign])
        at = np.concatenate([self.rows[chosen], len(self.pieces) + self.columns[chosen], row])
        across = np.concatenate([np.arange(width), np.arange(width), more])
        solved = linprog(
            np.concatenate([self.costs[chosen], price]),
            A_eq=coo_array((entries, (at, across)), shape=(self.height, width + len(price))),
            b_eq=[one.places + len(one.holders) for one in self.pieces] + [0] * len(self.people),
            bounds=(0, 1),
            method="highs-ds",
        )
        if solved.x is None:
            raise ArithmeticError(solved.message)
        return chosen[solved.x[:width] > 0.5], solved.eqlin.marginals

    @property
    def height(self) -> int:
        return len(self.pieces) + len(self.people)

    def other_arcs(self) -> Iterator[tuple[int, int, int]]:
        """Price, sign and row of a person's next piece, and of a place that stays empty."""
        for row, piece in enumerate(self.pieces):
            for number in range(piece.places):
                yield step(LEFT, number), 1, row
        for row, person in enumerate(self.people, len(self.pieces)):
            for number in range(person.room):
                yield step(LOAD, person.load + number), -1, row
