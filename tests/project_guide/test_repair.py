"""The night finds what is at risk, and proposes; only what a coordinator accepts happens."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice
from core.refusals import Refused
from project_guide.actions import conflicts, queue, repair_moves, reviews
from project_guide.actions.repair import repair
from project_guide.models import Expertise, Pause, ProjectVersion, RepairMove, RepairRun, ReviewSlot
from project_guide.models.at_risk import Situation
from project_guide.models.nearness import too_near
from project_guide.tasks import expire_leases, repair_rounds
from tests.factories.anchors import calibrate, give_anchors
from tests.factories.courses import make_group, place_in
from tests.factories.people import CentreFactory, UserFactory, member
from tests.factories.projects import review_by, round_of, sheet

State = ReviewSlot.State
Answer = RepairMove.State
Why = RepairMove.Why


@pytest.fixture
def closing(peer_round):
    """The round closes before a lease that began now would be over."""
    peer_round.closes_at = timezone.now() + timedelta(days=2)
    peer_round.save()
    return peer_round


def tonight(review_round, **time):
    return repair(review_round, now=timezone.now() + timedelta(**time))


def places(review_round):
    """Everything of the slots that a move could change."""
    rows = review_round.slots.order_by("pk")
    return list(rows.values_list("pk", "state", "reviewer", "reserved_for"))


# --- what is at risk ------------------------------------------------------------------------


def test_while_there_is_time_nothing_is_proposed(peer_round, peers):
    run = tonight(peer_round)

    assert (run.at_risk, run.left, run.price, run.moves.count()) == ({}, 0, 0, 0)


def test_open_places_are_at_risk_when_the_promised_date_is(peer_round, peers):
    ProjectVersion.objects.update(pooled_at=timezone.now() - timedelta(days=8))
    peer_round.opens_at = timezone.now() - timedelta(days=20)
    peer_round.save()
    run = tonight(peer_round)

    assert set(run.at_risk.values()) == {Why.PROMISE}
    assert {move.to_reviewer for move in run.moves.all()} < set(peers)
    assert run.moves.count() == 2


def test_open_places_are_at_risk_when_the_round_closes_soon(closing, peers):
    assert set(tonight(closing).at_risk.values()) == {Why.CLOSING}


def test_a_place_whose_reviewer_was_late_is_at_risk(peer_round, peers):
    slot = queue.claim_next(peer_round, by=peers[0])
    with time_machine.travel(slot.lease_until + timedelta(minutes=1), tick=False):
        expire_leases()
        run = tonight(peer_round)

    assert set(run.at_risk.values()) == {Why.OVERDUE}
    assert {move.to_reviewer for move in run.moves.all()} == set(peers[1:])


def test_a_place_that_no_expert_takes_for_days_is_at_risk(session, sent, expert):
    review_round = round_of(sent, "expert")
    slot = sent.latest().slots.create(
        round=review_round, code="x" * 26, author=sent.owner, opened_at=timezone.now()
    )

    assert not tonight(review_round).moves.exists()
    move = tonight(review_round, days=3).moves.get()
    assert (move.slot, move.to_reviewer, move.why) == (slot, expert, Why.NO_EXPERT)


def test_what_its_reviewer_is_too_near_to_hand_in_is_at_risk(peer_round, peers, coordinator):
    slot = queue.claim_next(peer_round, by=peers[0])
    conflicts.declare_about(slot.version.project, person=peers[0], by=coordinator)
    move = tonight(peer_round).moves.get()

    assert (move.slot, move.from_reviewer, move.why) == (slot, peers[0], Why.CONFLICT)
    assert repair_moves.accept(move, by=coordinator)
    slot.refresh_from_db()
    assert (slot.state, slot.replaced_by.reserved_for) == (State.DECLINED, move.to_reviewer)


# --- what is proposed -----------------------------------------------------------------------


def test_nothing_happens_in_the_night_itself(closing, peers):
    before = places(closing)

    assert tonight(closing).moves.count() == 2
    assert places(closing) == before


def test_a_night_has_one_run_and_the_same_rows(closing, peers):
    first = tonight(closing)
    rows = list(first.moves.values())
    repair_rounds()
    repair_rounds()

    assert RepairRun.objects.filter(round=closing).get() == first
    assert list(first.moves.values()) == rows
    assert Notice.objects.filter(key__startswith="moves:").count() == 0  # no coordinator here


def test_the_same_run_says_the_same_when_it_is_made_anew(closing, peers, another):
    another()
    another()

    def moves(run):
        return list(run.moves.values_list("slot", "to_reviewer", "why", "price"))

    first = tonight(closing)
    rows, price = moves(first), first.price
    first.delete()
    again = tonight(closing, minutes=5)

    assert (moves(again), again.price) == (rows, price)
    assert len(rows) == 6


def test_the_next_night_takes_the_place_of_what_was_not_answered(closing, peers, coordinator):
    first = tonight(closing)
    repair_moves.refuse(first.moves.first(), by=coordinator)
    refused = first.moves.first()
    second = tonight(closing, days=1)

    assert set(first.moves.values_list("state", flat=True)) == {Answer.REFUSED, Answer.OUTDATED}
    pairs = set(second.moves.values_list("slot__version", "to_reviewer"))
    assert pairs and (refused.slot.version_id, refused.to_reviewer_id) not in pairs


def test_no_conflict_arc_is_used_and_nobody_is_above_the_cap(closing, peers, another, coordinator):
    projects = [another() for _ in range(4)]
    closing.load_cap = 2
    closing.save()
    conflicts.declare(peers[0], projects[0].owner, by=coordinator)
    review_by(peers[1], closing)
    run = tonight(closing)

    near = too_near(closing, [move.to_reviewer for move in run.moves.all()])
    moves = run.moves.select_related("slot__version")
    assert not {(move.slot.version.project_id, move.to_reviewer_id) for move in moves} & near
    seen = set(closing.slots.live().values_list("version", "reviewer"))
    assert not {(move.slot.version_id, move.to_reviewer_id) for move in moves} & seen
    for person in {move.to_reviewer for move in moves}:
        had = closing.slots.live().filter(reviewer=person).count()
        assert had + moves.filter(to_reviewer=person).count() <= 2
    assert len(moves) == 9


def test_a_place_for_which_nobody_is_left_is_counted(closing):
    run = tonight(closing)

    assert (run.left, run.moves.count()) == (2, 0)


@pytest.fixture
def chain(closing, peers, another):
    """`peers[0]` holds another's piece; of the project at risk only they have seen nothing."""
    ReviewSlot.objects.filter(round=closing, state=State.OPEN).update(
        reserved_for=peers[0], reserved_until=timezone.now() - timedelta(days=1)
    )
    other = another()
    closing.slots.filter(version__project=other).exclude(
        pk=closing.slots.filter(version__project=other).first().pk
    ).delete()
    closing.slots.exclude(version__project=other).update(
        reserved_for=peers[1], reserved_until=timezone.now() + timedelta(minutes=1)
    )
    held = queue.claim_next(closing, by=peers[0])
    assert held.version.project == other
    closing.slots.update(reserved_for=None, reserved_until=None)
    closing.load_cap = 1
    closing.save()
    return held


