"""Two texts word by word: the promise is that nothing of either is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.differences import Kind, plain, runs
from core.stretches import AROUND, LEAST_FOLDED, folded

ODD = st.text(alphabet="ab яЙ\u0306и'’-.,\n\r\t \u00a0<>&", max_size=60)
TEXTS = st.one_of(ODD, st.text(max_size=80), st.lists(ODD, max_size=8).map("\n".join))


def joined(found, *kinds):
    return "".join(run.text for run in found if run.kind in kinds)


def told(before, after, **how):
    return [(run.kind.value, run.text) for run in runs(before, after, **how)]


@given(TEXTS, TEXTS, st.booleans())
def test_both_texts_can_be_read_from_the_runs(before, after, by_lines):
    found = runs(before, after, by_lines=by_lines)

    assert joined(found, Kind.EQUAL, Kind.DELETED) == plain(before)
    assert joined(found, Kind.EQUAL, Kind.INSERTED) == plain(after)
    assert all(run.text for run in found)
    assert joined(found, *Kind) == joined(
        [run for stretch in folded(found) for run in stretch.runs], *Kind
    )


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert joined(runs(text, text), Kind.DELETED, Kind.INSERTED) == ""


def test_a_word_is_told_and_its_neighbours_are_left():
    assert told("Pupils count birds every day.", "Pupils count trees every day.") == [
        ("equal", "Pupils count "),
        ("deleted", "birds "),
        ("inserted", "trees "),
        ("equal", "every day."),
    ]


def test_what_is_added_at_the_end_does_not_touch_the_last_word():
    assert told("A common map.", "A common map. And a letter.") == [
        ("equal", "A common map."),
        ("inserted", " And a letter."),
    ]


def test_lines_keep_their_structure():
    assert told("Recognise ten species.\nKeep a record.", "Recognise ten species.") == [
        ("equal", "Recognise ten species."),
        ("deleted", "\nKeep a record."),
    ]
    assert told("8\nC++", "8\nC++\n9", by_lines=True) == [
        ("equal", "8\nC++"),
        ("inserted", "\n9"),
    ]


def test_a_small_word_between_two_changes_belongs_to_them():
    found = told(
        "The whole class counts sparrows and crows.", "The whole class counts ants and flies."
    )

    assert found[1:3] == [("deleted", "sparrows and crows"), ("inserted", "ants and flies")]


def test_a_text_written_anew_is_not_torn_into_crumbs():
    assert told("One map of all the towns.", "Letters that pupils of a school send.") == [
        ("deleted", "One map of all the towns."),
        ("inserted", "Letters that pupils of a school send."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("мо\u0438\u0306 край", "мой край"),
        ("two  words", "two words "),
        ("one\r\ntwo", "one\ntwo"),
        ("не\u00a0более", "не более"),
    ],
)
def test_how_a_text_was_typed_is_no_difference(before, after):
    assert plain(before) == plain(after)
    assert {kind for kind, _text in told(before, after)} == {"equal"}


def test_ukrainian_apostrophes_and_hyphens_stand_inside_words():
    assert told("Дітям п'ять років, будь-що.", "Дітям п'ятнадцять років, будь-що.")[1] == (
        "deleted",
        "п'ять ",
    )


def test_a_long_unchanged_piece_is_folded_between_the_changes():
    middle = " ".join(f"word{number}" for number in range(2 * AROUND + LEAST_FOLDED))
    stretches = folded(runs(f"Old {middle} end.", f"New {middle} finish."))

    assert [stretch.folded for stretch in stretches] == [0, LEAST_FOLDED, 0]
    assert stretches[0].runs[-1].text.split()[-1] == f"word{AROUND - 1}"
    assert stretches[2].runs[0].text.split()[0] == f"word{AROUND + LEAST_FOLDED}"


def test_a_short_unchanged_piece_stays_open():
    middle = " ".join(f"word{number}" for number in range(2 * AROUND + LEAST_FOLDED - 1))

    assert len(folded(runs(f"Old {middle} end.", f"New {middle} finish."))) == 1


def test_a_long_beginning_and_a_long_end_are_folded_too():
    many = " ".join(f"word{number}" for number in range(AROUND + LEAST_FOLDED))

    stretches = folded(runs(f"{many} old {many}", f"{many} new {many}"))

    assert [stretch.folded for stretch in stretches] == [LEAST_FOLDED, 0, LEAST_FOLDED]


def test_texts_of_too_many_like_words_are_compared_by_lines_then_not_at_all():
    lines = [" ".join("да нет"[: 2 + number % 3] for _ in range(60)) for number in range(40)]
    changed = ["совсем другое", *lines[:20], "вставка", *lines[20:], "ещё другое"]
    found = runs("\n".join(["иное", *lines, "конец"]), "\n".join(changed))
    assert ("inserted", "вставка\n") in [(run.kind.value, run.text) for run in found]

    started = time.perf_counter()
    many = runs("иное\n" + "a\nb\n" * 2000 + "конец", "новое\n" + "b\na\n" * 2000 + "другое")
    assert [run.kind for run in many] == [Kind.DELETED, Kind.INSERTED]
    assert time.perf_counter() - started < 1
