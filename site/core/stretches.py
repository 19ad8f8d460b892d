"""Runs as they are read: long unchanged pieces are set apart, to be folded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.differences import Kind, Run

WITH_SPACES = re.compile(r"\s*\S+\s*")
AROUND = 12  # unchanged words left to be read beside a change
LEAST_FOLDED = 20


@dataclass(frozen=True)
class Stretch:
    """Runs that are read together, or an unchanged piece of so many words, to be folded."""

    runs: tuple[Run, ...]
    folded: int = 0

    @property
    def is_anew(self) -> bool:
        """Nothing of the old is left in it."""
        return all(run.kind != Kind.EQUAL for run in self.runs)

    @property
    def before(self) -> list[Run]:
        return [run for run in self.runs if run.kind != Kind.INSERTED]

    @property
    def after(self) -> list[Run]:
        return [run for run in self.runs if run.kind != Kind.DELETED]


def folded(found: Sequence[Run]) -> tuple[Stretch, ...]:
    """The runs with their long unchanged pieces set apart, a few words left beside each change."""
    stretches: list[Stretch] = []
    open_runs: list[Run] = []
    for place, run in enumerate(found):
        head, middle, tail = _parted(run, place > 0, place < len(found) - 1)
        open_runs += [Run(run.kind, text) for text in [head] if text]
        if middle:
            stretches += [Stretch(tuple(open_runs))] if open_runs else []
            stretches.append(Stretch((Run(run.kind, middle),), len(middle.split())))
            open_runs = [Run(run.kind, tail)] if tail else []
    return (*stretches, Stretch(tuple(open_runs))) if open_runs else tuple(stretches)


def _parted(run: Run, has_before: bool, has_after: bool) -> tuple[str, str, str]:
    """What is read before the fold, what is folded, and what is read after it."""
    words = WITH_SPACES.findall(run.text) if run.kind == Kind.EQUAL else []
    start, end = AROUND * has_before, len(words) - AROUND * has_after
    if end - start < LEAST_FOLDED:
        return run.text, "", ""
    return "".join(words[:start]), "".join(words[start:end]), "".join(words[end:])
