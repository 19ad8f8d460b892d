"""A card of two sheets: upheld, adjusted, or a word to the reviewer; nothing is ever deleted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice, Step
from core.refusals import Refused
from people.models import Membership
from project_guide.actions import decisions, disagreement, moderation, release
from project_guide.models import Adjustment, Mark, Moderation, Verdict
from project_guide.models.review_round import yardstick_of
from project_guide.models.verdict import total
from tests.factories import projects
from tests.factories.people import CentreFactory, member
from tests.factories.projects import in_expert_review, make_project, review_by, round_of

Outcome = Moderation.Outcome
LIST = "/reviews/moderation/"


@pytest.fixture
def experts(centre):
    return [member("expert", centre, last_name=f"Expertson{n}") for n in range(2)]


@pytest.fixture
def version(open_rounds, enrolment, peers, coordinator):
    open_rounds.review_rounds.filter(reviewers="expert").update(wanted=2)
    return in_expert_review(make_project(enrolment), peers[0], coordinator)


@pytest.fixture
def card(version, experts):
    """Level 3 against level 1 throughout."""
    for expert, level in zip(experts, (3, 1), strict=True):
        review_by(expert, round_of(version.project, "expert"), level=level)
    return Moderation.objects.get()


@pytest.fixture
def peers_card(sent, peers, peer_round):
    review_by(peers[0], peer_round, level=3)
    review_by(peers[1], peer_round, level=1)
    return Moderation.objects.get()


def url(card):
    return reverse("project_guide:moderation", args=[card.code])


def mark(card, code="L3"):
    return card.second.marks.get(criterion__code=code)


def decide(version, coordinator, verdict=Verdict.REVISE):
    disagreement.close_third_opinion(version, reason="No expert left", by=coordinator)
    return projects.decide(version, verdict, letter="Why.", by=coordinator)


def test_upheld_changes_no_level(card, coordinator):
    before = decisions.proposal(card.version)

    moderation.uphold(card, note="Two schools of thought.", by=coordinator)

    card.refresh_from_db()
    assert (card.outcome, card.by, card.note) == (
        Outcome.UPHELD, coordinator, "Two schools of thought.",
    )  # fmt: skip
    assert decisions.proposal(card.version) == before
    assert not Moderation.objects.open().exists()


def test_an_adjusted_level_counts_and_the_reviewers_own_stays(card, coordinator):
    before = decisions.proposal(card.version)

    moderation.adjust(card, card.second, {"L3": 2}, reason="The plan is there.", by=coordinator)

    made = Adjustment.objects.get()
    assert (made.level, made.reason, made.by, made.mark) == (
        2, "The plan is there.", coordinator, mark(card),
    )  # fmt: skip
    assert (mark(card).level, mark(card).effective) == (1, 2)
    assert card.second.levels()["L3"] == 2
    after = decisions.proposal(card.version)
    weight = yardstick_of(card.second.rubric).weights["L3"]
    assert after.totals[1] - before.totals[1] == weight / 3
    assert after.totals[0] == before.totals[0]


def test_of_two_adjustments_the_newer_counts_and_both_are_kept(card, coordinator):
    moderation.adjust(card, card.second, {"L3": 2}, reason="Seen.", by=coordinator)
    moderation.adjust(card, card.second, {"L3": 3}, reason="Seen again.", by=coordinator)

    assert list(mark(card).adjustments.values_list("level", flat=True)) == [2, 3]
    assert mark(card).effective == 3
    assert Step.objects.filter(verb="adjusted").count() == 2


def test_what_is_adjusted_not_to_apply_never_lowers_a_total(card, coordinator):
    stick = yardstick_of(card.second.rubric)
    before = total(card.second.levels(), stick)

    moderation.adjust(card, card.second, {"L9": None}, reason="Local.", by=coordinator)

    assert card.second.levels()["L9"] is None
    assert total(card.second.levels(), stick) >= before


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ({"L3": None}, "A gate always applies."),
        ({"L3": 4}, "There are four levels."),
        ({"L3": -1}, "There are four levels."),
        ({"X1": 2}, "There is no such criterion."),
        ({"L3": 1}, "It is 1 already."),
        ({}, "Nothing."),
        ({"L3": 2}, "   "),
    ],
)
def test_what_cannot_be_adjusted(card, coordinator, levels, reason):
    with pytest.raises(Refused):
        moderation.adjust(card, card.second, levels, reason=reason, by=coordinator)

    card.refresh_from_db()
    assert card.outcome == ""
    assert not Adjustment.objects.exists()


def test_a_sheet_of_another_card_is_refused(card, coordinator, version):
    foreign = disagreement.Review.objects.exclude(pk__in=[card.first_id, card.second_id]).get()

    with pytest.raises(Refused, match="not on the card"):
        moderation.adjust(card, foreign, {"L3": 3}, reason="Why.", by=coordinator)
    with pytest.raises(Refused, match="not on the card"):
        moderation.coach(card, foreign, note="Look.", by=coordinator)


def test_after_the_decision_nothing_is_adjusted(card, coordinator):
    made = decide(card.version, coordinator)

    with pytest.raises(Refused, match="A decision has been made"):
        moderation.adjust(card, card.second, {"L3": 3}, reason="Late.", by=coordinator)
    made.refresh_from_db()
    assert not Adjustment.objects.exists()
    moderation.coach(card, card.second, note="Look at the plan.", by=coordinator)  # never too late


def test_a_decision_rests_on_the_adjusted_levels(card, coordinator):
    raised = dict.fromkeys(card.criteria, 3)
    moderation.adjust(card, card.second, raised, reason="All is there.", by=coordinator)

    made = decide(card.version, coordinator, Verdict.READY)

    assert float(made.total) == 100
    assert made.proposed == Verdict.READY


def test_a_word_to_the_reviewer_reaches_nobody_else(card, coordinator, experts, sign_in):
    other = member("coordinator", card.version.project.enrolment.session.centre)

    moderation.coach(card, card.second, note="coaching-canary", by=coordinator)

    told = Notice.objects.get(text__contains="coaching-canary")
    assert told.recipient == experts[1]
    assert sign_in(experts[1]).get(told.path).status_code == 200
    assert "coaching-canary" in sign_in(coordinator).get(url(card)).content.decode()
    assert "coaching-canary" not in sign_in(other).get(url(card)).content.decode()
    decide(card.version, coordinator)
    author = sign_in(card.version.project.owner)
    page = reverse("project_guide:revision", args=[card.version.project.code])
    assert "coaching-canary" not in author.get(page).content.decode()


def test_the_reviewer_sees_what_was_adjusted_on_their_sheet(sign_in, coordinator, card, experts):
    moderation.adjust(card, card.second, {"L3": 2}, reason="reason-canary", by=coordinator)

    sheet = reverse("project_guide:sheet", args=[card.second.slot.code])
    page = sign_in(experts[1]).get(sheet).content.decode()

    assert "the reviewer gave 1" in page and "reason-canary" in page
    assert coordinator.last_name not in page


@pytest.mark.parametrize("act", ["uphold", "adjust", "coach"])
@pytest.mark.parametrize("part", ["author", "tutor", "expert", "stranger"])
def test_who_has_to_do_with_the_work_moderates_nothing(card, act, part, tutor, experts, centre):
    owner = card.version.project.owner
    person = {"author": owner, "tutor": tutor, "expert": experts[0]}.get(part)
    if person is None:
        person = member("coordinator", CentreFactory())
    else:
        Membership.objects.create(
            person=person, centre=centre, role="coordinator",
            since=timezone.now() - timedelta(days=1),
        )  # fmt: skip
        person.__dict__.pop("roles", None)
    acts = {
        "uphold": lambda: moderation.uphold(card, by=person),
        "adjust": lambda: moderation.adjust(card, card.second, {"L3": 3}, reason="Me.", by=person),
        "coach": lambda: moderation.coach(card, card.second, note="Me.", by=person),
    }

    with pytest.raises(Refused, match="Somebody else"):
        acts[act]()

    assert card in Moderation.objects.open()
    assert card not in Moderation.objects.for_judge(person)


@pytest.mark.parametrize("first", ["uphold", "coach"])
def test_a_closed_card_stays_closed(card, coordinator, first):
    if first == "uphold":
        moderation.uphold(card, by=coordinator)
    else:
        moderation.coach(card, card.first, note="Look.", by=coordinator)

    for again in (
        lambda: moderation.uphold(card, by=coordinator),
        lambda: moderation.adjust(card, card.second, {"L3": 3}, reason="Why.", by=coordinator),
        lambda: moderation.coach(card, card.second, note="Look.", by=coordinator),
    ):
        with pytest.raises(Refused, match="closed already"):
            again()


def test_the_page_shows_both_texts_and_every_way(sign_in, coordinator, card):
    page = sign_in(coordinator).get(url(card)).content.decode()

    assert "Expertson0" in page and "Expertson1" in page
    assert page.count("Because it is so.") >= 2 * len(card.criteria)
    for words in ("Both stand", "Adjust levels of one sheet", "As it is (3; 1)", "Send the note"):
        assert words in page


def test_a_coordinator_works_through_the_page(sign_in, coordinator, card):
    client = sign_in(coordinator)
    typed = {"outcome": "adjusted", "adjusted-sheet": "second", "adjusted-level_L3": "2"}

    refused = client.post(url(card), typed)  # no reason
    assert refused.status_code == 200
    assert not Adjustment.objects.exists()

    there = client.post(url(card), {**typed, "adjusted-reason": "reason-canary"})
    assert there.url == LIST
    assert mark(card).effective == 2
    page = client.get(url(card)).content.decode()
    assert "the reviewer gave 1" in page and "reason-canary" in page


def test_authors_see_the_adjusted_level_with_its_reason(sign_in, coordinator, peers_card, peers):
    moderation.adjust(
        peers_card, peers_card.second, {"L3": 2}, reason="reason-canary", by=coordinator
    )
    project = peers_card.version.project
    release.release(project, by=coordinator)

    page = sign_in(project.owner).get(reverse("project_guide:revision", args=[project.code]))

    text = page.content.decode()
    assert "the reviewer gave 1" in text and "reason-canary" in text
    assert not any(one.last_name in text for one in [*peers, coordinator])


def test_the_peers_mean_counts_adjusted_levels(peers_card, coordinator):
    before = disagreement.peers_totals(peers_card.version)

    moderation.adjust(peers_card, peers_card.second, {"L3": 3}, reason="Why.", by=coordinator)

    assert sum(disagreement.peers_totals(peers_card.version)) > sum(before)


def test_the_release_page_leads_to_the_card_only_whom_it_concerns(
    sign_in, peers_card, coordinator, tutor
):
    address = reverse("project_guide:release", args=[peers_card.version.project.code])

    assert url(peers_card) in sign_in(coordinator).get(address).content.decode()
    assert url(peers_card) not in sign_in(tutor).get(address).content.decode()
    assert sign_in(tutor).get(url(peers_card)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    sign_in, coordinator, peers_card, peers, another, number, django_assert_num_queries
):
    for _more in range(number - 1):
        project = another()
        for peer, level in zip(peers[:2], (3, 1), strict=True):
            review_by(peer, round_of(project), level=level)
    client = sign_in(coordinator)
    client.get(LIST)

    with django_assert_num_queries(6):
        page = client.get(LIST)

    assert len(page.context["page"].object_list) == number
    assert Mark.objects.exists()