def bar_others(review_round, peers, coordinator):
    """Only `peers[0]` may take the projects that are at risk."""
    for slot in review_round.slots.filter(state=State.OPEN):
        for person in peers[1:]:
            conflicts.declare_about(slot.version.project, person=person, by=coordinator)


def test_work_not_begun_stays_while_there_is_another_way(chain, closing):
    moves = tonight(closing).moves.all()

    assert moves and not any(move.from_reviewer for move in moves)


def test_work_not_begun_moves_when_nobody_else_could_take_what_is_at_risk(
    chain, closing, peers, coordinator
):
    bar_others(closing, peers, coordinator)
    for owner in [slot.author for slot in closing.slots.all()]:
        for slot in closing.slots.all():
            if slot.author != owner:
                conflicts.declare_about(slot.version.project, person=owner, by=coordinator)
    moves = {move.why: move for move in tonight(closing).moves.all()}

    assert set(moves) == {Why.MAKES_ROOM, Why.CLOSING}
    assert (moves[Why.MAKES_ROOM].slot, moves[Why.MAKES_ROOM].from_reviewer) == (chain, peers[0])
    assert moves[Why.CLOSING].to_reviewer == peers[0]
    assert moves[Why.MAKES_ROOM].price > 100 > moves[Why.CLOSING].price


@pytest.mark.parametrize("begun", ["a word in the sheet", "half of the time"])
def test_begun_work_never_moves(chain, closing, peers, coordinator, begun):
    bar_others(closing, peers, coordinator)
    hours = 40
    if begun == "a word in the sheet":
        reviews.save(chain.review, sheet(chain.review), edition=0, by=peers[0])
        hours = 1

    assert not any(move.from_reviewer for move in tonight(closing, hours=hours).moves.all())


def test_the_night_reads_as_much_for_many_as_for_few(
    closing, peers, another, session, django_assert_num_queries
):
    with django_assert_num_queries(14):
        Situation(closing, timezone.now()).barred()
    for number in range(3):
        another()
        place_in(make_group(session, name=f"More {number}"))
    with django_assert_num_queries(14):
        Situation(closing, timezone.now()).barred()


