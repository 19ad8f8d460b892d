"""A version that comes back: first to those who know it, with remarks, answers and the letter."""

from dataclasses import fields, is_dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from core.refusals import Refused
from people.models import Membership
from project_guide.actions import conflicts, queue, release
from project_guide.earlier import earlier_of
from project_guide.models import ProjectVersion, Remark, Review, ReviewRound, ReviewSlot, Verdict
from tests.factories.people import member
from tests.factories.projects import (
    decided,
    in_expert_review,
    make_project,
    review_by,
    round_of,
    send,
)

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def version(open_rounds, enrolment, peers, coordinator):
    ReviewRound.objects.update(invites=False)
    return in_expert_review(make_project(enrolment), peers[0], coordinator)


@pytest.fixture
def returned(version, expert, coordinator):
    """Sent back by a decision upon the expert's sheet; the remarks are answered."""
    decided(version, expert, coordinator, Verdict.REVISE)
    project = version.project
    for remark in Remark.objects.filter(answered_at=None):
        release.answer(remark, "answer-canary", outcome="not_done", by=project.owner)
    project.refresh_from_db()
    return project


@pytest.fixture
def other_expert(centre):
    return member("expert", centre)


def place(version):
    return version.slots.get(round__reviewers="expert", state=ReviewSlot.State.OPEN)


def test_it_is_kept_for_the_expert_who_knows_it(returned, expert, other_expert):
    back = send(returned)
    kept, review_round = place(back), round_of(returned, "expert")

    assert kept.reserved_for == expert
    days = (kept.reserved_until - timezone.now()) / timedelta(days=1)
    assert days == pytest.approx(3, abs=0.1)
    told = Notice.objects.get(recipient=expert, title__contains="has come back")
    assert Notice.objects.filter(recipient=other_expert).count() == 0
    assert returned.owner.last_name not in told.title + told.text
    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(review_round, by=other_expert)
    assert queue.claim_next(review_round, by=expert) == kept


def test_after_the_kept_days_anybody_may_take_it(returned, other_expert):
    back = send(returned)
    ReviewSlot.objects.filter(pk=place(back).pk).update(reserved_until=timezone.now())

    taken = queue.claim_next(round_of(returned, "expert"), by=other_expert)

    assert taken.version == back


@pytest.mark.parametrize("why", ["no days", "role ended", "conflict", "at the cap"])
def test_it_is_kept_for_nobody_who_cannot_take_it(
    returned, expert, other_expert, coordinator, enrolment, why
):
    if why == "no days":
        ReviewRound.objects.update(keep_days=0)
    elif why == "role ended":
        Membership.objects.filter(person=expert).update(until=timezone.now())
    elif why == "conflict":
        conflicts.declare(expert, enrolment.teacher, by=coordinator)
    else:
        ReviewRound.objects.update(load_cap=1)

    back = send(returned)

    assert place(back).reserved_for is None
    assert not Notice.objects.filter(title__contains="has come back").exists()
    assert Notice.objects.filter(recipient=other_expert, title__contains="waits").exists()


def test_the_first_time_with_the_experts_nothing_is_kept(version):
    assert place(version).reserved_for is None


def test_the_reviewer_reads_remarks_answers_and_letter_without_names(
    sign_in, returned, expert, peers
):
    send(returned, letter="letter-canary")
    slot = queue.claim_next(round_of(returned, "expert"), by=expert)
    address = reverse("project_guide:sheet", args=[slot.code])

    page = sign_in(expert).get(address).content.decode()

    for words in ("letter-canary", "answer-canary", "Reviewer A", "Expert A", "Not done"):
        assert words in page
    assert page.count("your review") == 1  # the expert's own is marked, the peer's is not
    for person in (peers[0], returned.owner):
        assert person.last_name not in page and person.email not in page


def test_a_first_version_shows_no_letter(sign_in, sent, peers, peer_round):
    ProjectVersion.objects.update(letter="letter-canary")
    slot = queue.claim_next(peer_round, by=peers[0])

    page = sign_in(peers[0]).get(reverse("project_guide:sheet", args=[slot.code]))

    assert "letter-canary" not in page.content.decode()
    assert earlier_of(slot) is None


