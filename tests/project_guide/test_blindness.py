"""Two worlds that must not meet: reviewers learn nothing of authors, authors nothing of reviewers.

Every person in the story has names that stand nowhere else. A crawler then reads whatever a
reviewer can reach, page by page, with files, notices and letters.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice, OutgoingMail
from courses.models import Group, TrainingSession
from files.actions import receive
from people.actions.members import give
from people.models import User
from project_guide.actions import answers, queue, release
from project_guide.models import CoAuthor, Project, ProjectFile, ReviewInvitation, ReviewSlot
from project_guide.models.review_copy import SHOWN, review_copy
from tests.factories.courses import make_group, place_in
from tests.factories.people import UserFactory
from tests.factories.projects import (
    CARD,
    decided,
    hand_in,
    make_project,
    plan_open_rounds,
    review_by,
    revise,
    round_of,
    send,
)
from tests.files import samples
from tests.files.samples import upload

SEEDS = [
    "/desk/",
    "/reviews/",
    "/projects/",
    "/desk/notices/",
    "/reviews/release/",
    "/reviews/decisions/",
    "/reviews/moderation/",
    "/accounts/profile/",
]
LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)""")
LEFT_ALONE = ("/accounts/logout", "/language/", "/cms/", "/static/", "/accounts/login")
MOST_PAGES = 120


@dataclass
class Crawl:
    """What one person could read: address and text."""

    seen: dict[str, str] = field(default_factory=dict)

    def read(self, client: Client, address: str) -> None:
        if address in self.seen or len(self.seen) >= MOST_PAGES:
            return
        response = client.get(address)
        assert response.status_code < 500, address
        body = b"".join(response) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        headers = " ".join(f"{name}: {value}" for name, value in response.items())
        self.seen[address] = unescape(f"{headers} {unquote(text)}")
        for link in LINK.findall(text) if "html" in response["Content-Type"] else []:
            if link.startswith("/") and not link.startswith(LEFT_ALONE):
                self.read(client, unescape(link))

    def leaks(self, tokens: list[str]) -> set[tuple[str, str]]:
        return {
            (address, token)
            for address, text in self.seen.items()
            for token in tokens
            if token.casefold() in text.casefold()
        }


@dataclass
class World:
    session: TrainingSession
    project: Project
    coauthor: User
    group: Group
    tutor: User
    peer: User
    second: User
    expert: User
    coordinator: User

    def author_tokens(self) -> list[str]:
        """Whatever would tell a reviewer whose work it is."""
        people = [self.project.owner, self.coauthor, self.tutor]
        return [
            *(token for person in people for token in tokens_of(person)),
            self.group.name, self.group.code, self.project.code, self.project.enrolment.code,
            "letter-canary", "filename-canary", samples.CANARY,
        ]  # fmt: skip

    def reviewer_tokens(self) -> list[str]:
        return [token for one in (self.peer, self.second, self.expert) for token in tokens_of(one)]


def tokens_of(person: User) -> list[str]:
    return [person.last_name, person.first_name, person.email, person.school, person.code]


def somebody(part: str) -> User:
    """A person whose every word is unlike any other on the site."""
    return UserFactory(
        email=f"{part}-canary@mail.example", first_name=f"{part.title()}given",
        last_name=f"{part.title()}surname", school=f"{part.title()} gymnasium № 77",
    )  # fmt: skip


def on_shelf(settings, folder) -> dict:
    """Files of this test lie in a folder of its own."""
    return {**settings.STORAGES["private"], "OPTIONS": {"location": folder, "base_url": None}}


@pytest.fixture
def world(session, centre, coordinator, settings, tmp_path) -> World:
    settings.STORAGES = {**settings.STORAGES, "private": on_shelf(settings, tmp_path)}
    plan_open_rounds(session)
    tutor = somebody("tutor")
    group = make_group(session, tutor, name="Groupcanary")
    place = place_in(group, somebody("author"))
    coauthor = somebody("coauthor")
    project = make_project(place, links=["https://example.org/atlas"])
    now = timezone.now()
    CoAuthor.objects.create(
        project=project, email=coauthor.email, person=coauthor, added_at=now, accepted_at=now
    )
    stored = receive(upload(samples.jpeg(), "filename-canary Authorsurname.jpg"), by=project.owner)
    ProjectFile.objects.create(project=project, file=stored, about="Plan", added_at=now)
    send(project, letter="letter-canary")
    reviewers = [
        place_in(make_group(session, name=f"Other {n}"), somebody(f"peer{n}")).teacher
        for n in (1, 2)
    ]
    expert = somebody("expert")
    give(expert, centre, "expert", by=None)
    return World(session, project, coauthor, group, tutor, *reviewers, expert, coordinator)


