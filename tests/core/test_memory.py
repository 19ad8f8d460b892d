"""What a process keeps of what it has read."""

from core.memory import Memory


class Reader:
    """Reads a new thing each time, and counts."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.times


def test_a_thing_is_read_once_under_one_stamp():
    memory, read = Memory(most=2), Reader()

    assert [memory.recall(7, "a", read), memory.recall(7, "a", read)] == [1, 1]
    assert memory.recall(8, "a", read) == 2


def test_without_a_stamp_nothing_is_kept():
    memory, read = Memory(most=2), Reader()

    assert [memory.recall(0, "a", read), memory.recall(0, "a", read)] == [1, 2]


def test_what_was_not_used_longest_goes_first():
    memory, read = Memory(most=2), Reader()
    for name in ("a", "b", "a", "c"):
        memory.recall(7, name, read)

    assert read.times == 3
    memory.recall(7, "a", read)
    assert read.times == 3
    memory.recall(7, "b", read)
    assert read.times == 4


def test_what_could_not_be_read_is_not_kept():
    memory, read = Memory(most=2), Reader()

    def fail():
        raise LookupError

    for attempt in (fail, read):
        try:
            memory.recall(7, "a", attempt)
        except LookupError:
            continue

    assert memory.recall(7, "a", read) == 1


def test_many_things_are_read_at_one_go_and_only_those_not_kept():
    memory, asked = Memory(most=3), []

    def read(names):
        asked.append(names)
        return {name: name.upper() for name in names if name != "gone"}

    assert memory.recall_all(7, ["a", "b", "gone"], read) == {"a": "A", "b": "B"}
    assert memory.recall_all(7, ["a", "b"], read) == {"a": "A", "b": "B"}
    assert memory.recall_all(7, ["b", "c"], read) == {"b": "B", "c": "C"}
    assert asked == [["a", "b", "gone"], ["c"]]
    assert memory.recall_all(0, ["a"], read) == {"a": "A"}
    assert asked[-1] == ["a"]
