"""Two cards field by field, in the order and the words in which the card is read."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.differences import Kind
from project_guide.comparison import SETS, How, compare, compare_stages
from project_guide.models.card import CARD_FIELDS, SECTIONS
from project_guide.models.review_copy import SHOWN
from tests.factories.projects import CARD, NETWORK, STAGE

WHOLE = {**CARD, **NETWORK, "links": ["https://a.example/"], "could_become_network": "no"}


def told(change):
    return [(run.kind.value, run.text) for stretch in change.stretches for run in stretch.runs]


def one(**changed):
    (change,) = compare(CARD, {**CARD, **changed})
    return change


def stages(*titles, **fields):
    return [{**STAGE, "title": title, "task": f"Task of {title}.", **fields} for title in titles]


def moves(before, after):
    return [(change.label, change.how, change.note) for change in compare_stages(before, after)]


def test_cards_that_are_the_same_have_no_changes():
    assert compare(WHOLE, dict(WHOLE)) == []


def test_every_field_of_a_card_is_compared():
    """A field that is added to the card and forgotten here would change unseen."""
    assert set(chain.from_iterable(SECTIONS.values())) == set(CARD_FIELDS)
    assert set(WHOLE) == set(CARD_FIELDS)
    assert len(compare(WHOLE, {})) == len(CARD_FIELDS) - 1 + len(WHOLE["stages"])


def test_changes_come_in_the_order_of_the_card():
    after = {**CARD, "safety": "Faces only from behind.", "title": "Birds and trees", "weeks": 6}

    assert [change.label for change in compare(CARD, after)] == [
        "Title", "Duration in weeks", "Safety and copyright",
    ]  # fmt: skip


def test_a_text_is_told_word_by_word():
    assert told(one(title="Birds of our village")) == [
        ("equal", "Birds of our "), ("deleted", "town"), ("inserted", "village"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [("", "A map.", How.ADDED), ("A map.", "", How.REMOVED), ("A map.", "A plan.", How.CHANGED)],
)
def test_from_empty_to_filled_and_back(before, after, how):
    (change,) = compare({"tools": before}, {"tools": after})

    assert change.how == how


def test_a_number_that_was_not_there_is_added():
    assert one(capacity=20).how == How.ADDED
    assert told(one(weeks=14)) == [("deleted", "4"), ("inserted", "14")]


def test_choices_are_told_by_their_labels():
    assert told(one(licence="cc-by-sa"))[1][1].startswith("CC BY-SA")
    assert told(one(names_shown=False)) == [("deleted", "Yes"), ("inserted", "No")]
    assert ("inserted", "\nChemistry") in told(one(subjects=["biology", "geography", "chemistry"]))


@pytest.mark.parametrize("name", ["subjects", "languages", "tags", "links"])
def test_the_order_of_a_set_says_nothing(name):
    assert compare({name: ["b", "a"]}, {name: ["a", "b"]}) == []


@given(
    st.lists(st.sampled_from("abcd"), unique=True), st.lists(st.sampled_from("abcd"), unique=True)
)
def test_a_set_tells_what_came_and_what_went(before, after):
    found = [run for change in compare({"tags": before}, {"tags": after}) for run in told(change)]

    for kind, expected in (("deleted", {*before} - {*after}), ("inserted", {*after} - {*before})):
        assert {word for one, text in found if one == kind for word in text.split()} == expected


def test_goals_are_told_line_by_line():
    change = one(goals="Recognise twelve species.\nKeep a record.\nDraw a map.")

    assert told(change)[-1] == ("inserted", "\nDraw a map.")
    assert ("deleted", "ten ") in told(change)


def test_a_stage_that_came_in_moves_nobody():
    before = stages("Observe", "Compare")

    assert moves(before, [*stages("Meet"), *before]) == [("Stage 1: Meet", How.ADDED, "")]
    assert moves(before, before[1:]) == [("Observe", How.REMOVED, "It was stage 1.")]


def test_a_moved_stage_is_told_as_moved_once():
    first, second, third = stages("Observe", "Compare", "Publish")

    assert moves([first, second, third], [third, first, second]) == [
        ("Stage 1: Publish", How.MOVED, "It was stage 3.")
    ]


def test_the_fields_inside_a_moved_stage_are_compared():
    first, second = stages("Observe", "Compare")
    changed = {**second, "task": "Count the frogs for a week.", "week": 2}

    (change,) = compare_stages([first, second, *stages("End")], [changed, first, *stages("End")])

    assert (change.how, [part.label for part in change.parts]) == (How.MOVED, ["Week", "Task"])


def test_a_renamed_stage_is_known_by_its_task_wherever_it_stands():
    before = stages("Observe", "Compare")
    after = [*stages("Meet"), before[0], {**before[1], "title": "Put side by side"}]

    assert moves(before, after) == [
        ("Stage 1: Meet", How.ADDED, ""),
        ("Stage 3: Put side by side", How.CHANGED, ""),
    ]


def test_two_stages_of_one_title_are_two():
    same = stages("Observe", "Observe")

    assert moves(same, same) == []
    assert [how for _label, how, _note in moves(same, same[:1])] == [How.REMOVED]


@given(st.permutations(["Observe", "Compare", "Publish", "Meet"]), st.integers(0, 4))
def test_every_stage_is_told_at_most_once(titles, kept):
    before, after = stages("Observe", "Compare", "Publish", "Meet"), stages(*titles[:kept], "New")

    labels = [change.label for change in compare_stages(before, after)]

    assert len(labels) == len(set(labels))
    assert [label for label in labels if label.endswith("New")] or kept < 4


def test_what_is_not_named_is_not_looked_at():
    """Every field, known or not yet invented, changes; a reviewer hears of the allowed ones."""
    marked = {name: f"mark-{name}" for name in ("names_shown", "no_pupils_data", "letter", "new")}
    before = {**CARD, **dict.fromkeys(marked, "mark-old")}
    after = {**CARD, **marked, "title": "Trees"}

    found = compare(before, after, shown=SHOWN)

    assert [change.label for change in found] == ["Title"]
    assert "mark-" not in repr(found)


def test_a_comparison_is_plain_data():
    def plain(value):
        if isinstance(value, tuple | list):
            return all(map(plain, value))
        if hasattr(value, "__dataclass_fields__"):
            return all(plain(getattr(value, name)) for name in value.__dataclass_fields__)
        return type(value) in {str, int, How, Kind}

    assert plain(compare(WHOLE, {"title": "Trees", "stages": stages("New")}))


def test_sets_are_fields_of_the_card():
    assert set(CARD_FIELDS) >= SETS
