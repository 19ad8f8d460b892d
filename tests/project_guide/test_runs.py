"""The run with one's own pupils: numbers and results, nobody's name."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Achievement
from project_guide.models import CoAuthor, RunRecord
from tests.factories.courses import place_in
from tests.factories.people import UserFactory
from tests.factories.projects import make_project, send

YESTERDAY = date.today() - timedelta(days=1)
FACTS = {
    "starts_on": (YESTERDAY - timedelta(days=14)).isoformat(),
    "ends_on": YESTERDAY.isoformat(),
    "grade_band": "5-9",
    "pupils": "23",
    "results": "A map of the yard; 12 species by ear.",
}


def url(project, name="run"):
    return reverse(f"project_guide:{name}", args=[project.code])


@pytest.fixture
def project(enrolment):
    project = make_project(enrolment)
    send(project)
    return project


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


def test_the_run_is_written_down_and_counts(author, project, enrolment):
    answer = author.post(url(project), FACTS)

    run = RunRecord.objects.get(project=project)
    assert answer.url == url(project, "project")
    assert (run.pupils, run.ends_on) == (23, YESTERDAY)
    assert Achievement.objects.get(enrolment=enrolment, what="run")
    page = author.get(answer.url).content.decode()
    assert "23 pupils" in page and "12 species by ear" in page


def test_the_record_is_corrected_and_not_doubled(author, project):
    for pupils in ("23", "23", "24"):
        author.post(url(project), {**FACTS, "pupils": pupils})

    assert RunRecord.objects.get().pupils == 24
    assert b"Correct the record" in author.get(url(project)).content
    assert Achievement.objects.filter(what="run").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ends_on", (date.today() + timedelta(days=2)).isoformat(), "when its last day has come"),
        ("ends_on", "2020-01-01", "comes before the first one"),
        ("ends_on", "tomorrow", "Enter a valid date"),
        ("pupils", "0", "greater than or equal to 1"),
        ("pupils", "2001", "less than or equal to 2000"),
        ("pupils", "many", "Enter a whole number"),
        ("grade_band", "12", "not one of the available choices"),
        ("results", "", "This field is required"),
        ("results", "x" * 4001, "at most 4000 characters"),
        ("results", "Write to masha@example.org", "Take the e-mail address out"),
        ("results", "Call +7 (913) 123-45-67", "looks like a phone number"),
        ("results", "Тел. 8 913 123 45 67", "looks like a phone number"),
        ("results", "Тел. +375 29 123-45-67", "looks like a phone number"),
        ("results", "Тел. 123-45-67", "looks like a phone number"),
    ],
)
def test_an_unfit_record_is_told_and_kept_on_the_page(author, project, field, value, sentence):
    page = author.post(url(project), {**FACTS, field: value}).content.decode()

    assert sentence in page
    assert value in page or field == "grade_band"
    assert FACTS["results"] in page or field == "results"
    assert not RunRecord.objects.exists()


@pytest.mark.parametrize(
    "results",
    [
        "From 12.10.2025 to 22-11-2025",
        "1200 pictures, 34 maps, 8 groups",
        "2024 2025 2026",
        "85-90 %, then 95 %",
        "Marks: 5, 4, 5, 3 @ school",
    ],
)
def test_dates_and_figures_are_no_phones(author, project, results):
    assert author.post(url(project), {**FACTS, "results": results}).status_code == 302


def test_markup_in_the_results_is_shown_as_text(author, project):
    author.post(url(project), {**FACTS, "results": "<script>alert(1)</script>"})

    page = author.get(url(project, "project")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_draft_has_no_run(sign_in, enrolment):
    project = make_project(enrolment)
    client = sign_in(enrolment.teacher)

    assert b"The run comes after the project is sent" in client.get(url(project)).content
    page = client.post(url(project), FACTS).content.decode()

    assert "Send the project for review first" in page
    assert FACTS["results"] in page
    assert not RunRecord.objects.exists()


def test_only_the_owner_records(sign_in, project, tutor, coordinator, stranger):
    colleague = UserFactory()
    project.coauthors.create(
        email=colleague.email,
        person=colleague,
        added_at=project.saved_at,
        accepted_at=project.saved_at,
    )
    for person, status in ((tutor, 403), (coordinator, 403), (colleague, 403), (stranger, 404)):
        client = sign_in(person)
        assert client.get(url(project)).status_code == status
        assert client.post(url(project), FACTS).status_code == status
    assert not RunRecord.objects.exists()


def test_a_run_counts_for_a_co_author_who_makes_no_project_of_their_own(
    author, project, enrolment, group
):
    colleague = place_in(group)
    CoAuthor.objects.create(
        project=project,
        email=colleague.teacher.email,
        person=colleague.teacher,
        added_at=timezone.now(),
        accepted_at=timezone.now(),
    )

    author.post(url(project), FACTS)

    for one in (enrolment, colleague):
        assert one.achievements.filter(what=Achievement.What.RUN).count() == 1
