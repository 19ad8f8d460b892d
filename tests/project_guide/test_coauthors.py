"""Co-authors are named by address and count once they accept."""

import pytest
from django.urls import reverse

from activity.models import Notice
from project_guide.models import CoAuthor
from project_guide.permissions import is_author
from tests.factories.people import UserFactory
from tests.factories.projects import make_project, send


def url(project, name="authors", *more):
    return reverse(f"project_guide:{name}", args=[project.code, *more])


@pytest.fixture
def project(enrolment):
    return make_project(enrolment)


@pytest.fixture
def owner(sign_in, project):
    return sign_in(project.owner)


@pytest.fixture
def colleague(db):
    return UserFactory(email="colleague@example.org")


@pytest.fixture
def named(owner, project, colleague):
    owner.post(url(project), {"email": "Colleague@Example.org"})
    return colleague


def test_the_answer_tells_nobody_whether_an_address_has_an_account(owner, project, colleague):
    pages = []
    for email in (colleague.email, "nobody111@example.org"):
        page = owner.post(url(project), {"email": email}, follow=True).content.decode()
        pages.append("asked to accept" in page and email in page)

    assert pages == [True, True]
    assert colleague.get_full_name() not in owner.get(url(project)).content.decode()


def test_the_named_person_is_told_and_accepts(sign_in, project, named):
    client = sign_in(named)
    told = Notice.objects.get(recipient=named)
    assert told.path == url(project, "coauthor")
    assert client.get(url(project, "project")).status_code == 404
    assert b"asks you to be a co-author" in client.get("/projects/").content
    assert b"Accept" in client.get(told.path).content

    answer = client.post(told.path, {"answer": "accept"})

    project.refresh_from_db()
    assert answer.url == url(project, "project")
    assert is_author(named, project)
    assert client.get(url(project, "project")).status_code == 200
    assert b"data-autosave" in client.get(url(project, "section", "idea")).content
    assert client.get(told.path).url == url(project, "project")


def test_the_named_person_declines(sign_in, project, named):
    client = sign_in(named)

    client.post(url(project, "coauthor"), {"answer": "decline"})

    assert not CoAuthor.objects.exists()
    assert client.get(url(project, "coauthor")).status_code == 404


def test_declining_works_after_the_project_was_sent(sign_in, project, named):
    send(project)

    sign_in(named).post(url(project, "coauthor"), {"answer": "decline"})

    assert not CoAuthor.objects.exists()


def test_nobody_else_answers_for_the_named_person(sign_in, project, named, stranger, tutor):
    for person in (stranger, tutor):
        answer = sign_in(person).post(url(project, "coauthor"), {"answer": "accept"})
        assert answer.status_code == 404

    assert CoAuthor.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "This field is required"),
        ("not an address", "Enter a valid email address"),
        ("TEACHER@example.org", "You are the author already"),
    ],
)
def test_an_unfit_address_is_told(owner, project, email, sentence):
    page = owner.post(url(project), {"email": email}).content.decode()

    assert sentence in page
    assert not CoAuthor.objects.exists()


def test_there_are_five_coauthors_at_most(owner, project):
    for number in range(6):
        page = owner.post(url(project), {"email": f"c{number}@example.org"})

    assert CoAuthor.objects.count() == 5
    assert b"up to 5 co-authors" in page.content


def test_only_the_owner_names_and_removes(sign_in, project, named, coordinator, tutor):
    sign_in(named).post(url(project, "coauthor"), {"answer": "accept"})

    for person in (named, coordinator, tutor):
        assert sign_in(person).post(url(project), {"email": "x@example.org"}).status_code == 403
    for person in (coordinator, tutor):
        answer = sign_in(person).post(url(project, "remove_author"), {"email": named.email})
        assert answer.status_code == 403


def test_the_owner_takes_a_name_off(owner, sign_in, project, named):
    sign_in(named).post(url(project, "coauthor"), {"answer": "accept"})

    owner.post(url(project, "remove_author"), {"email": named.email})

    assert sign_in(named).get(url(project, "project")).status_code == 404
    assert owner.post(url(project, "remove_author"), {"email": named.email}).status_code == 404


def test_a_coauthor_leaves(sign_in, project, named):
    client = sign_in(named)
    client.post(url(project, "coauthor"), {"answer": "accept"})
    assert b"Leave the project" in client.get(url(project)).content

    client.post(url(project, "remove_author"), {"email": named.email})

    assert not CoAuthor.objects.exists()


def test_a_closed_card_keeps_its_authors(owner, project, named):
    send(project)

    page = owner.post(url(project), {"email": "late@example.org"}).content.decode()
    owner.post(url(project, "remove_author"), {"email": named.email})

    assert "its card is closed now" in page
    assert [row.email for row in CoAuthor.objects.all()] == [named.email]


def test_the_page_costs_the_same_for_one_and_three(
    owner, project, named, django_assert_num_queries
):
    owner.get(url(project))
    with django_assert_num_queries(6):
        owner.get(url(project))

    for number in range(2):
        CoAuthor.objects.create(
            project=project,
            email=f"c{number}@example.org",
            added_at=project.saved_at,
            accepted_at=project.saved_at,
            person=UserFactory(),
        )
    with django_assert_num_queries(6):
        owner.get(url(project))
