"""The main job, end to end, in acts: from enrolment to a reviewed project in the public Guide.

The same acts are played by a person without scripts and by one in Chromium.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from activity.models import Notice, Step
from courses.models import Enrolment, Group, TrainingSession
from credentials.models import Document
from people.models import User
from project_guide.models import Project, Remark
from tests.factories.courses import SessionFactory, make_group, place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import make_project, plan_open_rounds, send
from tests.journeys.story import (
    Enter,
    add_file,
    fill_card,
    let_the_grace_pass,
    project_of,
    review_next_piece,
    sign_up,
)

State = Project.State
ANNA = "anna@example.org"


@dataclass
class Circle:
    """Who takes part, and how they come to the site."""

    enter: Enter
    session: TrainingSession
    group: Group
    tutor: User
    coordinator: User
    expert: User
    peers: list[User]

    def turn(self) -> None:
        """A local project to its certificate; then, in the next session, a network project."""
        self.leader, self.centre = self.enter(self.tutor), self.enter(self.coordinator)
        self.anna, self.visitor = self.enter(), self.enter()
        plan_open_rounds(self.session)
        self.join_by_the_tutors_link()
        self.learn()
        self.make_the_card()
        self.send_take_back_and_send_again()
        self.peers_review()
        self.revise()
        self.expert_reviews_and_the_coordinator_decides()
        self.publish_and_find()
        self.complete()
        self.go_round_with_a_network_project()
        every_move_left_a_step_and_one_notice()

    def join_by_the_tutors_link(self) -> None:
        """A visitor follows it, signs up, confirms, and has a place in the group."""
        self.leader.open(f"/sessions/groups/{self.group.code}/")
        self.leader.press("Make an invitation link")
        link = urlsplit(self.leader.read("code")).path
        sign_up(self.anna, ANNA, "Anna Petrovna", "Secret", start=link)
        assert self.anna.sees(self.group.name)
        self.anna.press("Join the group", {"track": "local_project"})
        self.teacher = User.objects.get(email=ANNA)
        self.enrolment = Enrolment.objects.get(teacher=self.teacher, session=self.session)
        assert self.enrolment.state == Enrolment.State.ACTIVE
        assert self.enrolment.group_memberships.get(until=None).group == self.group

    def learn(self) -> None:
        """The desk says what is next; lessons are read, answered and marked."""
        for number in range(self.session.course.lessons().count()):
            self.anna.open("/desk/")
            self.anna.follow("Continue")
            self.anna.press("Check the answer", {"answer": "1"})
            assert self.anna.sees("It needs work.")
            self.anna.press("Mark as done")
            assert self.enrolment.lessons_done.count() == number + 1
        self.leader.open(f"/sessions/groups/{self.group.code}/")
        assert self.leader.sees("Anna Petrovna Secret")

    def make_the_card(self) -> None:
        """All sections, a file and a co-author; the tutor comments, the teacher answers."""
        self.anna.open("/projects/").press("Begin the project")
        self.project = project_of(self.teacher)
        code = self.project.code
        self.anna.open(f"/projects/{code}/send/")
        assert self.anna.sees("Title")
        fill_card(self.anna, code, "local")
        add_file(self.anna, code)
        colleague = UserFactory(email="colleague@example.org")
        self.anna.open(f"/projects/{code}/authors/")
        self.anna.press("Name as co-author", {"email": colleague.email})
        self.enter(colleague).open(f"/projects/{code}/co-author/").press("Accept")
        self.leader.open(f"/projects/{code}/card/idea/")
        self.leader.press("Send the message", {"text": "What will pupils do in week 2?"})
        self.anna.open(f"/projects/{code}/card/idea/")
        assert self.anna.sees("What will pupils do in week 2?")
        self.anna.press("Send the answer", {"text": "They compare their tables."})

    def send_take_back_and_send_again(self) -> None:
        page = f"/projects/{self.project.code}/send/"
        self.anna.open(page).press("Send for review")
        assert self.anna.sees(self.project.versions.get().receipt)
        self.anna.press("Take it back")
        self.anna.open(page).press("Send for review")
        self._is_let_in(State.PEER_REVIEW)

    def peers_review(self) -> None:
        """Two colleagues review a blind copy."""
        for peer in self.peers:
            reader = self.enter(peer)
            review_next_piece(reader)
            assert not reader.sees("Secret")

    def revise(self) -> None:
        """The tutor gives the sheets; the author answers and sends the second version."""
        self.leader.open(f"/reviews/release/{self.project.code}/")
        self.leader.press("Give the sheets to the author")
        self.anna.open(f"/projects/{self.project.code}/revision/")
        assert self.anna.sees("Strength number 1.")
        assert not self.anna.sees(self.peers[0].last_name)
        self._answer_and_send(self.project)
        self._is_let_in(State.EXPERT_REVIEW)

    def expert_reviews_and_the_coordinator_decides(self) -> None:
        review_next_piece(self.enter(self.expert))
        self.centre.open(f"/reviews/decisions/{self.project.code}/")
        assert self.centre.sees("100")
        self.centre.press("Prepare", {"verdict": "ready"}).press("Release now")
        assert self._state() == State.ACCEPTED
        self.conclusion = Document.objects.get(kind=Document.Kind.CONCLUSION)
        self.visitor.open(f"/verify/{self.conclusion.code}/")
        assert self.visitor.sees(self.conclusion.number, "Birds of our town")

    def publish_and_find(self) -> None:
        """The visitor finds it by facet, tag and search."""
        self.centre.open(f"/projects/{self.project.code}/publish/").press("Publish")
        assert self._state() == State.PUBLISHED
        for query in ("?grades=5-9", "?tag=birds", "?q=birds"):
            assert self.visitor.open(f"/guide/{query}").sees("Birds of our town"), query
        assert not self.visitor.open("/guide/?grades=college").sees("Birds of our town")
        self.visitor.open("/guide/").follow("Birds of our town")
        assert self.visitor.sees("How many species", self.conclusion.number)

    def complete(self) -> None:
        """The teacher reviewed too, runs the project and reflects: a certificate."""
        others = make_group(self.session, name="Third group")
        for _number in range(2):
            send(make_project(place_in(others)))
            review_next_piece(self.anna)
        today = timezone.localdate()
        run = {
            "starts_on": str(today - timedelta(days=20)),
            "ends_on": str(today),
            "grade_band": "5-9",
            "pupils": "24",
            "results": "A map of birds, and a radio programme of the class.",
        }
        self.anna.open(f"/projects/{self.project.code}/run/").press("Record the run", run)
        self.anna.open(f"/sessions/enrolments/{self.enrolment.code}/")
        said = {"text": "Listening together made the class quieter."}
        self.anna.press("Keep my reflection", said)
        self.enrolment.refresh_from_db()
        assert self.enrolment.state == Enrolment.State.COMPLETED
        kind = Document.Kind.CERTIFICATE
        certificate = Document.objects.get(kind=kind, person=self.teacher)
        self.visitor.open(f"/verify/{certificate.code}/")
        assert self.visitor.sees("Anna Petrovna Secret")

    def go_round_with_a_network_project(self) -> None:
        """In the next session: track C, two experts."""
        self.session.review_rounds.update(closes_at=timezone.now())
        following = SessionFactory(centre=self.session.centre, course=self.session.course)
        plan_open_rounds(following)
        self.anna.open(f"/sessions/{following.code}/").press("Enrol", {"track": "network_project"})
        enrolment = Enrolment.objects.get(teacher=self.teacher, session=following)
        assert enrolment.state == Enrolment.State.ACTIVE
        self.anna.open("/projects/").press("Begin the project")
        self.project = Project.objects.get(enrolment=enrolment)
        code = self.project.code
        fill_card(self.anna, code, "network")
        self.anna.open(f"/projects/{code}/send/").press("Send for review")
        let_the_grace_pass()
        others = make_group(following, name="Peers")
        for peer in self.peers:
            place_in(others, peer)
            review_next_piece(self.enter(peer), level=2)
        self.centre.open(f"/reviews/release/{code}/").press("Give the sheets to the author")
        self._answer_and_send(self.project)
        let_the_grace_pass()
        review_next_piece(self.enter(member("expert", following.centre)))
        self.centre.open(f"/reviews/decisions/{code}/")
        assert not self.centre.offers("Prepare")
        review_next_piece(self.enter(self.expert))  # who was asked by name
        self.centre.open(f"/reviews/decisions/{code}/").press("Prepare", {"verdict": "ready"})
        self.centre.press("Release now")
        self.centre.open(f"/projects/{code}/publish/").press("Publish")
        assert self._state() == State.PUBLISHED
        assert self.visitor.open("/guide/?kind=network").sees("Birds of our town")

    def _answer_and_send(self, project: Project) -> None:
        remarks = Remark.objects.filter(review__slot__version__project=project)
        self.anna.open(f"/projects/{project.code}/revision/")
        answers = ["The dates are in the table now."] * remarks.count()
        outcomes = ["done"] * remarks.count()
        self.anna.press("Keep the answers", {"outcome": outcomes, "answer": answers})
        assert not remarks.filter(answered_at=None).exists()
        self.anna.open(f"/projects/{project.code}/send/")
        self.anna.press("Send", {"letter": "Dates are named."})

    def _is_let_in(self, state: str) -> None:
        let_the_grace_pass()
        assert self._state() == state

    def _state(self) -> str:
        self.project.refresh_from_db()
        return self.project.state


def every_move_left_a_step_and_one_notice() -> None:
    """At most one notice for a recipient and a step, and one letter for a notice."""
    keys = Notice.objects.values_list("recipient", "key")
    assert len(keys) == len(set(keys)) > 10
    moves = Step.objects.filter(verb="move")
    assert {"active", "submitted", "peer_review", "accepted", "published", "completed"} <= set(
        moves.values_list("after", flat=True)
    )
