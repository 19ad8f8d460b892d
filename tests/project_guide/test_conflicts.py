"""Who must not review whose work: from data, and because somebody said so."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refused
from people.actions.accounts import join_accounts
from project_guide.actions import conflicts, queue, reviews
from project_guide.models import CoAuthor, DeclaredConflict, ReviewSlot
from project_guide.models.eligibility import claimable, conflict_free, rounds_with_work
from tests.factories.courses import place_in
from tests.factories.people import UserFactory
from tests.factories.projects import make_project, round_of, send, sheet


def may_review(person, review_round):
    """By the three questions that must agree."""
    now = timezone.now()
    answers = {
        conflict_free(person, review_round).exists(),
        claimable(person, review_round, now).exists(),
        bool(rounds_with_work(person, [review_round], now)),
    }
    assert len(answers) == 1
    return answers.pop()


def second_account(person, **fields):
    return UserFactory(first_account=person, **fields)


def test_a_declared_conflict_shuts_out_both_ways(peer_round, peers, sent, coordinator):
    assert may_review(peers[0], peer_round)

    conflicts.declare(peers[0], sent.owner, note="Cousins.", by=coordinator)
    conflicts.declare(sent.owner, peers[1], by=coordinator)

    assert not may_review(peers[0], peer_round)
    assert not may_review(peers[1], peer_round)
    assert may_review(peers[2], peer_round)


def test_a_conflict_with_a_coauthor_counts_named_or_accepted(session, group, peers, coordinator):
    project = make_project(place_in(group))
    friend = UserFactory()
    CoAuthor.objects.create(
        project=project, email=friend.email, person=friend,
        added_at=timezone.now(), accepted_at=timezone.now(),
    )  # fmt: skip
    send(project)
    conflicts.declare(peers[0], friend, by=coordinator)

    assert not may_review(peers[0], round_of(project))


def test_declared_twice_it_stands_once_and_ended_it_is_kept(peer_round, peers, sent, coordinator):
    first = conflicts.declare(peers[0], sent.owner, by=coordinator)
    assert conflicts.declare(peers[0], sent.owner, by=peers[0]) == first

    conflicts.end(first, by=coordinator)
    conflicts.end(first, by=coordinator)

    assert may_review(peers[0], peer_round)
    assert DeclaredConflict.objects.filter(ended_at__isnull=False).count() == 1
    assert conflicts.declare(peers[0], sent.owner, by=coordinator) != first


def test_giving_back_because_one_is_too_near_is_a_declared_conflict(peer_round, peers, sent):
    slot = queue.claim_next(peer_round, by=peers[0])
    queue.give_back(slot, decline="conflict", reason="My neighbour's.", by=peers[0])

    conflict = DeclaredConflict.objects.get()
    assert (conflict.person, conflict.project) == (peers[0], sent)
    assert not conflict_free(peers[0], peer_round).exists()


def test_a_conflict_that_came_up_since_the_claim_stops_the_sheet(
    peer_round, peers, sent, coordinator
):
    slot = queue.claim_next(peer_round, by=peers[0])
    reviews.save(slot.review, sheet(slot.review), edition=0, by=peers[0])
    conflicts.declare(peers[0], sent.owner, by=coordinator)

    with pytest.raises(Refused, match="too near"):
        reviews.submit(slot.review, by=peers[0])
    slot.refresh_from_db()
    assert slot.state == ReviewSlot.State.LEASED


def test_a_second_account_of_the_author_is_the_author(peer_round, sent, peer_group, peers):
    double = place_in(peer_group, second_account(sent.owner)).teacher

    assert not may_review(double, peer_round)
    sent.owner.first_account = peers[0]
    sent.owner.save()
    peers[0].refresh_from_db()
    assert not may_review(peers[0], peer_round)


def test_a_second_account_of_the_tutor_or_of_a_named_coauthor_is_theirs(
    open_rounds, group, tutor, peer_group
):
    project = make_project(place_in(group))
    named = UserFactory()
    CoAuthor.objects.create(project=project, email=named.email.upper(), added_at=timezone.now())
    send(project)
    review_round = round_of(project)

    for original in (tutor, named):
        double = place_in(peer_group, second_account(original)).teacher
        assert not may_review(double, review_round)


def test_a_conflict_declared_for_one_account_holds_for_the_other(
    peer_round, sent, peer_group, peers, coordinator
):
    double = place_in(peer_group, second_account(peers[0])).teacher
    conflicts.declare(peers[0], sent.owner, by=coordinator)

    assert not may_review(double, peer_round)


def test_nobody_has_a_conflict_with_themselves(peers, coordinator):
    double = second_account(peers[0])

    with pytest.raises(Refused, match="own work"):
        conflicts.declare(peers[0], double, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredConflict.objects.create(
            person=peers[0], other=peers[0], declared_by=coordinator, declared_at=timezone.now()
        )


def test_one_person_with_two_accounts_does_not_review_a_work_twice(peer_round, peers, peer_group):
    double = place_in(peer_group, second_account(peers[0])).teacher
    queue.claim_next(peer_round, by=peers[0])

    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(peer_round, by=double)


def test_author_and_reviewer_in_one_round_are_served_both_ways(open_rounds, sent, another):
    """Both have sent, both review: each gets the other's, nobody their own."""
    other = another()
    review_round = round_of(sent)

    mine = queue.claim_next(review_round, by=sent.owner)
    theirs = queue.claim_next(review_round, by=other.owner)

    assert (mine.version.project, theirs.version.project) == (other, sent)


