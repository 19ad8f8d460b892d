"""A decision is a person's act upon the sheets; it fixes them and leads on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Notice
from core.refusals import Refused
from courses.models import Achievement
from people.models import Membership
from project_guide.actions import queue, release, reviews, slots
from project_guide.models import (
    Conclusion,
    Decision,
    Project,
    Review,
    ReviewRound,
    ReviewSlot,
    Verdict,
)
from project_guide.permissions import can_decide
from tests.factories.people import member
from tests.factories.projects import (
    decide,
    decided,
    hand_in,
    review_by,
    revise,
    round_of,
    send,
    sheet,
)

State = ReviewSlot.State


@pytest.fixture
def version(sent, peers, coordinator, peer_round):
    review_by(peers[0], peer_round)
    release.release(sent, by=coordinator)
    revise(sent)
    return send(sent)


def test_no_decision_without_the_wanted_sheets(version, coordinator, expert):
    with pytest.raises(Refused, match="Not all the sheets"):
        decide(version, Verdict.READY, by=coordinator)

    queue.claim_next(round_of(version.project, "expert"), by=expert)  # a draft counts for nothing
    with pytest.raises(Refused, match="Not all the sheets"):
        decide(version, Verdict.READY, by=coordinator)
    version.project.refresh_from_db()
    assert version.project.state == Project.State.EXPERT_REVIEW


def test_scores_alone_move_nothing(version, expert):
    review_by(expert, round_of(version.project, "expert"), level=3)

    version.project.refresh_from_db()
    assert version.project.state == Project.State.EXPERT_REVIEW
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("level", "proposed"), [(3, Verdict.READY), (2, Verdict.READY), (1, Verdict.REVISE)]
)
def test_the_proposal_is_kept_with_its_arithmetic(version, expert, coordinator, level, proposed):
    review_round = round_of(version.project, "expert")
    ReviewRound.objects.update(peers_gap=100)
    review_by(expert, review_round, level=level)

    made = decide(version, Verdict.REVISE, letter="Why.", by=coordinator)

    assert made.proposed == proposed
    assert float(made.total) == pytest.approx(100 * level / 3, abs=1e-5)
    assert len(made.arithmetic["criteria"]) == 9
    assert made.arithmetic["totals"] == [made.arithmetic["total"]]


@pytest.mark.parametrize(
    ("verdict", "state", "has_paper"),
    [
        (Verdict.READY, Project.State.ACCEPTED, True),
        (Verdict.AFTER_EDITS, Project.State.ACCEPTED_WITH_EDITS, False),
        (Verdict.REVISE, Project.State.RETURNED, False),
        (Verdict.OUT_OF_SCOPE, Project.State.OUT_OF_SCOPE, False),
    ],
)
def test_every_verdict_leads_somewhere(version, expert, coordinator, verdict, state, has_paper):
    decided(version, expert, coordinator, verdict)

    project = Project.objects.get(pk=version.project_id)
    assert project.state == state
    assert Conclusion.objects.exists() is has_paper
    achieved = Achievement.objects.filter(
        enrolment=project.enrolment, what=Achievement.What.PRODUCT
    )
    assert achieved.exists() is has_paper


def test_the_author_is_told_once_and_without_names(version, expert, coordinator):
    decided(version, expert, coordinator)

    found = Notice.objects.filter(recipient=version.project.owner).order_by("-pk")[0]
    assert expert.last_name not in found.title + found.text


def test_deciding_twice_is_refused(version, expert, coordinator):
    decided(version, expert, coordinator)

    with pytest.raises(Refused, match="has been made"):
        decide(version, Verdict.REVISE, by=coordinator)
    assert Decision.objects.get().verdict == Verdict.READY


def test_a_decision_fixes_the_sheets(version, expert, coordinator):
    late = member("expert", version.project.enrolment.session.centre)
    review_round = round_of(version.project, "expert")
    slots.open_slots(version, review_round, 1)
    held = queue.claim_next(review_round, by=late)
    decided(version, expert, coordinator)
    done = Review.objects.get(slot__reviewer=expert)

    with pytest.raises(Refused):
        reviews.save(done, sheet(done, 0), edition=done.edition, by=expert)
    with pytest.raises(Refused, match="not with you"):
        hand_in(ReviewSlot.objects.get(pk=held.pk))
    held.refresh_from_db()
    assert held.state == State.CANCELLED
    assert float(Decision.objects.get().total) == pytest.approx(66.666666, abs=1e-5)


def test_the_authors_see_the_experts_sheets_from_the_decision_on(version, expert, coordinator):
    review_by(expert, round_of(version.project, "expert"))
    done = Review.objects.get(slot__reviewer=expert)
    assert done.released_at is None

    decide(version, by=coordinator)

    done.refresh_from_db()
    assert done.released_at


def test_the_paper_names_only_who_agreed(version, expert, coordinator):
    review_by(expert, round_of(version.project, "expert"), name_shown=True)
    made = decide(version, by=coordinator)
    facts = made.conclusion.document.facts

    assert facts["reviewers"] == [expert.get_full_name()]
    assert facts["reviewers_count"] == 1
    assert facts["strengths"] == ["The question is alive.", "The stages are clear."]


def test_the_paper_keeps_silent_about_who_did_not_agree(version, expert, coordinator):
    made = decided(version, expert, coordinator)

    assert made.conclusion.document.facts["reviewers"] == []
    assert expert.last_name not in str(made.conclusion.document.facts)


def test_who_authored_tutored_or_reviewed_may_not_decide(
    version, expert, coordinator, tutor, centre, peers
):
    assert can_decide(coordinator, version.project)
    review_by(expert, round_of(version.project, "expert"))
    for person in (version.project.owner, tutor, peers[0], expert):
        Membership.objects.create(
            person=person, centre=centre, role="coordinator",
            since=timezone.now() - timedelta(days=1),
        )  # fmt: skip
        person.__dict__.pop("roles", None)
        assert person.coordinates(centre)
        assert not can_decide(person, version.project)


def test_a_coordinator_of_another_centre_may_not_decide(version, stranger):
    assert not can_decide(stranger, version.project)


def test_expert_review_of_one_project_leaves_another_alone(
    version, another, peers, expert, coordinator
):
    other = another()

    decided(version, expert, coordinator)

    other.refresh_from_db()
    assert other.state == Project.State.PEER_REVIEW
    assert other.latest().slots.filter(state=State.OPEN).count() == 2
