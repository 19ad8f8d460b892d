"""What this process keeps of what it has read, for as long as it stays true."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

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
        if stamp:
            with self._lock:
                self._things[key] = thing
                while len(self._things) > self.most:
                    self._things.popitem(last=False)
        return thing

    def forget(self) -> None:
        with self._lock:
            self._things.clear()
