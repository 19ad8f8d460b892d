"""Why a file cannot be cleaned. Knows nothing of Django: the cleaning process imports it."""

from enum import IntEnum

FIRST_HELD = 30


class Trouble(IntEnum):
    """Also the exit code of the cleaning process."""

    BROKEN = 10
    PIXELS = 11
    LOCKED = 12
    HEAVY = 13
    BOMB = 14  # unpacks to more than anybody needs
    UNSAFE = 15  # paths that lead out, links, names twice, XML that defines entities
    NESTED = 16  # an archive in an archive
    FOREIGN = 17  # an archive holds a kind that is not accepted
    OTHER = 18  # it is well, but not of the kind that it says

    SIGNED = 30
    ACTIVE = 31  # macros, controls, live links to other programs
    MEDIA = 32  # film and sound carry their maker and place, and nothing here takes them out
    PICTURE = 33  # a drawing in a format that cannot be drawn anew
    UNKNOWN = 34  # parts that no list of ours names

    @property
    def is_held(self) -> bool:
        """The file is well, but cannot be cleaned: it is kept for its owner alone."""
        return self >= FIRST_HELD


class Unusable(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble
