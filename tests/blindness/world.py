"""One project and all who have to do with it; whatever tells of somebody stands nowhere else."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from courses.models import Enrolment
from files.actions import receive
from people.actions.members import give
from people.models import User
from project_guide.actions import comments
from project_guide.models import CoAuthor, Project, ProjectFile
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.guide import make_guide, make_page
from tests.factories.people import CentreFactory, UserFactory, member
from tests.factories.projects import CARD, plan_open_rounds
from tests.files import samples
from tests.permissions.table import RULES
from tests.permissions.worlds import MISSING

NUMBERS = 770_000_001  # where ids begin, so that they are seen in any answer
LETTER, TALK, FILE, NOTE = "lettercanary", "talkcanary", "filecanary", "privatenotecanary"
NUMBERED = {"tutor_pk", "other_group_pk", "remark", "my_conflict", "conflict", "course"}


@dataclass
class World:
    """`things` are what stands in addresses, by the words of the table of permissions."""

    people: dict[str, User]
    project: Project
    things: dict[str, Any] = field(default_factory=dict)

    def begin(self) -> "World":
        """The same world for one story, which may add things of its own."""
        project = Project.objects.select_related("owner", "enrolment__session").get(
            pk=self.project.pk
        )
        return replace(self, project=project, things=dict(self.things))

    def of_authors(self) -> list[str]:
        """Whatever would tell a reviewer whose work it is."""
        project = self.project
        group = project.enrolment.group_memberships.get().group
        of_versions = [version.code for version in project.versions.all()]
        of_people = [
            token
            for part in ("author", "coauthor", "tutor")
            for token in tokens_of(self.people[part])
        ]
        return [
            *of_people, *of_versions, group.name, group.code, project.code, str(project.pk),
            project.enrolment.code, str(project.enrolment_id), TALK, FILE, samples.CANARY,
        ]  # fmt: skip

    def of_reviewers(self) -> list[str]:
        """Whatever would tell an author who reviewed."""
        people = [self.people[part] for part in ("peer", "second", "expert")]
        places = Enrolment.objects.filter(teacher__in=people)
        return [
            *(token for person in people for token in tokens_of(person)),
            *(token for place in places for token in (place.code, str(place.pk))),
            *(slot.code for slot in self.slots()), NOTE,
        ]  # fmt: skip

    def slots(self) -> list[Any]:
        return [slot for version in self.project.versions.all() for slot in version.slots.all()]


def tokens_of(person: User) -> list[str]:
    return [
        person.last_name, *person.first_name.split(), person.email, person.school, person.region,
        person.code, str(person.pk),
    ]  # fmt: skip


def somebody(part: str, number: int) -> User:
    """A person whose every word is unlike any other on the site; the surname is Cyrillic."""
    return UserFactory(
        pk=NUMBERS + number, email=f"{part}canary@mail.example",
        first_name=f"{part.title()}given {part.title()}patronymic",
        last_name=f"Канарейкин{chr(ord('а') + number) * 3}",
        school=f"{part.title()} gymnasium № 77", region=f"{part.title()}region",
        language="en",
    )  # fmt: skip


def build() -> World:
    home()
    make_guide()
    centre = CentreFactory(name="Centre of the story")
    session = SessionFactory(centre=centre, title="Session of the story")
    plan_open_rounds(session)
    parts = ("author", "coauthor", "colleague", "tutor", "peer", "second", "expert", "stranger")
    people = {part: somebody(part, number) for number, part in enumerate(parts)}
    people["coordinator"] = member("coordinator", centre, language="en")
    for part in ("tutor", "expert"):
        give(people[part], centre, part, by=None)
    group = make_group(session, people["tutor"], name="Groupcanary")
    place = place_in(group, people["author"], pk=NUMBERS + 100)
    place_in(group, people["colleague"])
    for number, part in enumerate(("peer", "second")):
        other = make_group(session, name=f"Group of {part}")
        place_in(other, people[part], pk=NUMBERS + 200 + number)
    make_page(place_in(make_group(session, name="Third")), title="Another work of the Guide")
    project = make_project(place, people["coauthor"], people["tutor"])
    return World(people, project, things_of(project, people))


def make_project(place: Enrolment, coauthor: User, tutor: User) -> Project:
    now = timezone.now()
    project = Project.objects.create(
        pk=NUMBERS + 300, owner=place.teacher, enrolment=place, kind="local", saved_at=now,
        **{**CARD, "links": ["https://example.org/atlas"]},
    )  # fmt: skip
    CoAuthor.objects.create(
        project=project, email=coauthor.email, person=coauthor, added_at=now, accepted_at=now
    )
    for name, data in (("jpg", samples.jpeg()), ("pdf", samples.pdf())):
        stored = receive(samples.upload(data, f"{FILE} plan.{name}"), by=place.teacher)
        ProjectFile.objects.create(project=project, file=stored, about="Plan", added_at=now)
    comments.comment(project, "idea", f"{TALK}?", key=uuid4().hex, by=tutor)
    return project


def things_of(project: Project, people: dict[str, User]) -> dict[str, Any]:
    """What stands in addresses: of this project where there is such a thing, else of nobody."""
    words = {word for rule in RULES for word in (*rule.things, *rule.sends.values())}
    nobody = {word: MISSING[int if word in NUMBERED else str] for word in words}
    states = ("draft", "fresh", "reviewed", "revised", "examined", "judged", "accepted")
    session = project.enrolment.session
    return {
        **nobody,
        **dict.fromkeys(states, project.code),
        "session": session.code,
        "centre": session.centre.code,
        "enrolment": project.enrolment.code,
        "group": project.enrolment.group_memberships.get().group.code,
        "lesson": session.course.lessons()[0].translation_key,
        "file": project.files.first().file.code,
        "round": session.review_rounds.get(project_kind="local", reviewers="peer").code,
        "expert_round": session.review_rounds.get(project_kind="local", reviewers="expert").code,
        "author": people["author"].code,
        "tutor_code": people["tutor"].code,
        "coauthor_email": people["coauthor"].email,
        "expert_email": people["expert"].email,
    }
