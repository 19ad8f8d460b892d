"""The demonstration is the founding paper's world, loaded once, only in demo mode."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.models import Enrolment, LessonPage, SelfCheck, TrainingSession
from desk.screens.editor import editor_screen
from desk.screens.tutor import tutor_screen
from people.demo import ACCOUNTS
from people.models import Centre, User
from project_guide.models import (
    Conclusion,
    Kind,
    Moderation,
    Project,
    ProjectPage,
    ReviewInvitation,
    ReviewRound,
    ReviewSlot,
)
from project_guide.models.calibration import is_asked, standing
from project_guide.models.eligibility import claimable
from project_guide.models.review_invitation import waiting_for

pytestmark = pytest.mark.django_db


def test_it_needs_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_the_world_of_the_founding_paper(settings, capsys):
    settings.DEMO = True
    call_command("load_demo")
    call_command("load_demo")  # a second time changes nothing

    assert "teacher@demo.example" in capsys.readouterr().out
    assert (Centre.objects.count(), TrainingSession.objects.count()) == (3, 6)
    _five_sessions_with_their_projects()
    _work_in_both_queues()
    _the_accounts_work()
    _lessons_have_their_tasks_and_answers()
    _first_screens_have_something_to_do()


def _five_sessions_with_their_projects() -> None:
    past = Project.objects.filter(enrolment__session__ends_on__year__lt=2019)
    counted = {kind: past.filter(kind=kind).count() for kind in (Kind.LOCAL, Kind.NETWORK)}
    assert counted == {Kind.LOCAL: 47, Kind.NETWORK: 34}
    assert ProjectPage.objects.live().count() == Conclusion.objects.count() == 80
    assert {language for page in ProjectPage.objects.all() for language in page.languages} >= {
        "ru", "uk", "be", "en",
    }  # fmt: skip
    over = TrainingSession.objects.filter(ends_on__year__lt=2019)
    assert all(session.taken == session.enrolments.count() for session in over)


def _lessons_have_their_tasks_and_answers() -> None:
    """As a reader sees them: each question has one right answer at least, no step is empty."""
    lists = {"steps": 0, "question": 0}
    for lesson in LessonPage.objects.all():
        for block in lesson.body:
            if block.block_type == "steps":
                assert all(step["task"].strip() for step in block.value["steps"]), lesson
            elif block.block_type == "question":
                assert any(answer["correct"] for answer in block.value["answers"]), lesson
                assert all(answer["text"] for answer in block.value["answers"]), lesson
            if block.block_type in lists:
                lists[block.block_type] += 1
    assert min(lists.values()) >= 10, lists
    assert SelfCheck.objects.filter(is_correct=True).exists()


def _first_screens_have_something_to_do() -> None:
    """Believable ones: some people are silent, a text waits for the editor."""
    now = timezone.now()
    screen = tutor_screen(User.objects.get(email="tutor@demo.example"), now)
    assert any(row.silent for row in screen.groups)
    assert any(len(row.silent) < row.members for row in screen.groups)
    assert len(editor_screen(User.objects.get(email="editor@demo.example")).waiting) == 1


def _work_in_both_queues() -> None:
    teacher = User.objects.get(email="teacher@demo.example")
    expert = User.objects.get(email="expert@demo.example")
    session = TrainingSession.objects.latest("starts_on")
    rounds = {(found.reviewers, found.project_kind): found for found in session.review_rounds.all()}
    assert claimable(teacher, rounds["peer", Kind.LOCAL], timezone.now()).count() >= 2
    assert claimable(expert, rounds["expert", Kind.LOCAL], timezone.now()).count() >= 1
    assert claimable(expert, rounds["expert", Kind.NETWORK], timezone.now()).count() >= 1
    mine = ReviewSlot.objects.filter(reviewer__email__endswith="@demo.example")
    assert not mine.filter(round__session=session).exists()
    thirds = ReviewSlot.objects.filter(cause=ReviewSlot.Cause.THIRD_OPINION)
    assert [slot.state for slot in thirds] == [ReviewSlot.State.OPEN]
    coordinator = User.objects.get(email="coordinator@demo.example")
    cards = Moderation.objects.for_judge(coordinator).open()
    assert {card.round.reviewers for card in cards} == {"peer", "expert"}
    _example_works_are_marked(rounds["peer", Kind.LOCAL])
    _experts_are_asked_and_have_answered(session, expert)


def _example_works_are_marked(review_round: ReviewRound) -> None:
    """By all who review local projects, but for the newcomer; one of them gives feedback only."""
    fresh = User.objects.get(email="teacher6@demo.example")
    people = User.objects.filter(enrolments__session=review_round.session)
    assert [person for person in people if is_asked(person, review_round)] == [fresh]
    assert sum(standing(person, review_round).is_feedback_only for person in people) == 1


def _experts_are_asked_and_have_answered(session: TrainingSession, expert: User) -> None:
    asked = ReviewInvitation.objects.filter(round__session=session, sent_at__isnull=False)
    answers = Counter(asked.values_list("state", flat=True))
    assert answers == {"sent": 2, "accepted": 3, "declined": 1, "silent": 1}
    assert asked.exclude(suggested_email="").count() == 1
    assert len(waiting_for(expert, timezone.now())) == 2


def _the_accounts_work() -> None:
    for account in ACCOUNTS:
        assert User.objects.get(email=account.email).check_password("demo"), account.email
    teacher = Enrolment.objects.get(teacher__email="teacher@demo.example")
    group = teacher.group_memberships.get(until=None).group
    strangers = [
        person
        for person in User.objects.filter(email__regex=r"^teacher[2-6]@demo")
        if person.school != teacher.teacher.school
        and not person.enrolments.filter(group_memberships__group=group).exists()
    ]
    assert len(strangers) >= 3
