"""The card is written section by section; nothing typed is lost, nothing foreign is shown."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from courses.models import Enrolment
from project_guide.actions import cards
from project_guide.models import Project
from project_guide.models.card import SECTIONS
from tests.factories.courses import EnrolmentFactory
from tests.factories.people import UserFactory, member
from tests.factories.projects import CARD, STAGE, make_project, send

SCRIPT = "<script>alert(1)</script>"
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}


def url(project, name="project", *more):
    return reverse(f"project_guide:{name}", args=[project.code, *more])


def idea(project, **fields):
    """The first section as its form would send it."""
    kept = {name: getattr(project, name) for name in SECTIONS["idea"]}
    return {**kept, "edition": project.edition, **fields}


@pytest.fixture
def project(enrolment):
    return make_project(enrolment)


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


def test_a_project_is_begun_once_from_an_active_place(sign_in, enrolment):
    client = sign_in(enrolment.teacher)
    assert b"Begin the project" in client.get("/projects/").content

    for _twice in range(2):
        answer = client.post(reverse("project_guide:begin", args=[enrolment.code]))

    project = Project.objects.get()
    assert answer.url == url(project, "section", "idea")
    assert b"Begin the project" not in client.get("/projects/").content


def test_nobody_begins_a_project_from_somebody_elses_place(sign_in, enrolment, stranger):
    answer = sign_in(stranger).post(reverse("project_guide:begin", args=[enrolment.code]))

    assert answer.status_code == 404
    assert not Project.objects.exists()


PAGES = [
    ("project",),
    ("section", "idea"),
    ("section", "stages"),
    ("files",),
    ("authors",),
    ("coauthor",),
    ("send",),
    ("revision",),
    ("run",),
    ("version", 1),
    ("receipt", 1),
]


@pytest.mark.parametrize("page", PAGES)
def test_a_foreign_project_looks_like_a_missing_one(sign_in, project, centre, stranger, page):
    other_tutor = member("tutor", centre)
    for person in (stranger, other_tutor):
        client = sign_in(person)
        foreign = client.get(url(project, *page))
        missing = client.get(url(project, *page).replace(project.code, "NOSUCHCODE"))

        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.content == missing.content


@pytest.mark.parametrize("part", ["teacher", "tutor", "coordinator"])
def test_authors_tutor_and_coordinator_read_the_project(request, sign_in, project, part):
    client = sign_in(request.getfixturevalue(part))

    for page in [("project",), *(("section", key) for key in SECTIONS)]:
        assert client.get(url(project, *page)).status_code == 200


@pytest.mark.parametrize("part", ["tutor", "coordinator"])
def test_only_authors_write_in_the_card(request, sign_in, project, part):
    client = sign_in(request.getfixturevalue(part))

    answer = client.post(url(project, "section", "idea"), idea(project, title="Mine"))

    assert answer.status_code == 403
    assert b"data-autosave" not in client.get(url(project, "section", "idea")).content
    project.refresh_from_db()
    assert project.title == CARD["title"]


def test_there_is_no_other_section(author, project):
    assert author.get(url(project, "section", "nothing")).status_code == 404
    assert author.post(url(project, "section", "nothing")).status_code == 404
    assert author.post(url(project, "comment", "nothing")).status_code == 404


def test_the_overview_says_exactly_what_is_missing(sign_in, enrolment):
    project = make_project(enrolment, question="", weeks=None)

    page = sign_in(enrolment.teacher).get(url(project)).content.decode()

    assert f'href="{url(project, "section", "idea")}#id_question"' in page
    assert f'href="{url(project, "section", "frame")}#id_weeks"' in page
    assert "#id_title" not in page
    assert "2 fields are left" in page


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [("next", ("section", "frame")), ("stay", ("section", "idea")), ("later", ("project",))],
)
def test_buttons_save_and_lead_on(author, project, button, leads_to):
    answer = author.post(
        url(project, "section", "idea"), idea(project, title="  New\u200b  name ", then=button)
    )

    project.refresh_from_db()
    assert project.title == "New name"
    assert answer.url == url(project, *leads_to)


def test_the_last_section_leads_to_the_overview(author, project):
    data = {
        "safety": "Rules.",
        "licence": "cc-by",
        "names_shown": "False",
        "no_pupils_data": "on",
        "could_become_network": "now",
        "links": "https://example.org/a\r\nhttps://example.org/b",
        "edition": project.edition,
        "then": "next",
    }

    answer = author.post(url(project, "section", "safety"), data)

    project.refresh_from_db()
    assert answer.url == url(project)
    assert (project.names_shown, project.could_become_network) == (False, "now")
    assert project.links == ["https://example.org/a", "https://example.org/b"]


def test_words_are_chosen_and_tags_are_tidied(author, project):
    data = {
        "subjects": ["art", "music"],
        "grade_bands": ["1-4"],
        "languages": ["ru", "be"],
        "weeks": "6",
        "tags": " Птицы, птицы,  Наш   город ,,",
        "edition": project.edition,
    }

    author.post(url(project, "section", "frame"), data)

    project.refresh_from_db()
    assert project.tags == ["птицы", "наш город"]
    assert (project.subjects, project.weeks) == (["art", "music"], 6)


@pytest.mark.parametrize(
    ("section", "field", "value", "sentence"),
    [
        ("frame", "tags", ",".join(f"tag{n}" for n in range(9)), "Up to 8 words"),
        ("frame", "weeks", "many", "whole number"),
        ("frame", "weeks", "41", "less than or equal to 40"),
        ("frame", "subjects", "witchcraft", "not one of the available choices"),
        ("safety", "links", "javascript:alert(1)", "a link begins with https://"),
        ("safety", "links", "http://example.org", "a link begins with https://"),
        ("safety", "links", "https://user@example.org/", "not an address that can be opened"),
        ("idea", "idea", "x" * 201, "at most 200 characters"),
        ("idea", "title", "x" * 151, "at most 150 characters"),
    ],
)
def test_a_wrong_field_is_told_and_kept_on_the_page(
    author, project, section, field, value, sentence
):
    kept = getattr(project, field)

    page = author.post(
        url(project, "section", section), {field: value, "edition": project.edition}
    ).content.decode()

    project.refresh_from_db()
    assert sentence in page
    assert getattr(project, field) == kept
    assert escape(value) in page or field == "subjects"


def test_the_rest_of_a_form_with_a_slip_is_saved(author, project):
    author.post(url(project, "section", "idea"), idea(project, title="Renamed", idea="y" * 201))

    project.refresh_from_db()
    assert (project.title, project.idea) == ("Renamed", CARD["idea"])


def test_lines_count_once_however_the_browser_ends_them(author, project):
    text = "\n".join(["line"] * 100)  # 499 characters; with two-character ends 598

    author.post(url(project, "section", "idea"), idea(project, question=text.replace("\n", "\r\n")))

    project.refresh_from_db()
    assert project.question == text


def test_the_browser_never_cuts_off_what_is_pasted(author, project):
    for key in SECTIONS:
        assert b"maxlength" not in author.get(url(project, "section", key)).content


def test_markup_in_every_field_is_shown_as_text(sign_in, tutor, enrolment):
    texts = [
        "title",
        "idea",
        "question",
        "description",
        "goals",
        "results",
        "tools",
        "assessment",
        "safety",
    ]
    stage = {**STAGE, **dict.fromkeys(("title", "task", "deliverable", "criteria"), SCRIPT)}
    fields = {**dict.fromkeys(texts, SCRIPT), "stages": [stage], "tags": [SCRIPT]}
    project = make_project(enrolment, **fields)
    version = send(project)

    for person in (enrolment.teacher, tutor):
        client = sign_in(person)
        pages = [("project",), ("version", version.number), ("receipt", version.number)]
        for page in [*pages, *(("section", key) for key in SECTIONS)]:
            html = client.get(url(project, *page)).content.decode()
            assert SCRIPT not in html
            assert escape(SCRIPT) in html


def test_markup_in_the_form_is_shown_as_text(author, project):
    page = author.post(url(project, "section", "idea"), idea(project, title=SCRIPT, idea="x" * 300))

    assert SCRIPT.encode() not in page.content


def test_a_stale_edition_keeps_the_typed_text_and_shows_what_is_saved(author, project):
    stale = idea(project, title="Typed in the old window")
    cards.save(project, {"title": "From the other"}, edition=project.edition, by=project.owner)

    page = author.post(url(project, "section", "idea"), stale).content.decode()

    project.refresh_from_db()
    assert project.title == "From the other"
    assert "saved from another window" in page
    assert "Typed in the old window" in page
    assert "From the other" in page
    assert f'name="edition" value="{project.edition}"' in page


def test_another_section_saved_meanwhile_is_no_conflict(author, project):
    page = author.get(url(project, "section", "idea"))
    data = idea(project, title="Mine", seen=page.context["seen"])
    cards.save(project, {"weeks": 9}, edition=project.edition, by=project.owner)

    author.post(url(project, "section", "idea"), data)

    project.refresh_from_db()
    assert (project.title, project.weeks) == ("Mine", 9)


def test_a_form_sent_twice_saves_once(author, project):
    data = idea(project, title="Twice")

    for _twice in range(2):
        assert author.post(url(project, "section", "idea"), data).status_code == 302

    edition = project.edition
    project.refresh_from_db()
    assert project.edition == edition + 1


def test_a_closed_card_says_so_and_keeps_the_typed_text(author, project):
    data = idea(project, title="Too late")
    send(project)

    page = author.post(url(project, "section", "idea"), data).content.decode()

    assert "its card is closed now" in page
    assert "Too late" in page
    assert "The card is closed" in author.get(url(project, "section", "idea")).content.decode()


def test_autosave_answers_with_the_time_of_the_persons_zone(author, project):
    project.owner.time_zone = "Asia/Novokuznetsk"
    project.owner.save()

    answer = author.post(url(project, "section", "idea"), idea(project, title="Soft"), **AUTOSAVE)

    project.refresh_from_db()
    local = project.saved_at.astimezone(project.owner.zone)
    told = answer.json()
    assert told["saved"] == f"Saved at {local:%H:%M}"
    assert (told["edition"], told["errors"], told["done"]) == (project.edition, {}, True)
    assert project.title == "Soft"


def test_autosave_reports_slips_and_saves_the_rest(author, project):
    data = idea(project, title="Fine", idea="x" * 201)

    told = author.post(url(project, "section", "idea"), data, **AUTOSAVE).json()

    project.refresh_from_db()
    assert list(told["errors"]) == ["id_idea"]
    assert "201" in told["errors"]["id_idea"][0]
    assert project.title == "Fine"


def test_autosave_refuses_a_stale_edition_with_a_sentence(author, project):
    stale = idea(project, title="Old")
    cards.save(project, {"title": "New"}, edition=project.edition, by=project.owner)

    answer = author.post(url(project, "section", "idea"), stale, **AUTOSAVE)

    assert answer.status_code == 409
    assert "another window" in answer.json()["refused"]


def test_a_session_lost_mid_form_gives_the_text_back(client, settings, project):
    settings.DEMO = True
    answer = client.post(url(project, "section", "idea"), idea(project, title="Not lost"))
    assert answer.url.startswith(reverse("account_login"))

    kept = client.session["kept_form"]

    assert kept["path"] == url(project, "section", "idea")
    assert ["title", "Not lost"] in [list(pair) for pair in kept["fields"]]


def test_the_lists_cost_the_same_for_one_and_three(sign_in, enrolment, django_assert_num_queries):
    make_project(enrolment)
    client = sign_in(enrolment.teacher)
    client.get("/projects/")
    with django_assert_num_queries(6):
        client.get("/projects/")

    for _more in range(2):
        place = EnrolmentFactory(teacher=enrolment.teacher)
        make_project(Enrolment.objects.get(pk=place.pk))
    with django_assert_num_queries(6):
        page = client.get("/projects/")
    assert len(page.context["projects"]) == 3


@pytest.mark.parametrize("part", ["teacher", "tutor", "coordinator"])
def test_the_first_screens_keep_to_their_budget(
    request, sign_in, project, part, django_assert_max_num_queries
):
    client = sign_in(request.getfixturevalue(part))
    client.get(url(project))

    for page in [("project",), ("section", "idea"), ("section", "stages")]:
        with django_assert_max_num_queries(12):
            assert client.get(url(project, *page)).status_code == 200


def test_untitled_projects_have_a_name(sign_in, centre):
    place = EnrolmentFactory(teacher=UserFactory())
    project = make_project(place, complete=False)

    assert b"Untitled project" in sign_in(place.teacher).get(url(project)).content


def test_only_the_owner_withdraws_and_never_a_draft(author, sign_in, tutor, project):
    assert author.post(url(project, "withdraw")).status_code == 403
    send(project)
    assert sign_in(tutor).post(url(project, "withdraw")).status_code == 403

    author.post(url(project, "withdraw"))

    project.refresh_from_db()
    assert project.state == "withdrawn"
    assert b"withdrawn" in author.get(url(project)).content
