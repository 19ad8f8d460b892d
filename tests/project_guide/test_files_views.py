"""Files come in clean, go out under a neutral name, and only to those who may have them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from files.models import StoredFile
from tests.factories.people import member
from tests.factories.projects import make_project, send
from tests.files.samples import picture, written

PNG = written(picture(), "PNG")


def url(project, name="files", *more):
    return reverse(f"project_guide:{name}", args=[project.code, *more])


def upload(client, project, name="Kuznetsova plan.png", data=PNG, about="Plan of the yard"):
    return client.post(url(project), {"file": SimpleUploadedFile(name, data), "about": about})


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def project(enrolment):
    return make_project(enrolment)


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


@pytest.fixture
def attached(author, project):
    upload(author, project)
    return project.files.get()


def test_a_file_is_added_and_listed(author, project, attached):
    page = author.get(url(project)).content.decode()

    assert "Plan of the yard" in page
    assert attached.file.name == "Kuznetsova plan.png"
    assert "1 file" in author.get(url(project, "project")).content.decode()


@pytest.mark.parametrize("part", ["teacher", "tutor", "coordinator"])
def test_who_may_read_the_project_may_have_its_files(request, sign_in, project, attached, part):
    answer = sign_in(request.getfixturevalue(part)).get(url(project, "file", attached.file.code))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="project-{project.code}-1.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


def test_others_find_no_file(sign_in, project, attached, stranger, centre):
    for person in (stranger, member("tutor", centre)):
        client = sign_in(person)
        assert client.get(url(project, "file", attached.file.code)).status_code == 404
        assert client.post(url(project, "remove_file", attached.file.code)).status_code == 404
        assert upload(client, project).status_code == 404


def test_a_file_is_had_only_through_its_own_project(sign_in, project, attached, stranger):
    from tests.factories.courses import EnrolmentFactory

    other = make_project(EnrolmentFactory(teacher=stranger))

    answer = sign_in(stranger).get(url(other, "file", attached.file.code))

    assert answer.status_code == 404


def test_the_tutor_neither_adds_nor_removes(sign_in, project, attached, tutor):
    client = sign_in(tutor)

    assert upload(client, project).status_code == 403
    assert client.post(url(project, "remove_file", attached.file.code)).status_code == 403


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("virus.exe", PNG, "This kind of file is not accepted"),
        ("page.svg", b"<svg/>", "This kind of file is not accepted"),
        ("noending", PNG, "This kind of file is not accepted"),
        ("photo.jpg", PNG, "but inside it is PNG"),
        ("photo.png", PNG[:60], "The file"),
        ("empty.png", b"", "The file is empty"),
    ],
)
def test_an_unfit_file_is_told_and_the_rest_is_kept(author, project, name, data, sentence):
    page = upload(author, project, name, data, about="What I wrote").content.decode()

    assert sentence in page
    assert "What I wrote" in page
    assert "field-error" in page
    assert not StoredFile.objects.exists()


def test_a_file_too_big_is_told(author, project, settings):
    settings.UPLOAD_LIMIT = 100

    page = upload(author, project, data=PNG + b"0" * 200).content.decode()

    assert "too big" in page
    assert not StoredFile.objects.exists()


def test_no_file_is_told(author, project):
    assert "Choose a file" in author.post(url(project), {"about": "x"}).content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "a\u202egnp.png", "<b>x</b>.png"])
def test_odd_names_do_no_harm(author, project, name):
    upload(author, project, name, about="")

    page = author.get(url(project)).content.decode()
    assert "<b>x</b>" not in page
    assert "\u202e" not in page
    assert ".." not in project.files.get().file.name


def test_a_removed_file_stays_in_the_versions_that_hold_it(author, project, attached):
    version = send(project)
    project.refresh_from_db()
    refused = author.post(url(project, "remove_file", attached.file.code), follow=True)
    assert b"its card is closed now" in refused.content

    page = author.get(url(project, "version", version.number)).content.decode()

    assert url(project, "file", attached.file.code) in page


def test_a_file_removed_from_the_draft_is_gone(author, project, attached):
    author.post(url(project, "remove_file", attached.file.code))

    assert author.get(url(project, "file", attached.file.code)).status_code == 404
    assert b"No file is added" in author.get(url(project)).content


def test_the_list_costs_the_same_for_one_and_three(
    author, project, attached, django_assert_num_queries
):
    author.get(url(project))
    with django_assert_num_queries(7):
        author.get(url(project))
    for _more in range(2):
        upload(author, project)
    author.get(url(project))
    with django_assert_num_queries(7):
        author.get(url(project))
