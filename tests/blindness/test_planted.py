"""If a leak planted here passed unseen, nothing that the crawl says would hold."""

import re
from contextlib import nullcontext

import pytest

from tests.blindness.crawler import Crawl, is_silent
from tests.blindness.plants import PLANTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_the_crawl_tells_where_a_leak_is(tell, plant, built, monkeypatch, tmp_path):
    word = str(getattr(built.people[plant.whose], plant.word)).split(" ")[0]
    with plant.change(monkeypatch, tmp_path, word) or nullcontext():
        world = tell(plant.story)
        found = Crawl(world.people[plant.reader]).of_the_work(world)

    with pytest.raises(AssertionError, match=rf"{re.escape(plant.where)}[^\n]*: {word}"):
        is_silent(found, [word])
