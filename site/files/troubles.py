"""Why a file cannot be cleaned. Knows nothing of Django: the cleaning process imports it."""

from enum import IntEnum


class Trouble(IntEnum):
    """Also the exit code of the cleaning process."""

    BROKEN = 10
    PIXELS = 11
    LOCKED = 12
    HEAVY = 13


class Unusable(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble
