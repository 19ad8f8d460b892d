"""A reviewer reads the work at every point of its way, and nothing of whose it is."""

import re

import pytest

from project_guide.models import ReviewInvitation
from tests.blindness.crawler import SEEDS, UNRELATED, Crawl, addresses, is_silent
from tests.blindness.story import ASKED, STORIES
from tests.blindness.world import tokens_of
from tests.factories.projects import CARD

pytestmark = pytest.mark.django_db

# What may name an author, and why: nothing before the project is published by consent.
ALLOWED = {
    "it is published": [
        "/guide/",  # the page of the Guide
        "/verify/",  # the conclusion it leads to
    ]
}
OF_PEERS = [name for name in STORIES if "expert" not in name]
OF_EXPERTS = [name for name, acts in STORIES.items() if acts[: len(ASKED)] == ASKED]


@pytest.mark.parametrize("story", OF_PEERS)
def test_a_peer_learns_nothing_of_the_author_nor_of_other_reviewers(tell, story):
    world = tell(story)

    found = Crawl(world.people["peer"]).of_the_work(world)

    others = [token for part in ("second", "expert") for token in tokens_of(world.people[part])]
    is_silent(found, [*world.of_authors(), *others], ALLOWED.get(story, ()))


@pytest.mark.parametrize("story", OF_EXPERTS)
def test_an_expert_learns_nothing_of_the_author_nor_of_peers(tell, story):
    world = tell(story)

    found = Crawl(world.people["expert"]).of_the_work(world)

    others = [token for part in ("peer", "second") for token in tokens_of(world.people[part])]
    is_silent(found, [*world.of_authors(), *others], ALLOWED.get(story, ()))


def test_an_expert_who_is_asked_reads_what_it_is_about_and_no_more(tell):
    world = tell("it is sent again")
    code = ReviewInvitation.objects.get(person=world.people["expert"]).code

    found = looked_around(world)

    assert found.statuses[f"/reviews/invited/{code}/decline/"] == 200
    assert found.leaks([CARD["idea"]])
    is_silent(found, [CARD["question"]])


def test_an_expert_who_said_no_reads_nothing_of_it_any_more(tell):
    found = looked_around(tell("an expert was asked and said no"))

    is_silent(found, [CARD["idea"], CARD["question"]])


def looked_around(world):
    """Without taking a piece, and besides the Guide, where a work has the same words."""
    found = Crawl(world.people["expert"])
    found.left_alone += (*UNRELATED, "/guide/")
    found.follow([*SEEDS[1:], *addresses(world)])
    found.parts = [part for part in found.parts if not part[0].startswith("/ ")]
    return found


def test_what_is_closed_to_a_reviewer_looks_like_what_does_not_exist(tell):
    world = tell("a peer holds it")
    client = Crawl(world.people["peer"]).client
    project, session = world.project.code, world.things["session"]

    for address in [
        f"/projects/{project}/", f"/projects/{project}/versions/1/", f"/reviews/release/{project}/",
        f"/reviews/decisions/{project}/", f"/reviews/rounds/{session}/",
    ]:  # fmt: skip
        answer = client.get(address)
        missing = client.get(re.sub(r"[0-9A-Z]{10,}", "A" * 10, address)).content
        assert (answer.status_code, answer.content) == (404, missing), address


@pytest.mark.parametrize("part", ["peer", "expert", "stranger"])
def test_who_wished_not_to_be_named_is_not_named_in_the_guide(tell, part):
    world = tell("it is published without names")

    found = Crawl(world.people[part]).of_the_work(world)

    is_silent(found, world.of_authors())
    assert "/guide/birds-of-our-town/" in found.statuses


def test_who_wished_not_to_be_named_is_not_found_by_name(tell):
    """An answer to a search for somebody's name tells as much as the name."""
    world = tell("it is published without names")
    stranger = Crawl(world.people["stranger"]).client
    told = [*tokens_of(world.people["author"]), *tokens_of(world.people["coauthor"])]

    assert world.project.title in stranger.get("/guide/", {"q": "birds"}).content.decode()
    for word in told:
        found = stranger.get("/guide/", {"q": word}).content.decode()
        assert world.project.title not in found, word


@pytest.mark.parametrize("story", ["a peer holds it", "it is decided"])
def test_a_stranger_learns_nothing_of_anybody(tell, story):
    world = tell(story)

    found = Crawl(world.people["stranger"]).of_the_work(world)

    is_silent(found, [*world.of_authors(), *world.of_reviewers()])


def test_the_crawl_reaches_what_it_speaks_for(tell):
    """Pages, sheets, files, answers to scripts, refusals, mails: none of them left out."""
    world = tell("an expert holds it")
    peer, expert = (Crawl(world.people[part]).everything(world) for part in ("peer", "expert"))
    sheet = f"/reviews/{world.things['expert_slot']}/"
    for found in (peer, expert):
        is_silent(found, world.of_authors())

    assert {200, 302, 403, 404, 409} <= {*peer.statuses.values(), *expert.statuses.values()}
    for address in (sheet, f"{sheet}?criterion=2", f"{sheet}files/1/", f"{sheet}hand-in/"):
        assert expert.statuses[address] == 200
    places = [where for where, _text, _typed in expert.parts]
    for place in ("metadata of a picture", "properties of a PDF", "JSON", "header From"):
        assert any(where.endswith(place) for where in places), place
    assert any(where.startswith("notice review-invitation") for where in places)
    assert any("birds of our town" in text for _where, text, _typed in expert.parts)
