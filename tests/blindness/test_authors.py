"""Authors, and those around them, read what was said of the work, and nothing of who said it."""

import pytest

from tests.blindness.crawler import Crawl, is_silent
from tests.blindness.story import STORIES
from tests.blindness.world import tokens_of

pytestmark = pytest.mark.django_db

OF_AUTHORS = [
    "a peer holds it", "a peer has handed in", "the sheets are released", "an expert gave it back",
    "it is returned", "it is published",
]  # fmt: skip


@pytest.mark.parametrize("story", OF_AUTHORS)
def test_an_author_never_learns_who_reviews(tell, story):
    world = tell(story)

    is_silent(Crawl(world.people["author"]).of_the_work(world), world.of_reviewers())


@pytest.mark.parametrize("part", ["coauthor", "colleague"])
@pytest.mark.parametrize("story", ["the sheets are released", "it is published"])
def test_nor_do_a_coauthor_and_a_colleague_of_the_group(tell, part, story):
    world = tell(story)

    is_silent(Crawl(world.people[part]).of_the_work(world), world.of_reviewers())


def test_the_crawl_reaches_what_it_speaks_for(tell):
    world = tell("it is published")

    found = Crawl(world.people["author"]).everything(world)
    is_silent(found, world.of_reviewers())

    project = f"/projects/{world.project.code}/"
    for page in ("", "revision/", "versions/1/", "versions/2/changes/", "card/idea/"):
        assert found.statuses[project + page] == 200
    said = [(where, text) for where, text, _typed in found.parts]
    assert any(
        where.endswith("words of a PDF") and "birdsofourtown" in text for where, text in said
    )
    for token in tokens_of(world.people["author"])[:6]:  # canaries do sing
        assert any(token.casefold() in text for _where, text in said), token
    assert any("talkcanary" in text for _where, text in said)  # the conversation with the tutor
    assert any(where.startswith("mail") and "well done" in text for where, text in said)


def test_every_story_is_looked_at_by_somebody():
    assert set(OF_AUTHORS) <= set(STORIES)