# --- what a coordinator does ----------------------------------------------------------------


@pytest.fixture
def move(closing, peers, coordinator):
    return tonight(closing).moves.first()


def test_an_accepted_place_is_kept_for_the_person_who_is_asked(move, closing, peers, coordinator):
    assert repair_moves.accept(move, by=coordinator)

    slot, person = ReviewSlot.objects.get(pk=move.slot_id), move.to_reviewer
    assert (slot.state, slot.reserved_for) == (State.OPEN, person)
    assert slot.reserved_until > timezone.now() + timedelta(hours=47)
    notice = Notice.objects.get(recipient=person)
    assert notice.path == reverse("project_guide:reviews")
    assert slot.version.card["title"] not in notice.title + notice.text
    assert queue.claim_next(closing, by=person) == slot


def test_the_place_that_is_kept_is_the_one_that_is_taken(closing, peers, coordinator):
    """Also when another place of the same version is open for everybody and older."""
    move = tonight(closing).moves.latest("slot")
    assert repair_moves.accept(move, by=coordinator)

    assert queue.claim_next(closing, by=move.to_reviewer) == move.slot


def test_a_moved_piece_is_given_back_and_kept_for_the_other(chain, closing, peers, coordinator):
    move = RepairMove.objects.create(
        run=tonight(closing), position=9, slot=chain, from_reviewer=peers[0],
        to_reviewer=peers[1], why=Why.MAKES_ROOM, price=101,
    )  # fmt: skip
    assert repair_moves.accept(move, by=coordinator)

    chain.refresh_from_db()
    assert (chain.state, chain.replaced_by.reserved_for) == (State.DECLINED, peers[1])
    assert "somebody else" in chain.reason
    assert Notice.objects.filter(recipient=peers[0]).count() == 1
    assert queue.claim_next(closing, by=peers[1]) == chain.replaced_by


def take_it(move, by):
    ReviewSlot.objects.exclude(pk=move.slot_id).filter(state=State.OPEN).update(state="cancelled")
    queue.claim_next(move.run.round, by=by)


