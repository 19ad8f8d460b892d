"""Example works that Tuetor ships, with reference marks; people and schools are invented."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from project_guide.models.card import Kind

SHIPPED = Path(__file__).parent / "data" / "anchors"


@dataclass(frozen=True)
class Example:
    key: str
    kind: str
    card: dict[str, Any]
    marks: dict[str, dict[str, Any]]  # by criterion code: level and reason

    @property
    def title(self) -> str:
        return str(self.card["title"])

    @property
    def shown_kind(self) -> str:
        return str(Kind(self.kind).label)


@cache
def examples() -> dict[str, Example]:
    """By key, in the order in which they make pairs."""
    rows = [
        row
        for path in sorted(SHIPPED.glob("*.json"))
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]
    return {row["key"]: Example(**row) for row in rows}
