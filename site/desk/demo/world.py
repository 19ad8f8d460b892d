"""What the demonstration is made of: prose, names and figures, dealt out in a fixed order."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from courses.models import TrainingSession
from people.models import Centre, User

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


class World:
    """Deals people, schools and sentences; the same order every time."""

    def __init__(self) -> None:
        self.dice = random.Random(2015)  # noqa: S311 - it must be the same every time
        self.prose: dict[str, Any] = read("people")
        self.centres: list[Centre] = []
        self.accounts: dict[str, User] = {}
        self.tutors: list[User] = []
        self.experts: list[User] = []
        self.sessions: list[TrainingSession] = []
        self.dealt = 0
        self._names = self._all_names()

    def _all_names(self) -> list[tuple[str, str]]:
        prose = self.prose
        names = [(given, surname) for surname in prose["surnames_f"] for given in prose["given_f"]]
        names += [(given, surname) for surname in prose["surnames_m"] for given in prose["given_m"]]
        self.dice.shuffle(names)
        return names

    def name(self) -> tuple[str, str]:
        """A given name and a surname that nobody else has together."""
        self.dealt += 1
        return self._names[self.dealt]

    def school(self, number: int) -> dict[str, str]:
        schools = self.prose["schools"]
        found: dict[str, str] = schools[number % len(schools)]
        return found

    def reply(self, author: User) -> str:
        """An answer to a remark; some are in the feminine, some in the masculine."""
        texts = self.prose["replies"]
        numbers = (0, 1, 3) if author.last_name.endswith(("а", "я")) else (2, 4, 5)
        found: str = texts[self.dice.choice(numbers)]
        return found

    def comment(self, criterion: str, level: int) -> str:
        texts = self.prose["review_comments"].get(criterion, {}).get(str(max(level, 1)))
        return self.dice.choice(texts) if texts else ""
