"""The answers that carry a file: nothing in them runs, nothing in them names the author."""

import pytest
from django.http import Http404

from files import actions
from files.serving import attachment, inline_image
from tests.files import samples
from tests.files.corpus import ALL_KINDS
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(shelf, sender):
    return lambda data, name: actions.receive(upload(data, name), by=sender)


@pytest.fixture
def photo(send):
    return send(samples.jpeg(), "Maria Ivanova.jpg")


def assert_nothing_runs(response) -> None:
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_file_is_saved_under_a_neutral_name(photo, shelf):
    response = attachment(photo, "project-7Q-1", to=photo.owner)

    assert b"".join(response.streaming_content) == (shelf / photo.key).read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="project-7Q-1.jpg"'
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(photo.size)
    assert "Ivanova" not in str(response.headers)
    assert_nothing_runs(response)
    response.close()


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("pdf", "application/pdf"),
        ("jpeg", "image/jpeg"),
        ("webp", "image/webp"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("odt", "application/vnd.oasis.opendocument.text"),
        ("zip", "application/zip"),
    ],
)
def test_the_type_is_the_one_we_found(kind, type_, send):
    file = send(ALL_KINDS[kind](), f"a.{kind}")
    response = attachment(file, "work", to=file.owner)

    assert response["Content-Type"] == type_
    response.close()


@pytest.mark.parametrize("name", ['a"b', "a\r\nSet-Cookie: b", "проект", "a\u202eb", "a\x00b"])
def test_a_name_cannot_leave_its_header(name, photo):
    response = attachment(photo, name, to=photo.owner)

    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in response["Content-Disposition"]
    assert "Set-Cookie" not in response
    response.close()


def test_a_picture_can_be_shown_in_a_page(photo):
    response = inline_image(photo, "picture-1")

    assert response["Content-Disposition"] == 'inline; filename="picture-1.jpg"'
    assert_nothing_runs(response)
    response.close()


def test_a_pdf_is_never_shown_inside_the_browser(send):
    with pytest.raises(Http404):
        inline_image(send(samples.pdf(), "a.pdf"), "work")


def test_bytes_that_are_gone_are_a_missing_page(photo, shelf, caplog):
    (shelf / photo.key).unlink()

    with pytest.raises(Http404):
        attachment(photo, "work", to=photo.owner)
    assert photo.code in caplog.text