def test_what_was_said_before_is_plain_data(returned, expert):
    send(returned)
    slot = queue.claim_next(round_of(returned, "expert"), by=expert)

    def plain(value):
        if isinstance(value, tuple):
            return all(map(plain, value))
        if is_dataclass(value):
            return all(plain(getattr(value, one.name)) for one in fields(value))
        return type(value) in {str, int, bool}

    earlier = earlier_of(slot)
    assert plain(earlier)
    assert [sheet.is_mine for sheet in earlier.sheets] == [False, True]


def test_remarks_not_yet_given_to_the_author_are_not_shown(version, expert, peers):
    slot = queue.claim_next(round_of(version.project, "expert"), by=expert)
    assert len(earlier_of(slot).sheets) == 1

    Review.objects.update(released_at=None)

    assert earlier_of(slot) is None


def test_the_page_costs_the_same_for_one_and_two_earlier_sheets(
    sign_in, returned, expert, django_assert_num_queries
):
    send(returned)
    slot = queue.claim_next(round_of(returned, "expert"), by=expert)
    address = f"{reverse('project_guide:sheet', args=[slot.code])}?criterion=1"
    client = sign_in(expert)
    client.get(address)
    with django_assert_num_queries(13):
        assert len(client.get(address).context["earlier"].sheets) == 2
    Review.objects.filter(slot__reviewer=expert).update(released_at=None)
    with django_assert_num_queries(13):
        assert len(client.get(address).context["earlier"].sheets) == 1


def test_an_author_is_warned_of_a_name_in_the_letter_and_may_send_all_the_same(sign_in, returned):
    client = sign_in(returned.owner)
    address = reverse("project_guide:send", args=[returned.code])
    typed = {"key": KEY, "letter": f"All is mended. {returned.owner.last_name}"}

    warned = client.post(address, typed)

    assert warned.status_code == 200
    page = warned.content.decode()
    assert f"Reviewers would read: {returned.owner.last_name}." in page
    assert "Send the letter as it is" in page and "All is mended." in page
    assert returned.versions.count() == 2
    assert client.post(address, {**typed, "as_it_is": "on"}).status_code == 302
    assert returned.versions.count() == 3


def test_a_letter_without_a_name_goes_at_once(sign_in, returned):
    client = sign_in(returned.owner)
    address = reverse("project_guide:send", args=[returned.code])
    assert "Send the letter as it is" not in client.get(address).content.decode()

    assert client.post(address, {"key": KEY, "letter": "All is mended."}).status_code == 302


def test_an_author_is_warned_of_a_name_in_an_answer(sign_in, returned):
    remark = Remark.objects.first()
    Remark.objects.filter(pk=remark.pk).update(answer=f"Ask {returned.owner.email}.")

    page = sign_in(returned.owner).get(reverse("project_guide:send", args=[returned.code]))

    text = page.content.decode()
    assert f"<mark>{returned.owner.email}</mark>" in text
    assert f"#remark-{remark.pk}" in text


def test_what_was_not_done_as_asked_has_its_reason(returned):
    remark = Remark.objects.first()

    with pytest.raises(Refused, match="Say why"):
        release.answer(remark, "  ", outcome="not_done", by=returned.owner)
    release.answer(remark, "It stays.", outcome="not_done", by=returned.owner)

    remark.refresh_from_db()
    assert remark.get_outcome_display() == "Not done"


def test_a_peer_of_the_first_round_sees_the_expert_round_of_nobody(sign_in, returned, peers):
    """Who reviewed version 1 reads their own sheet, and nothing of what came later."""
    send(returned, letter="letter-canary")
    slot = ReviewSlot.objects.get(reviewer=peers[0])

    page = sign_in(peers[0]).get(reverse("project_guide:sheet", args=[slot.code])).content.decode()

    assert "letter-canary" not in page and "Expert A" not in page


def test_review_of_the_version_that_came_back_can_be_handed_in(returned, expert):
    back = send(returned)

    review_by(expert, round_of(returned, "expert"))

    assert back.slots.filter(state=ReviewSlot.State.SUBMITTED).count() == 1