def letters_to(person: User) -> str:
    """Notices and mails of the person, as they were sent."""
    notices = Notice.objects.filter(recipient=person)
    mails = OutgoingMail.objects.filter(recipient=person)
    return " ".join(
        [f"{n.title} {n.text} {n.path} {n.key}" for n in notices]
        + [f"{m.subject} {m.text}" for m in mails]
    )


def crawl(client: Client, *more: str) -> Crawl:
    found = Crawl()
    for address in [*SEEDS, *more]:
        found.read(client, address)
    return found


def pages_of(slot: ReviewSlot) -> list[str]:
    sheet = reverse("project_guide:sheet", args=[slot.code])
    keys = [*map(str, range(1, slot.round.rubric.criteria.count() + 1)), "end"]
    return [
        *(f"{sheet}?criterion={key}" for key in keys),
        reverse("project_guide:hand_in", args=[slot.code]),
        reverse("project_guide:give_back", args=[slot.code]),
        reverse("project_guide:review_file", args=[slot.code, 1]),
        reverse("project_guide:review_file", args=[slot.code, 2]),
    ]


def forbidden_of(world: World) -> list[str]:
    """Addresses a curious reviewer might try; all of them must look alike."""
    project = world.project.code
    return [
        f"/projects/{project}/", f"/reviews/release/{project}/", f"/reviews/decisions/{project}/",
        f"/reviews/rounds/{world.session.code}/", f"/projects/{project}/versions/1/",
    ]  # fmt: skip


def test_a_peer_learns_nothing_of_the_author(sign_in, world):
    slot = queue.claim_next(round_of(world.project), by=world.peer)
    client = sign_in(world.peer)

    found = crawl(client, *pages_of(slot))
    assert found.seen[pages_of(slot)[0]].count(world.project.title) >= 1  # it did read the work
    assert f"project-{slot.label}-1.jpg" in found.seen[pages_of(slot)[-2]]
    assert found.leaks(world.author_tokens()) == set()

    hand_in(slot)
    release.release(world.project, by=world.coordinator)
    after = crawl(client, *pages_of(slot))
    assert after.leaks(world.author_tokens()) == set()
    letters = Crawl({"letters": letters_to(world.peer)})
    assert letters.leaks(world.author_tokens()) == set()


def test_what_is_closed_to_a_reviewer_says_nothing(sign_in, world):
    client = sign_in(world.peer)
    queue.claim_next(round_of(world.project), by=world.peer)

    for address in forbidden_of(world):
        answer = client.get(address)
        missing = client.get(re.sub(r"[0-9A-Z]{10,}", "A" * 10, address)).content
        assert (answer.status_code, answer.content) == (404, missing), address


def test_an_expert_learns_nothing_of_the_author_nor_of_the_peers(sign_in, world):
    review_by(world.peer, round_of(world.project))
    release.release(world.project, by=world.coordinator)
    revise(world.project)
    send(world.project, letter="All dates are named.")
    slot = queue.claim_next(round_of(world.project, "expert"), by=world.expert)
    client = sign_in(world.expert)

    tokens = [*world.author_tokens(), *tokens_of(world.peer)]
    found = crawl(client, *pages_of(slot))
    assert found.leaks(tokens) == set()
    assert "All dates are named." in found.seen[pages_of(slot)[0]]  # it did read the letter
    assert "Reviewer A" in found.seen[pages_of(slot)[0]]
    hand_in(slot)
    assert crawl(client, *pages_of(slot)).leaks(tokens) == set()
    assert Crawl({"letters": letters_to(world.expert)}).leaks(tokens) == set()


