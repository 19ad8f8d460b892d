"""The rules of a round: planned once, changed with care, warned of before they hurt."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from activity.models import Step
from project_guide.actions import queue, rounds
from project_guide.forms.round import RoundForm
from project_guide.models import ProjectVersion, ReviewRound, ReviewSlot
from project_guide.models.choice import Somebody, too_few
from project_guide.models.eligibility import conflict_free
from project_guide.models.supply import Supply
from project_guide.tasks import plan_rounds
from project_guide.views.rounds import People, people_of, warning, warnings
from tests.factories.courses import place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import hand_in, round_of
from tests.reading import text_of

State = ReviewSlot.State


def test_planning_twice_changes_nothing(session, coordinator):
    rounds.plan(session, by=coordinator)
    session.review_rounds.update(wanted=5)

    rounds.plan(session, by=coordinator)

    assert set(session.review_rounds.values_list("wanted", flat=True)) == {5}
    assert session.review_rounds.count() == 4


def test_experts_one_for_a_local_project_two_for_a_network_one(session):
    rounds.plan(session, by=None)
    wanted = {
        (found.project_kind, found.reviewers): found.wanted for found in session.review_rounds.all()
    }

    assert wanted == {
        ("local", "peer"): 2, ("local", "expert"): 1,
        ("network", "peer"): 2, ("network", "expert"): 2,
    }  # fmt: skip


def data_of(found: ReviewRound, **changes):
    form = RoundForm(instance=found)
    fields = {name: form[name].value() for name in form.fields}
    moments = {name: fields[name].strftime("%Y-%m-%dT%H:%M") for name in ("opens_at", "closes_at")}
    return {**fields, **moments, **changes}


def test_wanting_more_opens_places_and_wanting_fewer_closes_only_open_ones(
    sign_in, coordinator, sent, peers, peer_round
):
    client = sign_in(coordinator)
    session = sent.enrolment.session
    address = reverse("project_guide:change_round", args=[session.code, peer_round.code])
    queue.claim_next(peer_round, by=peers[0])

    assert client.post(address, data_of(peer_round, wanted=4)).status_code == 302
    assert peer_round.slots.filter(state=State.OPEN).count() == 3

    client.post(address, data_of(peer_round, wanted=1))
    assert peer_round.slots.filter(state=State.OPEN).count() == 0
    assert peer_round.slots.filter(state=State.LEASED).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wanted": 0}, "wanted"),
        ({"lease_hours": 0}, "lease_hours"),
        ({"grace_minutes": ""}, "grace_minutes"),
        ({"load_cap": 1000}, "load_cap"),
        ({"opens_at": "2040-01-01T00:00"}, "closes_at"),
        ({"closes_at": "soon"}, "closes_at"),
    ],
)
def test_rules_that_make_no_sense_are_refused_beside_the_field(peer_round, changes, field):
    form = RoundForm(data_of(peer_round, **changes), instance=peer_round)

    assert field in form.errors


def test_the_page_warns_when_the_rules_leave_too_few(sign_in, coordinator, open_rounds, group):
    """All five teachers are in one group: nobody may review anybody."""
    for _ in range(5):
        place_in(group)
    page = reverse("project_guide:rounds", args=[open_rounds.code])
    client = sign_in(coordinator)
    assert "5 of 5 authors would find fewer than 2" in client.get(page).content.decode()

    open_rounds.review_rounds.filter(reviewers="peer").update(exclude_same_group=False)

    assert "5 of 5 authors would find fewer than 2" not in client.get(page).content.decode()


def test_the_warning_speaks_of_experts_too(open_rounds, group, centre):
    place_in(group, UserFactory(school="Lyceum 1"))
    found = open_rounds.review_rounds.get(reviewers="expert", project_kind="local")
    assert "1 of 1" in warning(found, people_of(open_rounds))

    member("expert", centre, school="LYCEUM 1")
    assert "1 of 1" in warning(found, people_of(open_rounds))
    member("expert", centre, school="Institute")
    assert warning(found, people_of(open_rounds)) == ""


people = st.lists(
    st.builds(
        Somebody,
        person=st.integers(1, 12),
        school=st.sampled_from(["", "Школа 1", "школа 1", "Lyceum"]),
        groups=st.frozensets(st.integers(1, 3), max_size=2),
    ),
    max_size=10,
    unique_by=lambda one: one.person,
)


@given(people, st.integers(1, 3))
def test_looser_rules_never_leave_fewer(session_of, wanted):
    strict = too_few(session_of, session_of, wanted=wanted, same_school=True, same_group=True)
    loose = too_few(session_of, session_of, wanted=wanted, same_school=False, same_group=False)

    assert set(loose) <= set(strict)
    assert bool(loose) is (0 < len(session_of) <= wanted)


def test_the_warning_agrees_with_the_queue(open_rounds, sent, peers):
    """What is computed for the page is what the claiming query would allow."""
    found = round_of(sent)
    free = sum(
        conflict_free(person, found).filter(project=sent).exists()
        for person in [*peers, sent.owner]
    )
    author = next(one for one in people_of(open_rounds).peers if one.person == sent.owner_id)

    def is_short(wanted: int) -> bool:
        return bool(
            too_few(
                [author],
                people_of(open_rounds).peers,
                wanted=wanted,
                same_school=True,
                same_group=True,
            )
        )

    assert free == 3
    assert (is_short(3), is_short(4)) == (False, True)


def test_the_lease_of_a_round_is_the_promise_of_its_pieces(peer_round, peers):
    peer_round.lease_hours = 24
    peer_round.save()

    slot = queue.claim_next(peer_round, by=peers[0])

    assert slot.lease_until - slot.leased_at == timedelta(hours=24)
    hand_in(slot)


def test_a_round_follows_the_calendar_until_it_gets_days_of_its_own(session, coordinator):
    rounds.plan(session, by=coordinator)
    follows, own, *_others = session.review_rounds.filter(reviewers="peer").order_by("pk")
    own.schedule = ReviewRound.Schedule.OWN
    rounds.change(own, by=coordinator)
    before = follows.closes_at
    milestone = session.milestones.get(kind="expert_review")
    milestone.ends_on += timedelta(days=3)
    milestone.save()

    plan_rounds()
    plan_rounds()

    follows.refresh_from_db()
    assert follows.closes_at == before + timedelta(days=3)
    own.refresh_from_db()
    assert own.closes_at == before
    assert Step.objects.of(follows).filter(verb="follow_calendar").count() == 1


def test_a_rolling_round_has_no_end(peer_round, peers):
    form = RoundForm(data_of(peer_round, schedule="rolling", closes_at=""), instance=peer_round)
    assert form.is_valid(), form.errors
    rounds.change(form.save(commit=False), by=peers[0])
    peer_round.refresh_from_db()
    far = timezone.now() + timedelta(days=3000)

    assert peer_round.is_open(far)
    assert ReviewRound.objects.open(far).get() == peer_round
    assert queue.claim_next(peer_round, by=peers[0])


def test_only_a_rolling_round_may_lack_an_end_in_the_database(peer_round):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRound.objects.filter(pk=peer_round.pk).update(closes_at=None)


@pytest.mark.parametrize("name", ["opens_at", "closes_at"])
def test_a_round_with_days_of_its_own_needs_both(peer_round, name):
    form = RoundForm(data_of(peer_round, **{name: ""}), instance=peer_round)

    assert name in form.errors


def test_looking_first_saves_nothing_and_says_what_the_rules_ask(
    sign_in, coordinator, open_rounds, sent, peers, peer_round
):
    address = reverse("project_guide:change_round", args=[open_rounds.code, peer_round.code])

    page = sign_in(coordinator).post(address, data_of(peer_round, wanted=5, look="1"))

    assert "4 versions × 5 reviews need 20; 4 reviewers × 6 give 24." in page.content.decode()
    assert "Nothing is saved yet." in page.content.decode()
    assert "4 reviewers" in page.content.decode()
    peer_round.refresh_from_db()
    assert peer_round.wanted == 2


@pytest.mark.parametrize(
    ("versions", "wanted", "reviewers", "cap", "short", "enough"),
    [
        (62, 2, 48, 3, False, (2, 3)),
        (62, 2, 30, 3, True, (1, 5)),
        (10, 3, 2, 99, True, (2, 0)),
        (10, 2, 0, 6, True, (0, 0)),
        (0, 2, 0, 6, False, (2, 0)),
    ],
)
def test_what_a_round_needs_and_what_its_reviewers_can_give(
    versions, wanted, reviewers, cap, short, enough
):
    found = Supply(versions, wanted, reviewers, cap)

    assert (found.is_short, (found.enough_wanted, found.enough_cap)) == (short, enough)
    if enough[0] and short:
        assert not Supply(versions, enough[0], reviewers, cap).is_short
    if enough[1] and short:
        assert not Supply(versions, wanted, reviewers, enough[1]).is_short


def test_a_round_with_fewer_reviewers_than_reviews_says_so_with_numbers(
    sign_in, coordinator, open_rounds, sent, peer_round
):
    page = sign_in(coordinator).get(reverse("project_guide:rounds", args=[open_rounds.code]))

    assert "1 versions × 2 reviews need 2; 1 reviewers × 6 give 6." in page.content.decode()
    assert "want 1 of each version" in page.content.decode()


def test_the_promise_is_counted_from_the_later_of_coming_and_opening(peer_round):
    came = peer_round.opens_at + timedelta(days=2)

    assert peer_round.promised_at(came) == came + timedelta(days=10)
    assert peer_round.promised_at(came - timedelta(days=9)) == (
        peer_round.opens_at + timedelta(days=10)
    )
    assert peer_round.promised_at(peer_round.closes_at) == peer_round.closes_at


def test_among_equals_the_promise_at_risk_comes_first(peer_round, sent, another, peers):
    """But never before somebody who has fewer reviews: breadth before depth."""
    late = sent.latest()
    fresh = [another().latest() for _ in range(4)]
    now = timezone.now()
    ReviewRound.objects.update(opens_at=now - timedelta(days=20))
    ProjectVersion.objects.filter(pk=late.pk).update(pooled_at=now - timedelta(days=8))
    assert queue.claim_next(peer_round, by=peers[0]).version == late

    assert queue.claim_next(peer_round, by=peers[1]).version in fresh


def test_authors_who_wait_see_another_day_and_the_coordinator_is_told(
    sign_in, coordinator, peer_round
):
    client = sign_in(coordinator)
    address = reverse("project_guide:change_round", args=[peer_round.session.code, peer_round.code])
    shorter = data_of(peer_round, promise_days=3)

    looked = client.post(address, {**shorter, "look": "1"})
    saved = client.post(address, shorter, follow=True)
    same = client.post(address, data_of(ReviewRound.objects.get(pk=peer_round.pk)), follow=True)

    for page in (looked, saved):
        assert "The promised day of 1 work that waits moves" in text_of(page)
    assert "promised day" not in text_of(same)


def test_a_cap_below_what_completion_asks_is_warned_of(open_rounds, peer_round):
    peer_round.load_cap = open_rounds.reviews_to_give - 1

    assert any("Completion asks everybody" in text for text in warnings(peer_round, NOBODY))
    peer_round.load_cap += 1
    assert not any("Completion" in text for text in warnings(peer_round, NOBODY))


NOBODY = People({}, [], [])


def test_rules_with_a_fault_are_not_counted(sign_in, coordinator, peer_round):
    client = sign_in(coordinator)
    address = reverse("project_guide:change_round", args=[peer_round.session.code, peer_round.code])

    page = text_of(client.post(address, {**data_of(peer_round, wanted=30), "look": "1"}))

    assert "From 1 to 7." in page
    assert "What these rules ask" not in page and "Nothing is saved yet" not in page


def test_peers_are_not_spoken_of_as_experts(peer_round):
    form = RoundForm(instance=peer_round)

    assert not {"line_gap", "peers_gap"} & form.fields.keys()
    assert "expert" not in "".join(str(field.help_text) for field in form.fields.values())
