"""The coordinator's page of how far reviewers agree, and its sheets."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from project_guide.models import Review
from project_guide.reliability.report import reports_of
from tests.factories.people import member
from tests.factories.reliability import hand_in_all, make_versions, marked, mended

SPREAD = [(0, 0), (1, 1), (2, 2), (3, 3), (1, 2)]
ALPHA_OF_SPREAD = "0.887"  # four times over, by hand: 1 - 39 x 1152 / 396800
SHEETS = ["reliability_xlsx", "reliability_csv", "reviewers_xlsx", "reviewers_csv"]


@pytest.fixture
def peers_of(open_rounds):
    return open_rounds.review_rounds.select_related("rubric", "session").get(
        reviewers="peer", project_kind="local"
    )


@pytest.fixture
def experts_of(open_rounds):
    return open_rounds.review_rounds.select_related("rubric", "session").get(
        reviewers="expert", project_kind="local"
    )


@pytest.fixture
def twenty(peers_of, peers):
    """Twenty projects, each marked by the same two peers."""
    return marked(peers_of, peers, SPREAD * 4)


def address(session, name="reliability"):
    return reverse(f"project_guide:{name}", args=[session.code])


@pytest.fixture
def read_page(sign_in, coordinator, open_rounds):
    client = sign_in(coordinator)
    return lambda: " ".join(client.get(address(open_rounds)).content.decode().split())


@pytest.fixture
def table(sign_in, coordinator, open_rounds):
    """`table(name)` reads a CSV sheet as rows of texts."""
    client = sign_in(coordinator)

    def read(name):
        text = client.get(address(open_rounds, name)).content.decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text)))

    return read


def report_of(session, reviewers="peer"):
    return next(
        row
        for row in reports_of(session)
        if (row.round.reviewers, row.round.project_kind) == (reviewers, "local")
    )


def test_under_twenty_projects_the_page_tells_no_figure_but_how_many_there_are(
    read_page, table, peers_of, peers
):
    marked(peers_of, peers, SPREAD * 3 + SPREAD[:4])

    html = read_page()

    assert "Too few to tell." in html
    assert "19 projects were marked by two people or more; figures are shown from 20 on." in html
    assert "<table" not in html and peers[0].last_name not in html
    assert table("reliability_csv") == table("reviewers_csv") == []


def test_with_twenty_each_criterion_and_the_total_have_a_line(read_page, twenty, peers_of, peers):
    html = read_page()

    assert "20 projects were marked by two people or more." in html
    for row in peers_of.rubric.criteria.all():
        assert escape(row.title) in html
    assert html.count(ALPHA_OF_SPREAD) == 9 and "high" in html
    assert str(peers[0]) in html and str(peers[1]) in html


def test_versions_marked_by_one_person_do_not_count(peers_of, peers, open_rounds):
    marked(peers_of, peers[:1], SPREAD * 5)

    assert report_of(open_rounds).projects == 0


def test_two_versions_of_one_project_are_one_project(twenty, peers_of, peers, open_rounds):
    again = mended(twenty[0])
    hand_in_all(peers_of, [(again, peer, 2) for peer in peers[:2]])

    line = report_of(open_rounds).lines[0]

    assert (line.projects, line.versions) == (20, 21)


def test_drafts_do_not_count_and_released_sheets_do(twenty, open_rounds):
    sheets = Review.objects.filter(slot__version__in=twenty)
    sheets.update(released_at=sheets[0].submitted_at)
    assert report_of(open_rounds).projects == 20

    Review.objects.filter(pk=sheets[0].pk).update(submitted_at=None)
    assert report_of(open_rounds).projects == 19


def test_what_does_not_apply_is_a_missing_mark(twenty, peers_of, peers, open_rounds):
    [version] = make_versions(peers_of, 1)
    hand_in_all(peers_of, [(version, peers[0], 2)], skipped=["L5"])
    hand_in_all(peers_of, [(version, peers[1], 2)])

    lines = {line.title.split(".")[0]: line for line in report_of(open_rounds).lines}

    assert (lines["L5"].versions, lines["L4"].versions, lines["Total"].versions) == (20, 21, 21)


def test_a_criterion_that_seldom_applies_is_too_few_to_tell(read_page, peers_of, peers, table):
    marked(peers_of, peers[:2], SPREAD * 4, skipped=["L9"])

    lines = {row["Criterion"].split(".")[0]: row for row in table("reliability_csv")}

    assert lines["L9"]["In words"] == "too few to tell"
    assert (lines["L9"]["Alpha"], lines["L9"]["Versions marked twice"]) == ("", "0")
    assert "too few to tell" in read_page()


def test_marks_that_are_all_alike_cannot_be_told(read_page, peers_of, peers):
    marked(peers_of, peers, [(2, 2)] * 20)

    html = read_page()

    assert "cannot be told: all marks are alike" in html
    assert ">nan<" not in html


def test_peers_are_compared_with_the_experts_of_the_project(
    read_page, twenty, peers_of, experts_of, expert, open_rounds
):
    """The first ten experts' sheets are on the peers' version, the others on a mended one."""
    read = [*twenty[:10], *(mended(version) for version in twenty[10:])]
    hand_in_all(experts_of, [(version, expert, 2) for version in read])

    report = report_of(open_rounds)
    found = report.lines[0].shares

    # Levels of the peers, five projects each time: 0 0, 1 1, 2 2, 3 3, 1 2.
    assert (found.pairs, found.same, found.near) == (40, 12, 32)
    assert (report.compared, report.same_version) == (20, 10)
    assert "80&nbsp;%" in read_page()
    assert "In 10 of them both read the same version" in read_page()


def test_too_few_experts_leave_the_share_untold(read_page, twenty, experts_of, expert, table):
    hand_in_all(experts_of, [(twenty[0], expert, 2)])

    assert "too few to tell (1)" in read_page()
    assert {row["Within one level, %"] for row in table("reliability_csv")} == {""}


def test_experts_are_compared_with_each_other(read_page, experts_of, centre, expert, open_rounds):
    marked(experts_of, [expert, member("expert", centre)], SPREAD * 4)

    report = report_of(open_rounds, "expert")

    assert (report.lines[0].shares.same, report.lines[0].shares.near) == (16, 20)
    assert report.compared == 0
    assert "Within one level of each other" in read_page()


def test_a_strict_reviewer_lies_below_the_others(read_page, peers_of, peers, table):
    peers[0].last_name, peers[1].last_name = "Belova", "Antonova"
    for peer in peers:
        peer.save()
    marked(peers_of, peers[:2], [(1, 2), (0, 1), (2, 3), (1, 2)] * 5)

    rows = table("reviewers_csv")

    assert [row["Surname"] for row in rows] == ["Antonova", "Belova"]
    assert [row["Points of the total against the others"] for row in rows] == ["33.3", "-33.3"]
    assert [row["Levels against the others"] for row in rows] == ["1.0", "-1.0"]
    assert {row["Versions marked with others"] for row in rows} == {"20"}
    html = read_page()
    assert "\N{MINUS SIGN}33.3" in html and "+33.3" in html


def test_page_and_sheet_show_the_same_figures_twice(read_page, twenty, table):
    html, rows = read_page(), table("reliability_csv")

    assert html == read_page() and rows == table("reliability_csv")
    for row in rows:
        low, high = row["95 % interval, from"], row["95 % interval, to"]
        assert f"{float(row['Alpha']):.3f}" in html
        assert f"{float(low):.3f} to {float(high):.3f}" in html


def test_the_page_says_that_it_is_no_gate_and_nobodys_grade(read_page, twenty):
    html = read_page()

    assert "No gate and nobody's grade" in html
    assert "decide on no project, no certificate and no reviewer" in html


def test_the_sheets_hold_no_formula(sign_in, coordinator, twenty, peers, open_rounds):
    peers[0].last_name = "=1+1"
    peers[0].save()
    client = sign_in(coordinator)

    text = client.get(address(open_rounds, "reviewers_csv")).content.decode("utf-8-sig")
    book = client.get(address(open_rounds, "reviewers_xlsx"))
    figures = client.get(address(open_rounds, "reliability_xlsx"))

    assert ",'=1+1," in text
    names = load_workbook(BytesIO(book.content)).active
    assert ("=1+1", "s") in {(cell.value, cell.data_type) for cell in names["C"]}
    sheet = load_workbook(BytesIO(figures.content)).active
    assert sheet.max_row == 11
    assert sheet["F2"].data_type == "n" and sheet["F2"].value == float(ALPHA_OF_SPREAD)
    assert figures.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["reliability", *SHEETS])
def test_only_coordinators_of_the_centre_find_it(
    sign_in, open_rounds, twenty, coordinator, teacher, tutor, expert, peers, stranger, name
):
    elsewhere = member("coordinator", type(open_rounds.centre).objects.create(name="Other"))

    for person in (teacher, tutor, expert, peers[0], stranger, elsewhere):
        assert sign_in(person).get(address(open_rounds, name)).status_code == 404
    assert sign_in(coordinator).get(address(open_rounds, name)).status_code == 200


def test_the_page_of_rounds_leads_to_it(sign_in, coordinator, open_rounds):
    html = sign_in(coordinator).get(address(open_rounds, "rounds")).content.decode()

    assert address(open_rounds) in html


def test_a_session_without_rounds_is_told_so(sign_in, coordinator, session):
    html = sign_in(coordinator).get(address(session)).content.decode()

    assert "No rounds are planned yet" in html


@pytest.mark.parametrize(
    ("name", "queries"), [("reliability", 10), *((name, 9) for name in SHEETS)]
)
def test_it_costs_the_same_for_one_version_and_three_and_for_all_figures(
    sign_in, coordinator, peers_of, peers, open_rounds, django_assert_num_queries, name, queries
):
    client = sign_in(coordinator)
    for levels in (SPREAD[:1], SPREAD[:2], SPREAD * 4):
        marked(peers_of, peers, levels)
        with django_assert_num_queries(queries):
            client.get(address(open_rounds, name))
