"""The parts that people play in the table, and what a line of the table is."""

from collections.abc import Set
from dataclasses import dataclass, field

from tests.permissions.worlds import World

VISITOR = {"visitor"}
STRANGER = {"stranger"}  # signed in, and nothing else
OWNER = {"owner"}
COAUTHOR = {"coauthor"}
INVITED = {"invited"}  # named as co-author, has not answered
COLLEAGUE = {"colleague"}  # a teacher of the same group
PEER = {"peer"}  # holds the piece, is in another group of the session
EXPERT = {"expert"}  # holds a piece in the expert round
TUTOR = {"tutor"}
OTHER_TUTOR = {"other_tutor"}  # same centre, another group; author of the course
COORDINATOR = {"coordinator"}
EDITOR = {"editor"}  # of the pages, by Wagtail
FAR_COORDINATOR = {"far_coordinator"}
FAR_TUTOR = {"far_tutor"}
FAR_EXPERT = {"far_expert"}
FAR = {"far_owner"} | FAR_TUTOR | FAR_EXPERT | FAR_COORDINATOR

AUTHORS = OWNER | COAUTHOR
LEADERS = TUTOR | COORDINATOR
READERS = AUTHORS | LEADERS
STUDYING = OWNER | COLLEAGUE | PEER
TUTORS = TUTOR | OTHER_TUTOR | FAR_TUTOR
EXPERTS = EXPERT | FAR_EXPERT
COORDINATORS = COORDINATOR | FAR_COORDINATOR
WITH_A_ROLE = TUTORS | EXPERTS | COORDINATORS
SIGNED_IN = STRANGER | STUDYING | COAUTHOR | INVITED | EDITOR | WITH_A_ROLE | FAR
EVERYBODY = SIGNED_IN | VISITOR
NOBODY: Set[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    name: str
    takes: str = ""
    sees: Set[str] | None = None
    does: Set[str] | None = None
    barred: Set[str] = NOBODY
    leads: Set[str] = NOBODY
    sends: dict[str, str] = field(default_factory=dict)
    notes: str = ""  # the one table that looking at the page may write to

    def __str__(self) -> str:
        return f"{self.name} {self.takes}".strip()

    @property
    def words(self) -> list[str]:
        return self.takes.split()

    @property
    def things(self) -> list[str]:
        return [word for word in self.words if not word.startswith("=")]

    @property
    def is_open(self) -> bool:
        return bool((self.sees or NOBODY) & VISITOR)

    def unexpected(self, written: list[str]) -> list[str]:
        return [sql for sql in written if not (self.notes and self.notes in sql)]

    @property
    def is_guarded(self) -> bool:
        """Whether it is about a thing that not everybody may use."""
        allowed = (self.sees or NOBODY) | (self.does or NOBODY)
        return bool(self.things) and not allowed >= SIGNED_IN

    def args(self, world: World, **other: object) -> list[str]:
        """What stands in the address; `other` names things of another world."""
        things = {**world.things, **other}
        return [word[1:] if word.startswith("=") else str(things[word]) for word in self.words]

    def data(self, world: World) -> dict[str, str]:
        return {name: str(world.things[word]) for name, word in self.sends.items()}
