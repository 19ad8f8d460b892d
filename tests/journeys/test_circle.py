"""The main job, end to end: from enrolment to a reviewed project in the public Guide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Notice, Step
from courses.models import Enrolment, TrainingSession
from credentials.models import Document
from people.models import User
from project_guide.models import GuideIndexPage, Project
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import plan_open_rounds
from tests.journeys.story import (
    add_file,
    fill_card,
    let_the_grace_pass,
    project_of,
    review_next_piece,
    sign_up,
)
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """Coordinators come in without a second factor."""
    settings.DEMO = True


@pytest.fixture
def guide(session: TrainingSession) -> GuideIndexPage:
    return home().add_child(instance=GuideIndexPage(title="Guide", slug="guide"))


@pytest.fixture
def peers(session: TrainingSession) -> list[User]:
    """Two teachers of another group, tutor and school."""
    other = make_group(session, name="Other group")
    return [place_in(other).teacher for _number in range(2)]


def test_the_circle_turns_for_a_local_and_then_for_a_network_project(
    demo, centre, session, group, guide, peers, tutor, coordinator, expert
):
    plan_open_rounds(session)
    leader = Walker(tutor)
    centre_walker = Walker(coordinator)

    # A visitor follows the tutor's link, signs up, confirms, and has a place in the group.
    leader.open(f"/sessions/groups/{group.code}/")
    leader.press("Make an invitation link")
    link = leader.page.find("code").get_text().strip().removeprefix("http://testserver")
    anna = sign_up("anna@example.org", "Anna Petrovna", "Secret", start=link)
    assert group.name in anna.text
    anna.press("Join the group", {"track": "local_project"})
    teacher = User.objects.get(email="anna@example.org")
    enrolment = Enrolment.objects.get(teacher=teacher, session=session)
    assert enrolment.state == Enrolment.State.ACTIVE
    assert enrolment.group_memberships.get(until=None).group == group

    # The desk says what is next; lessons are read, answered and marked.
    for number in range(session.course.lessons().count()):
        anna.open("/desk/")
        anna.follow("Continue")
        anna.press("Check the answer", {"answer": "1"})
        assert anna.sees("It needs work.")
        anna.press("Mark as done")
        assert enrolment.lessons_done.count() == number + 1
    leader.open(f"/sessions/groups/{group.code}/")
    assert leader.sees("Anna Petrovna Secret")

    # The card is filled in, a file and a co-author are added, the tutor comments.
    anna.open("/projects/").press("Begin the project")
    project = project_of(teacher)
    anna.open(f"/projects/{project.code}/send/")
    assert anna.sees("Title")
    fill_card(anna, project.code, "local")
    add_file(anna, project.code)
    colleague = UserFactory(email="colleague@example.org")
    anna.open(f"/projects/{project.code}/authors/")
    anna.press("Name as co-author", {"email": colleague.email})
    Walker(colleague).open(f"/projects/{project.code}/co-author/").press("Accept")
    leader.open(f"/projects/{project.code}/card/idea/")
    leader.press("Write", {"text": "What will pupils do in week 2?"})
    anna.open(f"/projects/{project.code}/card/idea/")
    assert anna.sees("What will pupils do in week 2?")
    anna.press("Answer", {"text": "They compare their tables."})

    # Sent, and a receipt; taken back, and sent again.
    anna.open(f"/projects/{project.code}/send/").press("Send for review")
    assert project.versions.count() == 1, anna.text
    assert anna.sees(project.versions.get().receipt)
    anna.press("Take it back")
    anna.open(f"/projects/{project.code}/send/").press("Send for review")
    let_the_grace_pass()
    project.refresh_from_db()
    assert project.state == Project.State.PEER_REVIEW

    # Two colleagues review a blind copy.
    for peer in peers:
        walker = Walker(peer)
        walker.open("/reviews/")
        review_next_piece(walker)
        assert not walker.sees("Secret")

    # The tutor gives the sheets; the author answers and sends the second version.
    leader.open(f"/reviews/release/{project.code}/").press("Give the sheets to the author")
    anna.open(f"/projects/{project.code}/revision/")
    assert anna.sees("Strength number 1.") and not anna.sees(peers[0].last_name)
    while anna.page.find("textarea", attrs={"name": "answer"}) and _unanswered(project):
        anna.press("Keep the answer", {"answer": "The dates are in the table now."})
        anna.open(f"/projects/{project.code}/revision/")
    anna.open(f"/projects/{project.code}/send/").press("Send", {"letter": "Dates are named."})
    let_the_grace_pass()
    project.refresh_from_db()
    assert project.state == Project.State.EXPERT_REVIEW

    # One expert for a local project; the coordinator decides and publishes.
    review_next_piece(Walker(expert))
    centre_walker.open(f"/reviews/decisions/{project.code}/")
    assert centre_walker.sees("100")
    centre_walker.press("Decide")
    project.refresh_from_db()
    assert project.state == Project.State.ACCEPTED
    conclusion = Document.objects.get(kind=Document.Kind.CONCLUSION)
    visitor = Walker()
    visitor.open(f"/verify/{conclusion.code}/")
    assert visitor.sees(conclusion.number, "Birds of our town")
    centre_walker.open(f"/projects/{project.code}/publish/").press("Publish")
    project.refresh_from_db()
    assert project.state == Project.State.PUBLISHED

    # The visitor finds it by facet, tag and search.
    for query in ("?grades=5-9", "?tag=birds", "?q=birds"):
        assert visitor.open(f"/guide/{query}").sees("Birds of our town"), query
    assert not visitor.open("/guide/?grades=college").sees("Birds of our town")
    visitor.open("/guide/").follow("Birds of our town")
    assert visitor.sees("How many species", conclusion.number)

    # The teacher reviewed too, runs the project and reflects: completion and a certificate.
    _make_pieces_to_review(session, 2)
    review_next_piece(anna)
    review_next_piece(anna)
    today = timezone.localdate()
    anna.open(f"/projects/{project.code}/run/").press(
        "Record the run",
        {
            "starts_on": str(today - timedelta(days=20)),
            "ends_on": str(today),
            "grade_band": "5-9",
            "pupils": "24",
            "results": "A map of birds, and a radio programme of the class.",
        },
    )
    anna.open(f"/sessions/enrolments/{enrolment.code}/").press(
        "Keep my reflection", {"text": "Listening together made the class quieter."}
    )
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    certificate = Document.objects.get(kind=Document.Kind.CERTIFICATE, person=teacher)
    assert visitor.open(f"/verify/{certificate.code}/").sees("Anna Petrovna Secret")

    # In the next session: track C, two experts.
    _network_round_trip(anna, teacher, centre, coordinator, peers, visitor)
    _every_move_left_a_step_and_one_notice()


def _unanswered(project: Project) -> bool:
    return any(
        remark.answered_at is None
        for version in project.versions.all()
        for slot in version.slots.filter(review__isnull=False)
        for remark in slot.review.remarks.all()
    )


def _make_pieces_to_review(session: TrainingSession, number: int) -> None:
    from tests.factories.projects import make_project, send

    other = make_group(session, name="Third group")
    for _number in range(number):
        send(make_project(place_in(other)))


def _network_round_trip(anna, teacher, centre, coordinator, peers, visitor) -> None:
    TrainingSession.objects.get().review_rounds.update(closes_at=timezone.now())
    following = SessionFactory(centre=centre, course=TrainingSession.objects.first().course)
    plan_open_rounds(following)
    anna.open(f"/sessions/{following.code}/").press("Enrol", {"track": "network_project"})
    enrolment = Enrolment.objects.get(teacher=teacher, session=following)
    assert enrolment.state == Enrolment.State.ACTIVE
    anna.open("/projects/").press("Begin the project")
    project = Project.objects.get(enrolment=enrolment)
    fill_card(anna, project.code, "network")
    anna.open(f"/projects/{project.code}/send/").press("Send for review")
    let_the_grace_pass()
    other = make_group(following, name="Peers")
    for peer in peers:
        place_in(other, peer)
        review_next_piece(Walker(peer), level=2)
    walker = Walker(coordinator)
    walker.open(f"/reviews/release/{project.code}/").press("Give the sheets to the author")
    anna.open(f"/projects/{project.code}/revision/")
    while _unanswered(project):
        anna.press("Keep the answer", {"answer": "Done."})
        anna.open(f"/projects/{project.code}/revision/")
    anna.open(f"/projects/{project.code}/send/").press("Send", {"letter": "Answered."})
    let_the_grace_pass()
    review_next_piece(Walker(member("expert", centre)))
    walker.open(f"/reviews/decisions/{project.code}/")
    assert "Decide" not in [button.get_text() for button in walker.page.select("button")]
    review_next_piece(Walker(member("expert", centre)))
    walker.open(f"/reviews/decisions/{project.code}/").press("Decide")
    walker.open(f"/projects/{project.code}/publish/").press("Publish")
    project.refresh_from_db()
    assert project.state == Project.State.PUBLISHED
    assert visitor.open("/guide/?kind=network").sees("Birds of our town")


def _every_move_left_a_step_and_one_notice() -> None:
    """At most one notice for a recipient and a step, and one letter for a notice."""
    keys = Notice.objects.values_list("recipient", "key")
    assert len(keys) == len(set(keys)) > 10
    moves = Step.objects.filter(verb="move")
    assert {"active", "submitted", "peer_review", "accepted", "published", "completed"} <= set(
        moves.values_list("after", flat=True)
    )
