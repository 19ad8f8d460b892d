"""A decision is prepared, looked at, and released: nothing is known before, nothing twice after."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Notice, OutgoingMail, Step
from core.refusals import Refused
from courses.models import Achievement
from credentials.models import Document
from people.models import Membership
from project_guide.actions import decisions, queue, release, releasing, slots, submission
from project_guide.decision_desk import desk_of
from project_guide.decision_letters import preview
from project_guide.models import (
    Decision,
    Project,
    Review,
    ReviewRound,
    ReviewSlot,
    Verdict,
)
from tests.factories.people import member
from tests.factories.projects import (
    decide,
    hand_in,
    prepared,
    review_by,
    revise,
    round_of,
    send,
)
from tests.reading import text_of

State = Decision.State


@pytest.fixture
def version(sent, peers, coordinator, peer_round, expert):
    """In expert review, the one sheet wanted is in."""
    review_by(peers[0], peer_round)
    release.release(sent, by=coordinator)
    revise(sent)
    ReviewRound.objects.update(invites=False, gate_gap=9, total_gap=100, line_gap=0, peers_gap=100)
    version = send(sent)
    review_by(expert, round_of(sent, "expert"))
    return version


@pytest.fixture
def other(centre):
    return member("coordinator", centre)


def let_go(decision, by):
    return releasing.release(decision, edition=decision.edition, by=by)


def one_more_sheet(version, level=0):
    late = member("expert", version.project.enrolment.session.centre)
    slots.open_slots(version, round_of(version.project, "expert"), 1)
    return hand_in(queue.claim_next(round_of(version.project, "expert"), by=late), level)


def test_preparing_moves_nothing_and_tells_nobody(version, coordinator):
    before = Notice.objects.count(), OutgoingMail.objects.count()
    project = version.project

    decision = prepared(version, by=coordinator)

    project.refresh_from_db()
    assert project.state == Project.State.EXPERT_REVIEW
    assert (Notice.objects.count(), OutgoingMail.objects.count()) == before
    assert (
        not Document.objects.exists() and not Review.objects.get(slot__version=version).released_at
    )
    assert (decision.state, decision.prepared_by) == (State.PREPARED, coordinator)
    assert (decision.released_by, decision.released_at) == (None, None)


def test_everything_happens_when_it_is_released(version, coordinator, other):
    decision = prepared(version, by=coordinator)

    assert let_go(decision, other)

    project = Project.objects.get(pk=version.project_id)
    assert project.state == Project.State.ACCEPTED
    assert decision.conclusion.document.number
    assert Achievement.objects.filter(enrolment=project.enrolment, what="product").exists()
    assert Review.objects.get(slot__version=version, slot__round__reviewers="expert").released_at
    fresh = Decision.objects.get()
    assert (fresh.state, fresh.prepared_by, fresh.released_by) == (
        State.RELEASED, coordinator, other,
    )  # fmt: skip


def test_what_is_previewed_is_what_is_sent(version, coordinator):
    project = version.project
    project.owner.language = "ru"
    project.owner.save()
    decision = prepared(version, letter="Спасибо за работу.", by=coordinator)
    (letter,) = preview(decision, project, project.authors())

    let_go(decision, coordinator)

    notice = Notice.objects.filter(recipient=project.owner).latest("pk")
    mail = OutgoingMail.objects.filter(recipient=project.owner).latest("pk")
    assert letter.to == [project.owner]
    assert (notice.title, notice.text) == (letter.told.title, letter.told.text)
    assert (mail.subject, mail.text) == (letter.told.title, letter.told.mail)
    assert "Спасибо за работу." in mail.text and notice.path in mail.text


def test_releasing_twice_does_nothing_twice(version, coordinator):
    decision = prepared(version, by=coordinator)
    assert let_go(decision, coordinator)
    counted = Step.objects.count(), Notice.objects.count(), Document.objects.count()

    assert not let_go(Decision.objects.get(), coordinator)

    assert (Step.objects.count(), Notice.objects.count(), Document.objects.count()) == counted


def test_two_coordinators_at_one_desk_do_not_overwrite_each_other(version, coordinator, other):
    decision = prepared(version, by=coordinator)
    seen = decisions.ground_of(version).mark
    read = Decision.objects.get()

    decisions.change(
        decision, Verdict.REVISE, letter="Rework.", otherwise="The dates clash.", seen=seen,
        edition=decision.edition, by=coordinator,
    )  # fmt: skip
    with pytest.raises(Refused, match="Look at it again"):
        decisions.change(
            read, Verdict.READY, letter="Well done.", seen=seen, edition=read.edition, by=other
        )
    with pytest.raises(Refused, match="Look at it again"):
        releasing.release(read, edition=0, by=other)

    kept = Decision.objects.get()
    assert (kept.verdict, kept.letter) == (Verdict.REVISE, "Rework.\n\nThe dates clash.")
    assert (kept.letter_proper, kept.edition) == ("Rework.", 1)


def test_what_was_not_looked_at_is_not_released(version, coordinator):
    decision = prepared(version, by=coordinator)

    with pytest.raises(Refused, match="Look at it again"):
        releasing.release(decision, edition=decision.edition + 1, by=coordinator)

    assert Decision.objects.get().state == State.PREPARED


def test_a_late_sheet_makes_the_prepared_decision_stale(version, coordinator):
    decision = prepared(version, by=coordinator)
    one_more_sheet(version)

    with pytest.raises(Refused, match="sheets have changed"):
        let_go(decision, coordinator)

    decisions.change(
        decision, Verdict.REVISE, letter="Why.", seen=decisions.ground_of(version).mark,
        edition=0, by=coordinator,
    )  # fmt: skip
    assert len(decision.arithmetic["totals"]) == 2
    assert let_go(decision, coordinator)


def test_a_sheet_that_comes_while_one_writes_is_looked_at_first(version, coordinator):
    seen = decisions.ground_of(version).mark
    one_more_sheet(version)

    with pytest.raises(Refused, match="while you wrote"):
        decisions.prepare(version, Verdict.READY, letter="Fine.", seen=seen, by=coordinator)

    assert not Decision.objects.exists()


def test_one_live_decision_a_version_is_kept_by_the_database(version, coordinator):
    decision = prepared(version, by=coordinator)
    with pytest.raises(Refused, match="meanwhile"):
        prepared(version, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin = Decision.objects.get()
        twin.pk = None
        twin.save()

    decisions.discard(decision, edition=0, by=coordinator)
    assert prepared(version, by=coordinator).state == State.PREPARED
    assert Decision.objects.count() == 2


def test_a_discarded_decision_is_not_released(version, coordinator):
    decision = prepared(version, by=coordinator)
    decisions.discard(decision, edition=0, by=coordinator)

    with pytest.raises(Refused):
        let_go(decision, coordinator)
    with pytest.raises(Refused):
        decisions.discard(decision, edition=0, by=coordinator)


def test_withdrawing_the_project_puts_the_prepared_letter_away(version, coordinator):
    decision = prepared(version, by=coordinator)

    submission.withdraw(version.project, by=version.project.owner)

    decision.refresh_from_db()
    assert decision.state == State.DISCARDED
    with pytest.raises(Refused):
        let_go(decision, coordinator)


@pytest.mark.parametrize("part", ["owner", "tutor", "peer", "expert", "second account"])
def test_the_actions_refuse_whoever_wrote_tutored_or_reviewed(
    version, part, coordinator, tutor, peers, expert, centre
):
    owner = version.project.owner
    people = {"owner": owner, "tutor": tutor, "peer": peers[0], "expert": expert}
    person = people.get(part) or member("coordinator", centre)
    if part == "second account":
        person.first_account = owner
        person.save()
    elif not person.coordinates(centre):
        Membership.objects.create(
            person=person, centre=centre, role="coordinator",
            since=timezone.now() - timedelta(days=1),
        )  # fmt: skip
        person.__dict__.pop("roles", None)
    assert person.coordinates(centre)

    with pytest.raises(Refused, match="another coordinator decides"):
        prepared(version, by=person)
    decision = prepared(version, by=coordinator)
    with pytest.raises(Refused, match="another coordinator decides"):
        let_go(decision, person)
    with pytest.raises(Refused, match="another coordinator decides"):
        decisions.discard(decision, edition=0, by=person)
    assert Decision.objects.get().state == State.PREPARED


def test_the_action_refuses_a_coordinator_of_another_centre(version, coordinator, stranger):
    decision = prepared(version, by=coordinator)
    with pytest.raises(Refused, match="another coordinator"):
        let_go(decision, stranger)


def test_of_many_one_that_fails_does_not_keep_the_others_back(
    version, coordinator, another, peers, expert
):
    second = another()
    review_by(peers[1], round_of(second))
    release.release(second, by=coordinator)
    revise(second)
    fine = send(second)
    review_by(member("expert", second.enrolment.session.centre), round_of(second, "expert"))
    stale, good = prepared(version, by=coordinator), prepared(fine, by=coordinator)
    one_more_sheet(version)

    outcomes = releasing.release_together([(stale, 0), (good, 0)], by=coordinator)

    assert [outcome.is_new for outcome in outcomes] == [False, True]
    assert "sheets have changed" in outcomes[0].reason and not outcomes[1].reason
    again = releasing.release_together([(good, 0)], by=coordinator)
    assert (again[0].is_new, again[0].reason) == (False, "")


def test_the_paper_carries_everything_that_was_promised(version, coordinator):
    decision = decide(version, by=coordinator)
    document = decision.conclusion.document
    facts = document.facts

    assert facts["verdict"] == "ready" and facts["total"] == pytest.approx(66.666, abs=0.001)
    assert [row["level"] for row in facts["criteria"]] == [2.0] * 9
    assert facts["strengths"] == ["The question is alive.", "The stages are clear."]
    assert facts["must_fix"] == ["Name the dates of stage 2."]
    assert (facts["version"], facts["reviewers_count"]) == (version.number, 1)
    assert document.valid_until == document.issued_on + timedelta(days=3 * 365)
    assert ReviewSlot.objects.filter(version=version, state="open").count() == 0


def test_a_letter_that_names_a_reviewer_is_pointed_out(sign_in, version, coordinator, expert):
    expert.last_name = "Nightingale"
    expert.save()
    prepared(version, letter="Nightingale liked it.", by=coordinator)

    page = text_of(sign_in(coordinator).get(f"/reviews/decisions/{version.project.code}/"))

    assert "The letter may tell who reviewed" in page
    assert "It says: Nightingale." in page


def test_an_author_who_is_called_as_a_reviewer_may_be_addressed(version, coordinator, expert):
    owner = version.project.owner
    expert.first_name = owner.first_name
    expert.save()
    prepared(version, letter=f"Dear {owner.first_name}, thank you.", by=coordinator)

    assert desk_of(version.project).named == []
