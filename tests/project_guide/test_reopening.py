"""After the release: a letter is added to, a decision re-opened, a conclusion confirmed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from activity.models import Notice, Step
from core.refusals import Refused
from courses.models import Achievement, Enrolment
from credentials.models import Document
from project_guide.actions import conclusions, decisions, release, releasing, reopening, submission
from project_guide.decision_desk import desk_of
from project_guide.models import Conclusion, Decision, GuideStamp, Project, Review, Verdict
from tests.factories.projects import decide, prepared, review_by, revise, round_of, send

KEY = "k" * 20


@pytest.fixture
def version(sent, peers, coordinator, peer_round, expert):
    review_by(peers[0], peer_round)
    release.release(sent, by=coordinator)
    revise(sent)
    version = send(sent)
    review_by(expert, round_of(sent, "expert"))
    return version


@pytest.fixture
def decision(version, coordinator):
    return decide(version, letter="Well done.", by=coordinator)


def told(project):
    return Notice.objects.filter(recipient=project.owner).latest("pk")


def test_an_addendum_is_sent_once_and_leaves_the_letter_alone(decision, coordinator):
    project = decision.version.project
    for _ in range(2):
        reopening.add(decision, "The school year was meant.", key=KEY, by=coordinator)

    decision.refresh_from_db()
    assert decision.letter == "Well done."
    addendum = decision.addenda.get()
    assert (addendum.text, addendum.by) == ("The school year was meant.", coordinator)
    notices = Notice.objects.filter(recipient=project.owner, key__startswith="addendum:")
    assert notices.get().text == "The school year was meant."


def test_nothing_is_added_to_a_letter_that_was_not_sent(version, coordinator, tutor):
    decision = prepared(version, by=coordinator)
    with pytest.raises(Refused, match="letter that was sent"):
        reopening.add(decision, "Too early.", key=KEY, by=coordinator)
    releasing.release(decision, edition=0, by=coordinator)
    with pytest.raises(Refused, match="Write what"):
        reopening.add(decision, " ", key=KEY, by=coordinator)
    with pytest.raises(Refused, match="another coordinator"):
        reopening.add(decision, "Not mine.", key=KEY, by=tutor)


def test_re_opening_takes_back_what_the_decision_gave(decision, coordinator):
    project = decision.version.project
    document = decision.conclusion.document
    reviews = list(Review.objects.values())

    reopening.reopen(decision, reason="A sheet was misread.", by=coordinator)

    project.refresh_from_db()
    decision.refresh_from_db()
    document.refresh_from_db()
    assert project.state == Project.State.EXPERT_REVIEW
    assert (decision.state, decision.reason) == (Decision.State.REOPENED, "A sheet was misread.")
    assert document.withdrawn_at and "re-opened" in document.withdrawal_reason
    assert "misread" not in document.withdrawal_reason  # said to the authors, not to the world
    assert not Achievement.objects.filter(enrolment=project.enrolment, what="product").exists()
    assert Step.objects.of(project.enrolment).filter(verb="take_back", before="product").exists()
    assert "A sheet was misread." in told(project).text
    assert list(Review.objects.values()) == reviews


def test_a_withdrawal_speaks_the_language_of_its_paper(version, coordinator):
    owner = version.project.owner
    owner.language = "ru"
    owner.save()
    decision = decide(version, by=coordinator)
    with override("en"):
        reopening.reopen(decision, reason="Ошибка.", by=coordinator)

    document = Document.objects.get(kind="conclusion")
    with override("ru"):
        from django.utils.translation import gettext

        assert document.withdrawal_reason == gettext("the decision on the project was re-opened.")


def test_a_re_opened_project_is_decided_anew_with_another_number(decision, version, coordinator):
    first = decision.conclusion.document
    reopening.reopen(decision, reason="A sheet was misread.", by=coordinator)

    anew = decide(version, letter="Looked at again.", by=coordinator)

    second = anew.conclusion.document
    assert second.number != first.number
    assert Conclusion.objects.get(version=version).document == second
    assert Document.objects.get(pk=first.pk).withdrawn_at and not second.withdrawn_at
    assert Achievement.objects.filter(what="product").exists()


def test_re_opening_wants_a_reason_and_happens_once(decision, coordinator):
    with pytest.raises(Refused, match="Write why"):
        reopening.reopen(decision, reason="  ", by=coordinator)
    reopening.reopen(decision, reason="A.", by=coordinator)
    with pytest.raises(Refused):
        reopening.reopen(decision, reason="A.", by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(reason="")


@pytest.mark.parametrize("verdict", [Verdict.AFTER_EDITS, Verdict.REVISE, Verdict.OUT_OF_SCOPE])
def test_every_verdict_can_be_re_opened(version, coordinator, verdict):
    decision = decide(version, verdict, by=coordinator)

    reopening.reopen(decision, reason="A.", by=coordinator)

    version.project.refresh_from_db()
    assert version.project.state == Project.State.EXPERT_REVIEW
    assert desk_of(version.project).past == [decision]


def test_nobody_re_opens_what_is_in_the_guide_or_what_is_their_own(decision, coordinator, tutor):
    project = decision.version.project
    with pytest.raises(Refused, match="another coordinator"):
        reopening.reopen(decision, reason="A.", by=tutor)
    Project.objects.filter(pk=project.pk).update(state=Project.State.PUBLISHED)
    with pytest.raises(Refused, match="Take it off first"):
        reopening.reopen(decision, reason="A.", by=coordinator)
    Project.objects.filter(pk=project.pk).update(state=Project.State.ACCEPTED)
    reopening.reopen(decision, reason="A.", by=coordinator)


def test_what_was_sent_again_since_is_not_re_opened(version, coordinator):
    decision = decide(version, Verdict.REVISE, by=coordinator)
    revise(version.project)
    send(version.project)

    with pytest.raises(Refused):
        reopening.reopen(decision, reason="A.", by=coordinator)

    decision.refresh_from_db()
    assert decision.state == Decision.State.RELEASED


def test_a_completed_session_stays_completed(decision, coordinator):
    enrolment = decision.version.project.enrolment
    Enrolment.objects.filter(pk=enrolment.pk).update(state=Enrolment.State.COMPLETED)

    reopening.reopen(decision, reason="A.", by=coordinator)

    assert Achievement.objects.filter(enrolment=enrolment, what="product").exists()


def test_after_re_opening_the_sheets_are_decided_on_though_edits_were_sent(version, coordinator):
    project = version.project
    decision = decide(version, Verdict.AFTER_EDITS, by=coordinator)
    revise(project)
    project.refresh_from_db()
    submission.submit(project, key="e" * 20, by=project.owner, letter="The title.")
    reopening.reopen(decision, reason="A.", by=coordinator)
    project.refresh_from_db()

    desk = desk_of(project)

    assert desk.version == version and len(desk.experts) == 1
    decide(desk.version, Verdict.AFTER_EDITS, by=coordinator)
    project.refresh_from_db()
    conclusions.confirm_edits(project.latest(), by=coordinator)
    assert Conclusion.objects.get().version == project.latest() != version


def test_a_returned_project_that_was_re_opened_does_not_lose_its_second_chance(
    version, coordinator
):
    project = version.project
    reopening.reopen(decide(version, Verdict.REVISE, by=coordinator), reason="A.", by=coordinator)
    decide(version, Verdict.REVISE, by=coordinator)
    revise(project)
    project.refresh_from_db()

    assert submission.refusal_of_submission(project, now=timezone.now()) == ""


def test_a_conclusion_is_confirmed_when_its_time_is_nearly_over(decision, coordinator, tutor):
    conclusion = decision.conclusion
    with pytest.raises(Refused, match="need not be confirmed yet"):
        conclusions.prolong(conclusion, note="Read again.", by=coordinator)
    today = timezone.localdate()
    Document.objects.filter(pk=conclusion.document_id).update(valid_until=today - timedelta(days=9))
    with pytest.raises(Refused, match="another coordinator"):
        conclusions.prolong(conclusion, note="Read again.", by=tutor)
    stamp = GuideStamp.objects.current()

    conclusions.prolong(conclusion, note="Read again.", by=coordinator)

    document = Document.objects.get(pk=conclusion.document_id)
    assert document.holds_until == today + timedelta(days=3 * 365)
    assert document.standing(today) == Document.Standing.VALID
    assert GuideStamp.objects.current() != stamp
    with pytest.raises(Refused, match="need not be confirmed yet"):
        conclusions.prolong(conclusion, note="Read again.", by=coordinator)


def test_authors_are_reminded_once_some_weeks_before(decision):
    document, today = decision.conclusion.document, timezone.localdate()
    conclusions.remind(today)
    mine = Notice.objects.filter(key__startswith="expires:")
    assert not mine.exists()

    for days in (30, 29, 1, 0, -1, -400):
        conclusions.remind(document.valid_until - timedelta(days=days))

    notice = mine.get()
    assert document.number in notice.title and "will need confirmation" in notice.title
    assert decisions.ground_of(decision.version).is_whole