def test_an_expert_who_is_asked_learns_nothing_before_accepting_nor_after_declining(sign_in, world):
    review_by(world.peer, round_of(world.project))
    release.release(world.project, by=world.coordinator)
    revise(world.project)
    send(world.project, letter="letter-canary")
    invitation = ReviewInvitation.objects.get(person=world.expert)
    brief = reverse("project_guide:invitation", args=[invitation.code])
    tokens = [*world.author_tokens(), *tokens_of(world.peer)]
    client = sign_in(world.expert)

    found = crawl(client, f"{brief}decline/")
    assert CARD["idea"] in found.seen[brief]  # it did read the brief
    assert found.leaks([*tokens, CARD["question"]]) == set()
    assert Crawl({"letters": letters_to(world.expert)}).leaks(tokens) == set()

    answers.decline(invitation, decline="time", by=world.expert)
    after = crawl(client, brief, f"{brief}decline/", f"/reviews/{invitation.slot.code}/")
    assert after.leaks([*tokens, CARD["title"], CARD["idea"]]) == set()


@pytest.mark.parametrize("part", ["owner", "coauthor"])
def test_authors_never_learn_who_reviewed(sign_in, world, part):
    for peer in (world.peer, world.second):
        review_by(peer, round_of(world.project), private_note="private-canary")
    release.release(world.project, by=world.coordinator)
    author = world.project.owner if part == "owner" else world.coauthor
    client = sign_in(author)
    address = reverse("project_guide:project", args=[world.project.code])
    tokens = [*world.reviewer_tokens(), "private-canary"]
    assert crawl(client, address).leaks(tokens) == set()

    revise(world.project)
    version = send(world.project)
    made = decided(version, world.expert, world.coordinator)
    paper = reverse("credentials:document", args=[made.conclusion.document.code])
    found = crawl(client, address, paper)
    assert made.conclusion.document.number in found.seen[paper]
    assert found.leaks(tokens) == set()
    assert Crawl({"letters": letters_to(author)}).leaks(tokens) == set()


def test_the_crawl_would_find_a_leak(sign_in, world, tmp_path, settings):
    """Planted: a template that names the author. If this passes unseen, nothing above holds."""
    folder = tmp_path / "project_guide" / "reviews"
    folder.mkdir(parents=True)
    (folder / "copy.html").write_text("{{ slot.version.project.owner }}{{ copy.title }}")
    (folder / "frame.html").write_text(
        '{% extends "base.html" %}{% block main %}'
        '{% include "project_guide/reviews/copy.html" %}{% endblock %}'
    )
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    slot = queue.claim_next(round_of(world.project), by=world.peer)

    leaks = crawl(sign_in(world.peer), *pages_of(slot)).leaks(world.author_tokens())

    assert (pages_of(slot)[0], "Authorsurname") in leaks


def test_the_crawl_reaches_the_pages_it_speaks_for(sign_in, world):
    slot = queue.claim_next(round_of(world.project), by=world.peer)

    found = crawl(sign_in(world.peer))

    assert {address.split("?")[0] for address in pages_of(slot)[:-1]} <= {
        address.split("?")[0] for address in found.seen
    }


def test_the_copy_holds_nothing_but_what_is_allowed():
    """Every field of a card, known or not yet invented, carries its own mark."""
    card = {
        **CARD,
        "names_shown": "mark-names",
        "no_pupils_data": "mark-pupils",
        "authors": "mark-authors",
        "letter": "mark-letter",
        "something_new": "mark-new",
    }

    shown = repr(review_copy("7Q", "local", card))

    assert CARD["title"] in shown
    assert "mark-" not in shown
    assert {
        *CARD,
        "joint_result",
        "need_for_partners",
        "capacity",
        "links",
        "could_become_network",
    } >= SHOWN


def test_the_copy_is_plain_data(world):
    """Texts and numbers all the way down: nothing in it can be followed back to the author."""
    slot = queue.claim_next(round_of(world.project), by=world.peer)
    files = [(row.about, row.file) for row in slot.version.files.all()]
    copy = review_copy(slot.label, slot.version.kind, slot.version.card, files)

    def plain(value: object) -> bool:
        if isinstance(value, tuple):
            return all(map(plain, value))
        if hasattr(value, "__dataclass_fields__"):
            return all(plain(getattr(value, name)) for name in value.__dataclass_fields__)
        return type(value) in {str, int, bool}

    assert plain(copy)
    assert copy.files[0].name == f"project-{slot.label}-1"
