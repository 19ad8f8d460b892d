"""What the measuring of pages says, and that it never touches anybody's data."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.servers.basehttp import get_internal_wsgi_application
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from config.bench import budgets, clearing, floor, ground, guide, measure, people, reviews, table
from config.bench.asking import ask
from config.bench.measure import Cost, Figures
from config.bench.visits import GUIDE, Visit
from config.bench.worker import Process
from core.codes import random_code
from courses.models import Group, TrainingSession
from people.models import User
from project_guide.models import ProjectPage
from tests.factories.courses import EnrolmentFactory
from tests.factories.guide import make_guide, make_page
from tests.factories.people import UserFactory
from tests.factories.projects import plan_open_rounds

MIB = 1024 * 1024


def figures(name="desk", size="10 projects", promises=(), cpu=0.012, **changes):
    usual = {
        "status": 200,
        "queries": 5,
        "lookup": 0,
        "costs": [Cost(wall, cpu) for wall in (0.010, 0.020, 0.030)],
        "floors": [Cost(0.005, 0.003), Cost(0.007, 0.005)],
        "html": 30_000,
        "gzipped": 6_000,
        "assets": {"css": 8_000, "js": 17_000},
    }
    return Figures(Visit(name, "/", **dict(promises)), size, **{**usual, **changes})


def told(*found, cold_start=1.0, memory=280 * MIB):
    web = Process(cold_start, 0.9, 200, memory)
    return list(budgets.lines(found, web))


@pytest.fixture
def demo(settings):
    settings.DEMO = True


# --- whose data ---------------------------------------------------------------------------


def test_a_database_with_other_data_is_left_as_it_is(db, demo):
    UserFactory(email="somebody@example.org")

    with pytest.raises(CommandError, match="left as it is"):
        call_command("bench", seconds=0)

    assert User.objects.get().email == "somebody@example.org"
    assert not ground.is_ours()


def test_nothing_is_measured_without_the_demonstration(db):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("bench")


def test_figures_of_a_debugging_site_are_refused(db, demo, settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("bench")


# --- data that are added ------------------------------------------------------------------


@pytest.fixture
def small_guide(session):
    make_guide()
    make_page(EnrolmentFactory(session=session))


def test_the_guide_grows_to_the_size_that_is_asked(small_guide, client):
    guide.grow(30)

    assert ProjectPage.objects.live().count() == 30
    assert len(client.get("/guide/").context["cards"]) == 24
    assert [page.get_url() for page in ProjectPage.objects.all()] == [
        f"/guide/{page.slug}/" for page in ProjectPage.objects.all()
    ]


def test_pages_that_were_added_are_found_and_open(small_guide, client):
    guide.grow(5)
    page = ProjectPage.objects.filter(slug__startswith="bench-").earliest("pk")

    assert page.get_url() in client.get("/guide/", {"q": page.title}).content.decode()
    assert set(page.tags.names()) == set(page.version.card["tags"])
    assert page.title in client.get(page.get_url()).content.decode()


def test_the_tree_of_pages_stays_whole(small_guide):
    guide.grow(5)

    assert ProjectPage.find_problems() == ([], [], [], [], [])


def test_growing_twice_to_the_same_size_adds_nothing(small_guide):
    guide.grow(5)
    guide.grow(3)

    assert ProjectPage.objects.count() == 5


def test_pieces_wait_in_the_queue_of_the_session(group):
    plan_open_rounds(group.session)

    reviews.grow(14)

    round_ = group.session.review_rounds.get(reviewers="peer", project_kind="local")
    assert round_.slots.count() == 14 * round_.wanted
    assert sorted(Group.objects.exclude(pk=group.pk).values_list("taken", flat=True)) == [2, 12]


def test_what_was_added_can_be_taken_away(small_guide, group):
    plan_open_rounds(group.session)
    places = TrainingSession.objects.values_list("capacity", "taken").get()
    guide.grow(4)
    reviews.grow(3)

    clearing.clear()

    assert ProjectPage.objects.count() == 1
    assert ProjectPage.find_problems() == ([], [], [], [], [])
    assert not User.objects.filter(email__endswith=people.ADDRESS).exists()
    assert TrainingSession.objects.values_list("capacity", "taken").get() == places
    assert Group.objects.get() == group
    connection.check_constraints()


# --- measuring ----------------------------------------------------------------------------


@pytest.fixture
def one_connection(db):
    """The test's own, which the end of a request would close."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_the_floor_shows_twenty_rows_with_one_query_and_no_middleware(one_connection):
    UserFactory.create_batch(21)

    found = measure.measure(floor.application(), Visit("floor", floor.PATH), size="", seconds=0)
    answer = ask(floor.application(), floor.PATH, {})

    assert (found.status, found.queries) == (200, 1)
    assert answer.body.count(b"<tr>") == 1 + floor.ROWS
    assert set(answer.headers) == {"Content-Type"}