def test_a_conflicted_person_who_claims_gets_nothing_and_leaves_no_trace(
    peer_round, sent, peers, coordinator
):
    conflicts.declare(peers[0], sent.owner, by=coordinator)

    with pytest.raises(Refused, match="nothing for you"):
        queue.claim_next(peer_round, by=peers[0])
    assert not peer_round.slots.filter(reviewer__isnull=False).exists()


def test_naming_an_address_holds_whether_somebody_has_it_or_comes_later(peer_round, peers, sent):
    conflicts.declare_to(sent.owner.email.upper(), by=peers[0])
    assert not may_review(peers[0], peer_round)

    conflicts.declare_to("later@example.org", by=peers[1])
    assert may_review(peers[1], peer_round)
    sent.owner.email = "later@example.org"
    sent.owner.save()
    assert not may_review(peers[1], peer_round)


def test_whom_an_address_names_does_not_review_the_namer_either(peer_round, sent, peers):
    conflicts.declare_to(peers[0].email, by=sent.owner)

    assert not may_review(peers[0], peer_round)


def test_the_page_of_ones_own_conflicts_tells_nothing_of_who_is_here(sign_in, peers, sent):
    client = sign_in(peers[0])
    address = reverse("project_guide:my_conflicts")

    known, unknown = (
        client.post(address, {"email": email, "note": ""}, follow=True).content.decode()
        for email in (sent.owner.email, "nobody@example.org")
    )

    assert "neither of you reviews the other" in known
    assert "neither of you reviews the other" in unknown
    assert sent.owner.last_name not in known
    assert DeclaredConflict.objects.standing().said_by(peers[0]).count() == 2


def test_what_the_coordinator_said_of_me_is_not_on_my_page(sign_in, peers, sent, coordinator):
    conflicts.declare(peers[0], sent.owner, note="A quarrel.", by=coordinator)

    page = sign_in(peers[0]).get(reverse("project_guide:my_conflicts")).content.decode()

    assert "A quarrel." not in page
    assert sent.owner.email not in page


def test_ones_own_address_is_refused_beside_the_field(sign_in, peers):
    answer = sign_in(peers[0]).post(
        reverse("project_guide:my_conflicts"), {"email": peers[0].email}
    )

    assert "own work" in answer.content.decode()
    assert not DeclaredConflict.objects.exists()


@pytest.fixture
def desk(sign_in, coordinator, session):
    client = sign_in(coordinator)
    page = reverse("project_guide:conflicts", args=[session.code])
    return client, page


