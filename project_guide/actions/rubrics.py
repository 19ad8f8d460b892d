"""Changing a rubric: in place while nobody has marked by it, else in a new version."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from people.models import Centre, User
from project_guide.models import Criterion, Rubric
from project_guide.models.rubric import Localised, localised

WHOLE = Decimal(100)


@dataclass
class CriterionText:
    """One criterion as it is written; `code` is empty for a new one."""

    code: str
    title: str
    weight: Decimal
    is_gate: bool
    no_zero: bool
    levels: list[str]


@dataclass
class RubricText:
    title: str
    note: str
    ready: int
    ready_after_edits: int
    gate_level: int
    criteria: list[CriterionText] = field(default_factory=list)


@transaction.atomic
def change(rubric: Rubric, text: RubricText, *, centre: Centre, by: User) -> Rubric:
    """The changed rubric: the same row while nobody has marked by it, else the next version.

    Texts are written in the language of whoever changes them. A text that was changed is the
    same in all languages from then on: a translation of the old one would mislead.

    Raises:
        Refused: the weights are not 100 together, or nothing is left to mark.
    """
    Rubric.objects.select_for_update().get(pk=rubric.pk)
    if sum((row.weight for row in text.criteria), Decimal(0)) != WHOLE:
        raise Refused(_("The weights are to be 100 together."))
    if rubric.may_change and rubric.centre_id == centre.pk:
        changed = rubric
    else:
        last = Rubric.objects.filter(key=rubric.key).aggregate(last=Max("version"))["last"]
        changed = Rubric(key=rubric.key, version=last + 1, centre=centre)
        changed.applies_to, changed.max_level = rubric.applies_to, rubric.max_level
    _write(changed, rubric, text)
    record(changed, "change", by=by, after=str(changed.version))
    return changed


def _write(changed: Rubric, old: Rubric, text: RubricText) -> None:
    before = {row.code: row for row in old.criteria.all()}
    codes = _codes(text.criteria, set(before))
    changed.titles = _told(old.titles, text.title)
    changed.notes = _told(old.notes, text.note)
    changed.ready, changed.ready_after_edits = text.ready, text.ready_after_edits
    changed.gate_level = text.gate_level
    rows = zip(codes, text.criteria, strict=True)
    changed.no_zero_in = [code for code, row in rows if row.no_zero]
    changed.save()
    changed.criteria.all().delete()
    Criterion.objects.bulk_create(
        _criterion(changed, code, position, row, before.get(code))
        for position, (code, row) in enumerate(zip(codes, text.criteria, strict=True), start=1)
    )


def _codes(rows: list[CriterionText], known: set[str]) -> list[str]:
    """A new criterion gets a code that none of the rubric ever had."""
    free = (f"N{number}" for number in range(1, 99) if f"N{number}" not in known)
    return [row.code if row.code in known else next(free) for row in rows]


def _criterion(
    rubric: Rubric, code: str, position: int, row: CriterionText, old: Criterion | None
) -> Criterion:
    levels: list[Localised] = old.levels if old else []
    told = [
        _told(levels[place] if place < len(levels) else {}, text)
        for place, text in enumerate(row.levels)
    ]
    return Criterion(
        rubric=rubric,
        code=code,
        position=position,
        weight=row.weight,
        is_gate=row.is_gate,
        titles=_told(old.titles if old else {}, row.title),
        levels=told,
    )


def _told(old: dict[str, Any], text: str) -> dict[str, Any]:
    if old and localised(old) == text:
        return old
    return {"en": text, (get_language() or "en")[:2]: text}
