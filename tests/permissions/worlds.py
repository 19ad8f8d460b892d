"""Two worlds that must know nothing of each other: in each a centre with everything in it.

Names, addresses and titles of a world carry its mark, so that any answer can be searched for it.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.codes import fingerprint, secret_token
from courses.actions import authors, groups
from courses.models import Group, GroupInvitation
from people.models import Invitation, Membership, User
from people.models.invitation import VALID_FOR
from project_guide.actions import conflicts
from project_guide.models import Anchor, ProjectFile, ReviewRound
from tests.factories.anchors import give_anchors
from tests.factories.courses import SessionFactory, home, make_group, place_in
from tests.factories.guide import make_guide
from tests.factories.people import CentreFactory, UserFactory, member
from tests.permissions.stages import STAGES, begin

# What nobody's thing is called, by the kind of its name.
MISSING: dict[type, Any] = {str: "2222222222", int: 2_000_000_000, UUID: UUID(int=7)}
ROLES = {
    "coordinator": "coordinator",
    "tutor": "tutor",
    "other_tutor": "tutor",  # of another group of the same session, and an author of the course
    "expert": "expert",
}


@dataclass
class World:
    """`things` are what stands in addresses and forms, by the words of the table."""

    number: int
    people: dict[str, User] = field(default_factory=dict)
    owners: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return f"Canary{self.number}x"

    def named(self, part: str) -> dict[str, str]:
        return {
            "email": f"{self.mark}-{part}@example.org".lower(),
            "last_name": f"{self.mark}-{part}",
            "school": f"School {self.mark} {part}",
        }

    def person(self, part: str) -> User:
        found = UserFactory(**self.named(part))
        self.people[part] = found
        return found

    def missing(self) -> "World":
        """The same addresses with codes, numbers and keys that nobody has."""
        things = {word: MISSING[type(thing)] for word, thing in self.things.items()}
        return World(0, self.people, self.owners, things)


def build(number: int) -> World:
    world = World(number)
    home()
    make_guide()
    appoint_people(world)
    hold_session(world)
    invite(world)
    name_conflicts(world)
    for stage in STAGES:
        stage(world, begin(world, stage.__name__))
    ask_to_calibrate(world)
    return world


def ask_to_calibrate(world: World) -> None:
    """In the peers' round of network projects, where nobody has anything to review."""
    found = ReviewRound.objects.get(
        session__code=world.things["session"], project_kind="network", reviewers="peer"
    )
    made = give_anchors(found, world.people["coordinator"], pairs=1)
    made[0].files.add(ProjectFile.objects.filter(file__code=world.things["file"]).get())
    Anchor.objects.filter(pk=made[0].pk).update(title=f"{world.mark} anchor")
    world.things |= {
        "calibration_round": found.code,
        "anchor": made[0].code,
        "example": "local-1",
    }


def appoint_people(world: World) -> None:
    centre = CentreFactory(name=f"{world.mark} centre")
    for part, role in ROLES.items():
        world.people[part] = member(role, centre, **world.named(part))
    for part in ("stranger", "coauthor", "invited"):
        world.person(part)
    world.things |= {
        "centre": centre.code,
        "centre_pk": centre.pk,
        "membership": Membership.objects.get(person=world.people["expert"]).pk,
        "author": world.people["other_tutor"].code,
        "tutor_pk": world.people["tutor"].pk,
        "tutor_code": world.people["tutor"].code,
        "coauthor_email": world.people["coauthor"].email,
        "expert_email": world.people["expert"].email,
    }


def hold_session(world: World) -> None:
    centre = world.people["tutor"].memberships.get().centre
    session = SessionFactory(centre=centre, title=f"{world.mark} session")
    group = make_group(session, world.people["tutor"], f"{world.mark} group")
    other = make_group(session, world.people["other_tutor"], f"{world.mark} other group")
    place_in(group, world.person("colleague"))
    place_in(other, world.person("peer"))
    course, coordinator = session.course, world.people["coordinator"]
    authors.appoint(course, world.people["other_tutor"], by=coordinator)
    world.things |= {
        "session": session.code,
        "course": course.pk,
        "lesson": course.lessons()[0].translation_key,
        "group": group.code,
        "other_group_pk": other.pk,
    }


def name_conflicts(world: World) -> None:
    """One that a teacher said, and one that the coordinator said of somebody else."""
    said = conflicts.declare_to("nobody@elsewhere.example", by=world.people["colleague"])
    of_another = conflicts.declare(
        world.people["other_tutor"], world.people["stranger"], by=world.people["coordinator"]
    )
    world.things |= {"my_conflict": said.pk, "conflict": of_another.pk}


def invite(world: World) -> None:
    """To the centre, and to the tutor's group."""
    coordinator, token = world.people["coordinator"], secret_token()
    group = Group.objects.get(code=world.things["group"])
    invitation = Invitation.objects.create(
        centre=group.session.centre,
        email=f"{world.mark}-newcomer@example.org".lower(),
        role="tutor",
        token=fingerprint(token),
        invited_by=coordinator,
        expires_at=timezone.now() + VALID_FOR,
    )
    link_token = groups.make_link(group, by=world.people["tutor"])
    world.things |= {
        "invitation": invitation.code,
        "invitation_token": token,
        "link": GroupInvitation.objects.get(group=group).code,
        "link_token": link_token,
    }