CHANGES = {
    "somebody took it": lambda move, other, by: take_it(move, other),
    "it is kept for another": lambda move, other, by: ReviewSlot.objects.update(
        reserved_for=other, reserved_until=timezone.now() + timedelta(days=1)
    ),
    "the person left": lambda move, other, by: move.to_reviewer.enrolments.update(
        state="withdrawn"
    ),
    "a conflict came up": lambda move, other, by: conflicts.declare_about(
        move.slot.version.project, person=move.to_reviewer, by=by
    ),
    "the round closed": lambda move, other, by: type(move.run.round).objects.update(
        closes_at=timezone.now()
    ),
    "the cap fell": lambda move, other, by: type(move.run.round).objects.update(load_cap=0),
    "the authors have the sheets": lambda move, other, by: type(
        move.slot.version.project
    ).objects.update(state="revision"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_since_the_night_makes_it_outdated(move, peers, coordinator, change):
    other = next(peer for peer in peers if peer != move.to_reviewer)
    CHANGES[change](move, other, coordinator)
    before = places(move.run.round)

    assert repair_moves.accept(RepairMove.objects.get(pk=move.pk), by=coordinator) is False
    move.refresh_from_db()
    assert move.state == Answer.OUTDATED
    assert places(move.run.round) == before


def test_a_piece_begun_since_the_night_stays(chain, closing, peers, coordinator):
    move = RepairMove.objects.create(
        run=tonight(closing), position=9, slot=chain, from_reviewer=peers[0],
        to_reviewer=peers[1], why=Why.MAKES_ROOM, price=101,
    )  # fmt: skip
    reviews.save(chain.review, sheet(chain.review), edition=0, by=peers[0])

    assert repair_moves.accept(move, by=coordinator) is False
    chain.refresh_from_db()
    assert chain.state == State.LEASED


def test_two_moves_together_stay_below_the_cap(closing, peers, another, coordinator):
    """What is kept for a person counts before they take it."""
    another()
    run = tonight(closing)
    closing.load_cap = 1
    closing.save()
    run.moves.exclude(slot__version=run.moves.first().slot.version).update(
        to_reviewer=run.moves.first().to_reviewer
    )
    twice = list(run.moves.filter(to_reviewer=run.moves.first().to_reviewer))

    assert [repair_moves.accept(move, by=coordinator) for move in twice][:2] == [True, False]


def test_an_answer_is_final(move, coordinator):
    repair_moves.refuse(move, by=coordinator)

    with pytest.raises(Refused):
        repair_moves.accept(RepairMove.objects.get(pk=move.pk), by=coordinator)
    assert not ReviewSlot.objects.filter(reserved_for__isnull=False).exists()


# --- the page -------------------------------------------------------------------------------


def address(session, name="moves", *more):
    return reverse(f"project_guide:{name}", args=[session.code, *more])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_coordinator_is_told_once_and_answers_one_by_one_or_all(
    sign_in, closing, peers, coordinator, another
):
    another()
    repair_rounds()
    client, session = sign_in(coordinator), closing.session
    assert Notice.objects.get(recipient=coordinator).path == address(session)
    page = text_of(client.get(address(session)))
    assert "Accept all 4 moves" in page and "The round closes soon" in page

    first, second = RepairMove.objects.filter(run__round=closing)[:2]
    client.post(address(session, "answer_move", first.code))
    client.post(address(session, "answer_move", second.code), {"refuse": "1"})
    assert "Accept all 2 moves" in text_of(client.get(address(session)))
    page = text_of(client.post(address(session, "accept_moves"), follow=True))

    assert "2 moves accepted" in page and "Nothing is proposed" in page
    assert closing.slots.filter(reserved_for__isnull=False).count() == 3


def test_the_page_says_for_how_many_places_nobody_was_found(sign_in, closing, coordinator):
    tonight(closing)

    assert "For 2 places nobody was found" in text_of(
        sign_in(coordinator).get(address(closing.session))
    )


def test_a_coordinator_does_not_see_who_reviews_their_own_project(
    sign_in, move, centre, coordinator, sent, closing
):
    """Nor whose work they review themselves."""
    author = sent.owner
    author.memberships.create(centre=centre, role="coordinator", since=sent.created_at)
    reviewer = move.to_reviewer
    reviewer.memberships.create(centre=centre, role="coordinator", since=sent.created_at)

    for person in (author, reviewer):
        client = sign_in(person)
        page = text_of(client.get(address(closing.session)))
        assert str(sent) not in page.partition("<main")[2]
        assert client.post(address(closing.session, "answer_move", move.code)).status_code == 404
    assert str(sent) in text_of(sign_in(coordinator).get(address(closing.session)))


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_moves_costs_the_same_at_any_size(
    sign_in, closing, another, coordinator, size, django_assert_num_queries
):
    place_in(make_group(closing.session, name="One"), UserFactory())
    for _number in range(size - 1):
        another()
    tonight(closing)
    client = sign_in(coordinator)
    client.get(address(closing.session))
    assert RepairMove.objects.count() >= size

    with django_assert_num_queries(8):
        client.get(address(closing.session))


def test_experts_are_proposed_within_their_centre(sent, expert):
    review_round = round_of(sent, "expert")
    sent.latest().slots.create(
        round=review_round, code="x" * 26, author=sent.owner, opened_at=timezone.now()
    )
    member("expert", CentreFactory())

    assert tonight(review_round, days=4).moves.get().to_reviewer == expert


def test_whoever_must_mark_the_example_works_first_is_not_proposed(closing, peers, coordinator):
    give_anchors(closing, coordinator)
    assert tonight(closing).moves.count() == 0
    calibrate(peers[1], closing)

    moves = tonight(closing, days=1).moves.all()

    assert {move.to_reviewer for move in moves} == {peers[1]}
    assert all(repair_moves.accept(move, by=coordinator) for move in moves)


@pytest.mark.parametrize("limit", ["a pause", "the wished number"])
def test_experts_are_proposed_within_what_they_said(sent, expert, limit):
    in_round = round_of(sent, "expert")
    sent.latest().slots.create(
        round=in_round, code="x" * 26, author=sent.owner, opened_at=timezone.now()
    )
    today = timezone.now().date()
    assert tonight(in_round, days=4).moves.count() == 1
    if limit == "a pause":
        Pause.objects.create(person=expert, starts_on=today, ends_on=today + timedelta(days=9))
    else:
        Expertise.objects.create(person=expert, cap=1, saved_at=timezone.now())
        review_by(expert, in_round)

    assert tonight(in_round, days=5).moves.count() == 0


def test_accepting_what_was_answered_already_says_so(sign_in, closing, coordinator):
    client = sign_in(coordinator)
    tonight(closing)
    code = closing.session.code
    client.post(f"/reviews/rounds/{code}/moves/accept/")

    again = client.post(f"/reviews/rounds/{code}/moves/accept/", follow=True)

    assert "Nothing was left to be accepted." in text_of(again)