def test_the_coordinator_names_a_pair_and_ends_it(desk, sent, peers, peer_round, session):
    client, page = desk
    data = {"form": "conflict", "c-one": peers[0].pk, "c-other": sent.owner.pk, "c-note": "Kin."}

    assert "neither of the two" in client.post(page, data, follow=True).content.decode()
    assert not may_review(peers[0], peer_round)

    conflict = DeclaredConflict.objects.get()
    client.post(reverse("project_guide:end_conflict", args=[session.code, conflict.pk]))
    assert may_review(peers[0], peer_round)


def test_the_coordinator_joins_two_accounts_and_parts_them(desk, sent, peers, peer_round, session):
    client, page = desk
    data = {"form": "accounts", "a-one": sent.owner.pk, "a-other": peers[0].pk}

    client.post(page, data)
    peers[0].refresh_from_db()
    assert not may_review(peers[0], peer_round)
    assert "known to be accounts" in client.post(page, data).content.decode()

    client.post(reverse("project_guide:part_accounts", args=[session.code, peers[0].code]))
    peers[0].refresh_from_db()
    assert may_review(peers[0], peer_round)


@pytest.mark.parametrize(
    "data",
    [
        {"form": "conflict", "c-one": "", "c-other": ""},
        {"form": "conflict", "c-one": "999999999", "c-other": "x"},
        {"form": "nothing"},
        {},
    ],
)
def test_nonsense_is_told_beside_the_fields_and_keeps_nothing(desk, data, sent):
    client, page = desk

    assert client.post(page, data).status_code == 200
    assert not DeclaredConflict.objects.exists()


def test_nobody_of_another_session_is_offered(desk, sent, stranger):
    client, page = desk

    answer = client.post(page, {"form": "conflict", "c-one": sent.owner.pk, "c-other": stranger.pk})

    assert stranger.email not in client.get(page).content.decode()
    assert answer.status_code == 200
    assert not DeclaredConflict.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    desk, sent, peers, coordinator, number, django_assert_num_queries
):
    client, page = desk
    for peer in peers[:number]:
        conflicts.declare(peer, sent.owner, by=coordinator)
        second_account(peer, first_name="Same", last_name="Name")
    client.get(page)

    with django_assert_num_queries(12):
        client.get(page)


def test_the_list_goes_out_as_sheets(desk, sent, peers, coordinator, session):
    client, _page = desk
    conflicts.declare(peers[0], sent.owner, note="=1+1", by=coordinator)

    for name in ("conflicts_xlsx", "conflicts_csv"):
        answer = client.get(reverse(f"project_guide:{name}", args=[session.code]))
        assert answer.status_code == 200
    assert "\n=1+1" not in answer.getvalue().decode("utf-8-sig", "replace")


def test_people_of_one_name_are_pointed_out_until_they_are_joined(desk, sent, peers):
    client, page = desk
    peers[0].first_name, peers[0].last_name = sent.owner.first_name, sent.owner.last_name.upper()
    peers[0].save()
    assert "The same name" in client.get(page).content.decode()

    join_accounts(sent.owner, peers[0], by=sent.owner)

    assert "The same name" not in client.get(page).content.decode()


def test_three_accounts_are_joined_to_the_first(peers):
    join_accounts(peers[0], peers[1], by=peers[0])
    peers[1].refresh_from_db()
    join_accounts(peers[2], peers[1], by=peers[0])

    for peer in peers:
        peer.refresh_from_db()
        assert peer.accounts().count() == 3


def test_a_conflict_with_one_account_of_the_author_holds_for_the_other(
    peer_round, sent, peers, coordinator
):
    """Said of an account that is known to be the author's too."""
    first = UserFactory()
    conflicts.declare(peers[0], first, by=coordinator)
    conflicts.declare_to(first.email, by=peers[1])
    assert may_review(peers[0], peer_round)

    join_accounts(first, sent.owner, by=coordinator)

    assert not may_review(peers[0], peer_round)
    assert not may_review(peers[1], peer_round)
