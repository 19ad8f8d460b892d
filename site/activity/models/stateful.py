from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models


class Stateful(models.Model):
    """Something with a `state`, and a table of the moves between states.

    Only `activity.move` writes `state`.
    """

    MOVES: ClassVar[Mapping[Any, set[Any]]] = {}
    state: Any

    class Meta:
        abstract = True

    def can_move(self, to: str) -> bool:
        return to in self.MOVES.get(self.state, ())
