"""Which stage of the new table was which of the old, and which of them changed places."""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from core.differences import plain

Stage = Mapping[str, Any]
Place = int | None
Pair = tuple[Place, Place]  # where it stood, where it stands

# What a stage is known by again, the surest first: its title, its task, its place in the table.
SIGNS: tuple[Callable[[int, Stage], str], ...] = (
    lambda _place, stage: plain(str(stage.get("title") or "")).casefold(),
    lambda _place, stage: plain(str(stage.get("task") or "")).casefold(),
    lambda place, _stage: str(place),
)


def matched(before: Sequence[Stage], after: Sequence[Stage]) -> list[Pair]:
    """Every stage of both tables once: with its other self, or with nothing."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    pairs: list[Pair] = []
    for sign in SIGNS:
        signs = [(place, sign(place, stage)) for place, stage in old.items()]
        for place, stage in list(new.items()):
            mark = sign(place, stage)
            found = next((at for at, known in signs if mark and known == mark and at in old), None)
            if found is not None:
                pairs.append((found, place))
                del old[found], new[place]
    return [*pairs, *((place, None) for place in old), *((None, place) for place in new)]


def moved(pairs: Sequence[Pair]) -> set[Pair]:
    """Those that changed places with others; that a stage came in before them is no move."""
    both = [(old, new) for old, new in pairs if old is not None and new is not None]
    was, now = sorted(both), sorted(both, key=lambda pair: pair[1])
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    stayed = {pair for block in blocks for pair in was[block.a : block.a + block.size]}
    return {pair for pair in both if pair not in stayed}
