"""What this process keeps of what it has read, for as long as it stays true."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

Thing = TypeVar("Thing")


class Memory(Generic[Thing]):
    """The things used last, each under the stamp at which it was read.

    A stamp is a number in the database that grows with every change of what the things are read
    from; zero says that nothing has set it yet, and nothing is kept then. Ask for it before you
    read. Whoever asks gets the same thing: nothing personal belongs here, and what may be changed
    by its user is copied.
    """

    def __init__(self, *, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._lock = Lock()

    def recall(self, stamp: int, name: Hashable, read: Callable[[], Thing]) -> Thing:
        """The thing as it was kept, or as `read` reads it now."""
        key = (stamp, name)
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        thing = read()
        self._keep(stamp, name, thing)
        return thing

    def recall_all(
        self,
        stamp: int,
        names: Collection[Hashable],
        read: Callable[[list[Any]], Mapping[Any, Thing]],
    ) -> dict[Any, Thing]:
        """The things of these names; those that are not kept are read at one go."""
        with self._lock:
            kept = self._things
            found = {name: kept[stamp, name] for name in names if (stamp, name) in kept}
        missing = [name for name in names if name not in found]
        found.update(read(missing) if missing else {})
        for name, thing in found.items():
            self._keep(stamp, name, thing)
        return found

    def _keep(self, stamp: int, name: Hashable, thing: Thing) -> None:
        """As the one used last; without a stamp, not at all."""
        if not stamp:
            return
        with self._lock:
            self._things[stamp, name] = thing
            self._things.move_to_end((stamp, name))
            while len(self._things) > self.most:
                self._things.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._things.clear()
