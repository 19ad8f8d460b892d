"""The sheet page by page: levels, comments, saving, handing in, giving back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from project_guide.actions import queue, submission
from project_guide.models import Review, ReviewSlot
from tests.factories.projects import hand_in
from tests.reading import text_of

State = ReviewSlot.State


@pytest.fixture
def slot(peer_round, peer):
    return queue.claim_next(peer_round, by=peer)


@pytest.fixture
def writer(sign_in, peer, slot):
    """`writer.address("3")` is the third criterion's address for the peer's client."""
    client = sign_in(peer)

    def address(key: str = "") -> str:
        path = reverse("project_guide:sheet", args=[slot.code])
        return f"{path}?criterion={key}" if key else path

    client.address = address
    return client


def test_criterion_by_criterion_without_a_script(writer, slot):
    first = writer.get(writer.address("1"))
    assert "Criterion 1 of 9" in text_of(first)
    assert first.headers["Referrer-Policy"] == "same-origin"

    data = {"level": "1", "comment": "Too wide.", "edition": "0", "step": "next"}
    answer = writer.post(writer.address("1"), data)

    assert answer.url == writer.address("2")
    mark = Review.objects.get(slot=slot).marks.get()
    assert (mark.criterion.code, mark.level, mark.comment) == ("L1", 1, "Too wide.")
    assert "Too wide." in text_of(writer.get(writer.address("1")))


@pytest.mark.parametrize(("step", "key"), [("back", "1"), ("next", "3")])
def test_back_and_next_both_save(writer, slot, step, key):
    answer = writer.post(writer.address("2"), {"level": "2", "edition": "0", "step": step})

    assert answer.url == writer.address(key)
    assert Review.objects.get(slot=slot).marks.get().level == 2


def test_save_and_finish_later_goes_to_the_queue(writer, slot):
    answer = writer.post(writer.address("2"), {"comment": "Half.", "edition": "0", "step": "later"})

    assert answer.url == "/reviews/"
    assert Review.objects.get(slot=slot).marks.get().comment == "Half."


def test_autosave_answers_with_the_new_edition(writer, slot):
    data = {"level": "3", "comment": "", "edition": "0", "step": "autosave"}

    answer = writer.post(writer.address("1"), data)

    assert answer.json()["edition"] == 1
    assert "Saved at" in answer.json()["saved"]
    stale = writer.post(writer.address("1"), data)
    assert stale.status_code == 409
    assert "another window" in stale.json()["refused"]


def test_a_stale_page_keeps_what_was_typed_and_can_be_saved_again(writer, slot):
    writer.post(writer.address("1"), {"level": "3", "comment": "Older.", "edition": "0"})

    stale = writer.post(writer.address("1"), {"level": "1", "comment": "Newer.", "edition": "0"})
    body = text_of(stale)

    assert stale.status_code == 409
    assert "another window" in body
    assert "Older." in body and "Newer." in body
    assert 'name="edition" value="1"' in body
    writer.post(writer.address("1"), {"level": "1", "comment": "Newer.", "edition": "1"})
    assert Review.objects.get(slot=slot).marks.get().comment == "Newer."


STRANGE = ["4", "-1", "nine", "9" * 20, "NaN", "1e309", "٣", "²", "2.5", " "]


@pytest.mark.parametrize("level", STRANGE)
def test_a_level_that_does_not_exist_is_a_sentence(writer, slot, level):
    answer = writer.post(writer.address("1"), {"level": level, "comment": "Kept.", "edition": "0"})

    assert answer.status_code == 200
    assert "Kept." in text_of(answer)
    assert "valid choice" in text_of(answer)
    assert not Review.objects.get(slot=slot).marks.exists()


def test_a_key_criterion_cannot_be_left_out(writer, slot):
    """L3 is a gate of the local rubric."""
    assert "Does not apply" in text_of(writer.get(writer.address("1")))
    body = text_of(writer.get(writer.address("3")))
    assert "key criterion" in body
    assert "Does not apply" not in body

    writer.post(writer.address("3"), {"level": "na", "edition": "0"})
    assert not Review.objects.get(slot=slot).marks.exists()


def test_the_private_note_is_looked_over_too(writer, slot):
    said = {"strengths": "One.", "private_note": "Between us.", "edition": "0"}
    writer.post(writer.address("end"), said)

    assert "Between us." in text_of(writer.get(f"/reviews/{slot.code}/hand-in/"))


def test_giving_back_what_was_handed_in_leads_to_the_sheet(writer, slot):
    hand_in(slot)
    address = reverse("project_guide:give_back", args=[slot.code])

    assert writer.get(address).url == reverse("project_guide:sheet", args=[slot.code])
    late = writer.post(address, {"decline": "other", "reason": "No time at all."})
    assert late.status_code == 409
    assert "No time at all." in text_of(late)


@pytest.mark.parametrize("key", ["0", "10", "99", "x", "²", "-1", "٣", "01", "²"])
def test_there_are_only_as_many_pages_as_criteria(writer, key):
    assert writer.get(writer.address(key)).status_code == 404


def test_the_last_page_says_what_is_missing_and_shows_no_total_before(writer, slot):
    body = text_of(writer.get(reverse("project_guide:hand_in", args=[slot.code])))

    assert "10 things are still missing" in body
    assert "The total appears when" in body
    assert "Yes, hand it in" not in body


def test_a_whole_review_from_the_first_page_to_the_end(writer, slot):
    for number in range(1, 10):
        edition = Review.objects.get(slot=slot).edition
        data = {"level": "2", "comment": "Seen.", "edition": edition, "step": "next"}
        answer = writer.post(writer.address(str(number)), data)
    assert answer.url == writer.address("end")
    said = {
        "strength_1": "A live question.", "strength_2": "Clear stages.",
        "must_fix_1": "Name the dates.", "private_note": "A strong author.",
        "name_shown": "on", "edition": "9", "step": "next",
    }  # fmt: skip
    overview = writer.post(writer.address("end"), said)
    body = text_of(writer.get(overview.url))
    assert "66.66 of 100" in body
    assert "Yes, hand it in" in body

    writer.post(overview.url)

    review = Review.objects.get(slot=slot)
    slot.refresh_from_db()
    assert slot.state == State.SUBMITTED
    assert (review.strengths, review.must_fix) == (
        ["A live question.", "Clear stages."],
        ["Name the dates."],
    )
    assert review.name_shown
    given = text_of(writer.get(writer.address()))
    assert "Your review" in given and "Name the dates." in given


def test_handing_in_twice_hands_in_once(writer, slot, peer):
    hand_in(slot)
    address = reverse("project_guide:hand_in", args=[slot.code])

    for _ in range(2):
        assert writer.post(address).status_code == 302
    assert slot.version.slots.filter(state=State.SUBMITTED).count() == 1


def test_an_incomplete_sheet_is_not_taken(writer, slot):
    answer = writer.post(reverse("project_guide:hand_in", args=[slot.code]), follow=True)

    assert "not complete" in text_of(answer)
    slot.refresh_from_db()
    assert slot.state == State.LEASED


def test_what_was_handed_in_cannot_be_written_on(writer, slot):
    hand_in(slot)

    answer = writer.post(writer.address("1"), {"level": "0", "comment": "No.", "edition": "1"})

    assert "and is fixed" in text_of(answer)
    assert Review.objects.get(slot=slot).marks.first().level == 2


def test_giving_back_wants_a_reason_and_then_the_piece_is_gone(writer, slot, peer):
    address = reverse("project_guide:give_back", args=[slot.code])
    assert "required" in text_of(writer.post(address, {"reason": " "}))

    writer.post(address, {"decline": "conflict", "reason": "I know it."})

    slot.refresh_from_db()
    assert (slot.state, slot.reason) == (State.DECLINED, "I know it.")
    assert writer.get(writer.address()).status_code == 404
    assert writer.post(address, {"reason": "Again."}).status_code == 404


def every_address(slot):
    names = ["sheet", "hand_in", "give_back"]
    found = [reverse(f"project_guide:{name}", args=[slot.code]) for name in names]
    return [*found, reverse("project_guide:review_file", args=[slot.code, 1])]


def test_a_foreign_piece_is_not_there_byte_for_byte(sign_in, slot, peers, tutor, stranger, teacher):
    for person in (peers[1], tutor, stranger, teacher):
        client = sign_in(person)
        missing = client.get("/reviews/AAAAAAAAAAAAAAAAAAAAAAAAAA/")
        assert missing.status_code == 404
        for address in every_address(slot):
            for answer in (client.get(address), client.post(address, {"level": "1"})):
                assert answer.status_code in {404, 405}
                if answer.status_code == 404:
                    assert answer.content == missing.content
    slot.refresh_from_db()
    assert (slot.state, slot.review.edition) == (State.LEASED, 0)


def test_a_piece_that_was_closed_is_gone_but_what_was_typed_is_given_back(writer, slot, sent):
    missing = writer.get("/reviews/AAAAAAAAAAAAAAAAAAAAAAAAAA/")
    submission.withdraw(sent, by=sent.owner)

    for address in every_address(slot):
        assert writer.get(address).content == missing.content
    answer = writer.post(writer.address("1"), {"level": "1", "comment": "An hour of work."})
    assert answer.status_code == 409
    assert "An hour of work." in text_of(answer)
    assert "not with you any more" in text_of(answer)
    assert sent.title not in text_of(answer)


def test_words_that_come_after_the_sheet_was_handed_in_are_given_back(writer, slot):
    hand_in(slot)
    late = {"level": "1", "comment": "A second thought.", "edition": "0"}

    answer = writer.post(writer.address("1"), late)

    assert answer.status_code == 409
    assert "A second thought." in text_of(answer)
    assert "handed in before" in text_of(answer)
    saved = writer.post(writer.address("1"), late | {"step": "autosave"})
    assert "handed in before" in saved.json()["refused"]


def test_a_low_level_without_a_comment_is_not_left_unnoticed(writer):
    low = {"level": "1", "comment": "", "edition": "0", "step": "next"}

    page = text_of(writer.post(writer.address("1"), low, follow=True))

    assert "levels 0 and 1 need a comment" in page.split('class="messages')[1].split("</ul>")[0]


def test_a_late_sheet_is_still_welcome(writer, slot):
    ReviewSlot.objects.filter(pk=slot.pk).update(lease_until=timezone.now())

    assert "still welcome" in text_of(writer.get(writer.address("1")))
    hand_in(slot)
    assert slot.state == State.SUBMITTED


@pytest.mark.parametrize("filled", [0, 9])
def test_a_page_of_the_sheet_costs_at_most_ten_queries(
    writer, slot, filled, django_assert_max_num_queries
):
    for number in range(1, filled + 1):
        edition = Review.objects.get(slot=slot).edition
        writer.post(writer.address(str(number)), {"level": "2", "edition": edition})

    for key in ("1", "end"):
        with django_assert_max_num_queries(10):
            assert writer.get(writer.address(key)).status_code == 200
