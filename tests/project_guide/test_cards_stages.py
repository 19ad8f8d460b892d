"""The table of stages works by plain buttons."""

import pytest
from django.urls import reverse

from project_guide.models.card import MOST_STAGES
from tests.factories.projects import STAGE, make_project


def url(project, query=""):
    return reverse("project_guide:section", args=[project.code, "stages"]) + query


def rows(project, *stages, **more):
    data = {"stage": [str(place) for place in range(len(stages))], "edition": project.edition}
    for place, stage in enumerate(stages):
        data |= {f"stage-{place}-{name}": value or "" for name, value in stage.items()}
    return {**data, **more}


@pytest.fixture
def project(enrolment):
    return make_project(enrolment)


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


def stored(project):
    project.refresh_from_db()
    return [stage["title"] for stage in project.stages]


def test_a_stage_is_added_by_a_button(author, project):
    answer = author.post(url(project), rows(project, *project.stages, add="1"))

    page = author.get(answer.url)
    assert [form.place for form in page.context["form"].stages] == ["0", "1", "2"]


def test_pressing_the_button_twice_gives_two_rows(author, project):
    first = author.post(url(project), rows(project, *project.stages, add="1"))
    blank = dict.fromkeys(STAGE, "")
    second = author.post(first.url, rows(project, *project.stages, blank, add="1"))

    assert len(author.get(second.url).context["form"].stages) == 4
    assert len(stored(project)) == 2


def test_a_stage_is_removed_by_a_button(author, project):
    author.post(url(project), rows(project, *project.stages, remove="0"))

    assert stored(project) == ["Compare"]


def test_stages_stand_in_the_order_of_their_weeks(author, project):
    late, early = {**STAGE, "title": "Last", "week": 3}, {**STAGE, "title": "First", "week": 2}

    author.post(url(project), rows(project, late, early))

    assert stored(project) == ["First", "Last"]


def test_empty_rows_are_not_kept(author, project):
    author.post(url(project), rows(project, STAGE, dict.fromkeys(STAGE, "")))

    assert stored(project) == [STAGE["title"]]


def test_a_half_filled_stage_is_a_fine_draft_and_is_missing(author, project):
    author.post(url(project), rows(project, {**STAGE, "criteria": "", "week": ""}))

    assert stored(project) == [STAGE["title"]]
    assert [gap.field for gap in project.missing()] == ["stages"]


@pytest.mark.parametrize(
    ("field", "value"), [("week", "soon"), ("week", "41"), ("title", "x" * 151)]
)
def test_a_slip_in_a_stage_is_told_beside_it(author, project, field, value):
    page = author.post(url(project), rows(project, {**STAGE, field: value}))

    problem = page.context["problems"][0]
    assert problem.id == f"id_stage-0-{field}"
    assert f'id="{problem.id}"' in page.content.decode()
    assert value in page.content.decode()
    project.refresh_from_db()
    assert project.stages[0]["task"] == STAGE["task"]


def test_a_slip_does_not_keep_a_row_from_being_added(author, project):
    page = author.post(url(project), rows(project, {**STAGE, "week": "soon"}, add="1"))

    assert len(page.context["form"].stages) == 2


def test_there_are_twelve_stages_at_most(author, project):
    many = [{**STAGE, "title": f"Stage {place}"} for place in range(MOST_STAGES + 1)]

    page = author.post(url(project), rows(project, *many))

    assert "up to 12 stages" in page.content.decode()
    assert len(stored(project)) == MOST_STAGES
    full = author.get(url(project, "?blank=9"))
    assert len(full.context["form"].stages) == MOST_STAGES


@pytest.mark.parametrize("blank", ["-1", "x", "999999999999", "²"])
def test_odd_addresses_do_no_harm(author, project, blank):
    assert author.get(url(project, f"?blank={blank}")).status_code == 200


@pytest.mark.parametrize("place", ["x", "²", "-1", "99999999999999999999"])
def test_odd_rows_do_no_harm(author, project, place):
    answer = author.post(url(project), {"stage": [place], "edition": "²", "remove": place})

    assert answer.status_code in {200, 302}


def test_autosave_names_the_slip_of_a_stage(author, project):
    told = author.post(
        url(project), rows(project, {**STAGE, "week": "soon"}), HTTP_X_AUTOSAVE="1"
    ).json()

    assert list(told["errors"]) == ["id_stage-0-week"]
    assert told["done"] is False


def test_javascript_finds_a_row_to_copy(author, project):
    page = author.get(url(project)).content.decode()

    assert '<template id="stage-sample">' in page
    assert 'name="stage-__n__-title"' in page
