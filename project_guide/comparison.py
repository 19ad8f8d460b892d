"""Two cards side by side: what was added, removed, changed or moved, in the order of the card."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.differences import Kind as RunKind
from core.differences import Run, plain, runs
from core.stretches import Stretch, folded
from project_guide.card_read import CHOICES, words
from project_guide.models.card import (
    CARD_FIELDS,
    SECTIONS,
    STAGE_FIELDS,
    STAGE_LABELS,
    VOCABULARIES,
    label_of,
)
from project_guide.stage_pairs import Pair, Place, Stage, matched, moved

SETS = {*VOCABULARIES, "tags", "links"}  # their order says nothing
CHOSEN = {*CHOICES, "weeks", "capacity", "names_shown", "no_pupils_data", "week"}  # as a whole


class How(models.TextChoices):
    ADDED = "added", gettext_lazy("Added")
    REMOVED = "removed", gettext_lazy("Removed")
    CHANGED = "changed", gettext_lazy("Changed")
    MOVED = "moved", gettext_lazy("Moved")


TONES = {How.ADDED: "good", How.REMOVED: "bad", How.CHANGED: "accent", How.MOVED: "warm"}


@dataclass(frozen=True)
class Change:
    """One field, or one stage with its fields in `parts`."""

    label: str
    how: How
    stretches: tuple[Stretch, ...] = ()
    note: str = ""
    parts: tuple["Change", ...] = ()

    @property
    def tone(self) -> str:
        return TONES[self.how]


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    shown: Container[str] = frozenset(CARD_FIELDS),
) -> list[Change]:
    """What differs in the `shown` fields of the cards; what is not named there is not looked at."""
    found: list[Change] = []
    for name in chain.from_iterable(SECTIONS.values()):
        if name in shown:
            found += compare_field(name, before.get(name), after.get(name))
    return found


def compare_field(name: str, before: Any, after: Any) -> list[Change]:
    if name == "stages":
        return compare_stages(before or [], after or [])
    label = str(capfirst(label_of(name)))
    if name in SETS:
        return compare_sets(label, _named(name, before), _named(name, after))
    return compare_texts(label, words(name, before), words(name, after), whole=name in CHOSEN)


def _named(name: str, values: Any) -> list[str]:
    return [words(name, [one]) for one in values or []]


def compare_sets(label: str, before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """One thing a line; those that stayed keep their old order."""
    kept = [one for one in before if one in after]
    new = [one for one in after if one not in before]
    return compare_texts(label, "\n".join(before), "\n".join([*kept, *new]), by_lines=True)


def compare_texts(
    label: str, before: str, after: str, *, by_lines: bool = False, whole: bool = False
) -> list[Change]:
    """The change as a list of one, or of none."""
    old, new = plain(before), plain(after)
    if old == new:
        return []
    found = _both(old, new) if whole else runs(old, new, by_lines=by_lines)
    return [Change(label, _how(old, new), folded(found))]


def _both(old: str, new: str) -> list[Run]:
    found = [Run(RunKind.DELETED, old), Run(RunKind.INSERTED, new)]
    return [run for run in found if run.text]


def _how(before: object, after: object) -> How:
    if not before:
        return How.ADDED
    return How.CHANGED if after else How.REMOVED


def compare_stages(before: Sequence[Stage], after: Sequence[Stage]) -> list[Change]:
    """In the new order; a stage that is gone stands where it was."""
    pairs = matched(before, after)
    movers = moved(pairs)
    return [
        change
        for pair in sorted(pairs, key=_place)
        if (change := _stage(before, after, *pair, is_moved=pair in movers))
    ]


def _place(pair: Pair) -> float:
    old, new = pair
    return new if new is not None else (old or 0) - 0.5


def _stage(
    before: Sequence[Stage], after: Sequence[Stage], old: Place, new: Place, *, is_moved: bool
) -> Change | None:
    was = {} if old is None else before[old]
    now = {} if new is None else after[new]
    names = STAGE_FIELDS if was and now else STAGE_FIELDS[1:]  # the title is said already
    parts = tuple(change for name in names for change in _stage_field(name, was, now))
    if was and now and not parts and not is_moved:
        return None
    how = How.MOVED if is_moved else _how(was, now)
    is_elsewhere = is_moved or not now
    note = _("It was stage %(number)s.") % {"number": (old or 0) + 1} if is_elsewhere else ""
    return Change(_stage_label(now or was, new), how, note=note, parts=parts)


def _stage_label(stage: Stage, place: Place) -> str:
    title = str(stage.get("title") or _("Untitled stage"))
    if place is None:
        return title
    return _("Stage %(number)s: %(title)s") % {"number": place + 1, "title": title}


def _stage_field(name: str, was: Stage, now: Stage) -> list[Change]:
    texts = [str(side.get(name) or "") for side in (was, now)]
    return compare_texts(str(capfirst(STAGE_LABELS[name])), *texts, whole=name in CHOSEN)
