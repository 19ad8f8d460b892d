"""The cheapest plan, on plain numbers: held against trying everything."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from project_guide.assignment import LEFT, MOVE, Person, Piece, assign, price_of, step


@st.composite
def problems(draw):
    """Up to three pieces and four people; whoever holds a piece may hold it, and has room."""
    people = draw(st.integers(1, 4))
    barred = {pair for pair in product(range(3), range(people)) if draw(st.integers(0, 9)) < 3}
    room = [draw(st.integers(0, 3)) for _ in range(people)]
    spare, pieces = list(room), []
    for key in range(draw(st.integers(1, 3))):
        holders = tuple(
            person
            for person in range(people)
            if spare[person] and (key, person) not in barred and draw(st.booleans())
        )[:2]
        for person in holders:
            spare[person] -= 1
        pieces.append(Piece(key, draw(st.integers(0, 2)), holders))
    crowd = [Person(key, draw(st.integers(0, 3)), room[key]) for key in range(people)]
    return pieces, crowd, barred


def may_be(pairs, pieces, people, barred):
    """Nobody is barred, above their room, or in place of nobody."""
    return (
        not pairs & barred
        and all(sum(key == one.key for _, key in pairs) <= one.room for one in people)
        and all(
            len(one.holders)
            <= sum(key == one.key for key, _ in pairs)
            <= one.places + len(one.holders)
            for one in pieces
        )
    )


def cheapest(pieces, people, barred):
    """By trying everything."""
    choices = []
    for piece in pieces:
        free = [(piece.key, one.key) for one in people if (piece.key, one.key) not in barred]
        most = piece.places + len(piece.holders)
        choices.append([set(some) for n in range(most + 1) for some in combinations(free, n)])
    plans = (set().union(*parts) for parts in product(*choices))
    fitting = (plan for plan in plans if may_be(plan, pieces, people, barred))
    return min(price_of(plan, pieces, people) for plan in fitting)


@settings(max_examples=150)
@given(problems())
def test_no_plan_is_cheaper(problem):
    plan = assign(*problem, run="night")

    assert may_be(plan.pairs, *problem)
    assert plan.price == cheapest(*problem)


@settings(max_examples=60)
@given(problems(), st.randoms(use_true_random=False))
def test_the_same_run_says_the_same_in_whatever_order_its_rows_come(problem, dice):
    pieces, people, barred = problem
    shuffled = [dice.sample(rows, len(rows)) for rows in (pieces, people, sorted(barred))]

    assert assign(*shuffled, run="night") == assign(*problem, run="night")


def test_another_run_chooses_otherwise_among_equals():
    people = [Person(key, 0, 1) for key in range(6)]
    plans = {assign([Piece(1, 1)], people, set(), run=str(day)).pairs for day in range(20)}

    assert len(plans) > 2


def test_work_that_is_held_stays_where_another_way_is_left():
    held, free = Piece(1, 0, holders=(1,)), Piece(2, 1)
    people = [Person(1, 0, 1), Person(2, 3, 1)]

    assert assign([held, free], people, set(), run="x").pairs == {(1, 1), (2, 2)}


def test_work_that_is_held_moves_when_a_place_would_stay_empty_otherwise():
    held, free = Piece(1, 0, holders=(1,)), Piece(2, 1)
    people = [Person(1, 0, 1), Person(2, 0, 1)]
    plan = assign([held, free], people, {(2, 2)}, run="x")

    assert plan.pairs == {(1, 2), (2, 1)}
    assert plan.price == MOVE + step(1, 0) + step(1, 0)


def test_the_load_is_spread_and_the_emptiest_piece_comes_first():
    people = [Person(1, 2, 6), Person(2, 0, 6)]
    plan = assign([Piece(key, 1) for key in (1, 2)], people, set(), run="x")
    assert {person for _piece, person in plan.pairs} == {2}

    scarce = assign([Piece(1, 2), Piece(2, 2)], [Person(1, 0, 2)], set(), run="x")
    assert {piece for piece, _person in scarce.pairs} == {1, 2}
    assert scarce.price == 2 * LEFT + 1 + 3


def test_nobody_takes_two_places_of_one_piece():
    assert assign([Piece(1, 2)], [Person(1, 0, 5)], set(), run="x").pairs == {(1, 1)}


def test_with_nothing_and_nobody_there_is_no_plan():
    assert assign([], [], set(), run="x").price == 0
    assert assign([Piece(1, 1)], [], set(), run="x").price == LEFT