def test_queries_of_the_lookup_are_told_apart(small_guide, one_connection):
    visit = Visit("Guide", "/guide/", queries=GUIDE, beyond_lookup=True, anew=True)

    found = measure.measure(get_internal_wsgi_application(), visit, size="", seconds=0)

    assert found.status == 200
    assert 0 < found.lookup < found.queries
    assert found.assets["css"] > 1000 and found.assets["js"] > 1000
    assert found.html > found.gzipped > 0


def test_processor_time_is_that_of_one_request_beside_the_floor(one_connection):
    def application(environ, start_response):
        sum(range(200_000))
        start_response("200 OK", [])
        return [b""]

    costs, floors = measure.repeat(application, Visit("sums", "/"), 0)

    assert len(costs) == len(floors) == measure.FEWEST
    assert all(0.0005 < cost.cpu < 0.5 and cost.wall > 0 for cost in costs)
    assert all(cost.cpu > 0 for cost in floors)


class Body(list):
    closed = False

    def close(self):
        self.closed = True


def test_an_answer_is_closed_as_a_server_would():
    body = Body([b"te", b"xt"])

    def application(environ, start_response):
        start_response("404 Not Found", [("X-Asked", environ["QUERY_STRING"])])
        return body

    answer = ask(application, "/a/?b=c", {})

    assert answer == (404, {"X-Asked": "b=c"}, b"text")
    assert body.closed


# --- telling ------------------------------------------------------------------------------


def test_the_table_has_every_column():
    heading, _, row = table.table([figures(lookup=2)])

    assert heading.split("  ")[0] == "page"
    for words in table.HEADINGS:
        assert words in heading
    cells = "desk 10 projects 50 20.0 29.0 2+3 12.0 3.00 30000 6000 8000 17000 31.0"
    assert " ".join(row.split()) == cells


def test_a_promise_that_is_kept_and_one_that_is_not():
    lines = told(figures(promises={"times": 2.0, "queries": 12}))

    assert "OVER  desk (10 projects), x floor: 3.00, at most 2.00" in lines
    assert "OK    desk (10 projects), queries: 5, at most 12" in lines


def test_the_largest_size_is_compared_with_the_smallest():
    even = {"even": True}

    lines = told(figures(promises=even), figures("desk", "99 projects", even, queries=6, cpu=0.013))

    assert "OVER  desk, queries at 99 projects: 6, at most 5" in lines
    assert "OK    desk, x its cost at 10 projects, at 99 projects: 1.08, at most 1.20" in lines


def test_weight_memory_and_start_are_told():
    lines = told(figures(html=50_000), figures("home"), cold_start=1.6, memory=320 * MIB)

    assert "OVER  longest HTML, KiB (desk): 48.8, at most 40.0" in lines
    assert "OK    heaviest page on the wire, kB (desk): 31.0, at most 100.0" in lines
    assert "OVER  4 workers, MiB: 320, at most 300" in lines
    assert "OVER  cold start, s: 1.60, at most 1.50" in lines


# --- the whole of it ----------------------------------------------------------------------


@pytest.fixture
def empty_place(tmp_path):
    """A folder and an empty database, of the kind the tests run on."""
    folder = {"DATA_DIR": str(tmp_path)}
    if connection.vendor != "postgresql":
        yield {**folder, "DATABASE_URL": ""}
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"bench_{random_code(10).lower()}"
    with psycopg.connect(server.geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield {**folder, "DATABASE_URL": server._replace(path=f"/{name}").geturl()}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_tiny_run_measures_every_page(empty_place, settings):
    """As ``make bench`` does it."""
    for step in ("migrate", "createcachetable", "collectstatic --no-input"):
        manage(empty_place, settings, *step.split(), "--verbosity", "0")

    small = "--seconds 0 --projects 85 90 --reviews 2 --pieces 2 30 --slots 60 --claims 9"
    told = manage(empty_place, settings, "bench", *small.split())

    for heading in table.HEADINGS:
        assert heading in told
    for name in ("home", "Guide, a word", "Guide, seen before", "project", "catalogue", "course"):
        assert f"\n{name} " in told
    for name in ("lesson, enrolled", "desk, coordinator", "queue, peer", "queue, expert"):
        assert f"\n{name} " in told
    assert told.count("the floor") == 1
    assert "90 projects" in told
    assert "memory of 4 workers: " in told
    assert "memory of 4 workers: 0 MiB" not in told
    assert "cold start: " in told
    for name in ("queue, peer (30 pieces), queries", "repair of 2,000 versions x 40 people"):
        assert name in told
    if connection.vendor == "postgresql":
        assert re.search(r"OK {4}\d claims of 24 processes, pairs given twice: 0, at most 0", told)
        assert re.search(r"OK {4}\d claims of 24 processes, broken: 0, at most 0", told)
    else:
        assert "measured on PostgreSQL only" in told
    assert re.search(r"OK {4}claim, \d+ open slots, queries: \d, at most 8", told)


def manage(place, settings, *arguments):
    env = {**os.environ, **place, "DEMO": "1"}
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env={**env, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
