"""An upload from the browser to the sentence beside the field, through all of Django."""

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from files.forms import UploadField, UploadForm
from files.models import StoredFile
from files.serving import attachment
from tests.files import samples
from tests.files.samples import upload
from tests.files.word_samples import docx

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

MEGABYTE = 1024 * 1024


class Form(UploadForm):
    title = forms.CharField()


def send(request: HttpRequest) -> HttpResponse:
    form = Form(request.POST, request.FILES)
    if form.is_valid() and (file := form.receive(by=request.user)):
        return HttpResponse(file.code)
    return HttpResponse(f"title={form.data.get('title')} {form.errors.as_text()}", status=422)


def fetch(request: HttpRequest, code: str) -> HttpResponse:
    return attachment(StoredFile.objects.of(request.user).get(code=code), "work-1", to=request.user)


urlpatterns = [path("send/", send), path("fetch/<code>/", fetch)]


@pytest.fixture
def post(client, sender, shelf):
    client.force_login(sender)
    return lambda file: client.post("/send/", {"file": file, "title": "Our yard"})


def test_a_good_file_comes_back_clean(post, client):
    code = post(upload(samples.jpeg(), "photo.jpg")).content.decode()
    response = client.get(f"/fetch/{code}/")
    data = b"".join(response.streaming_content)

    assert data.startswith(b"\xff\xd8")
    assert not samples.tells(data)
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Frame-Options"] == "DENY"


def test_26_megabytes_are_a_sentence_and_no_other_field_is_lost(post, stored):
    response = post(upload(samples.jpeg() + bytes(26 * MEGABYTE), "photo.jpg"))
    answer = response.content.decode()

    assert response.status_code == 422
    assert "too big: the limit is 25.0\xa0MB" in answer
    assert "Choose a file" not in answer
    assert "title=Our yard" in answer
    assert stored() == []


def test_a_temporary_file_of_an_upload_that_is_too_big_is_deleted(settings, tmp_path, rf):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.UPLOAD_LIMIT = 3 * MEGABYTE
    request = rf.post("/send/", {"file": upload(bytes(4 * MEGABYTE), "a.pdf"), "title": "b"})

    assert request.FILES["file"].size == 4 * MEGABYTE
    assert request.FILES["file"].read() == b""
    assert request.POST["title"] == "b"
    assert list(tmp_path.iterdir()) == []


def test_a_small_limit_holds_for_files_kept_in_memory_too(settings, post):
    settings.UPLOAD_LIMIT = 1000

    assert "too big" in post(upload(bytes(1001), "a.pdf")).content.decode()


def test_a_file_within_the_limit_is_whole(settings, rf):
    data = samples.jpeg()
    settings.UPLOAD_LIMIT = len(data)
    request = rf.post("/send/", {"file": upload(data, "a.jpg")})

    assert request.FILES["file"].read() == data


def test_a_length_that_lies_changes_nothing(settings):
    """The bytes are counted as they come; a part may claim any length it likes."""
    settings.UPLOAD_LIMIT = 1000
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        b"Content-Length: 5\r\n\r\n" + bytes(5000) + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nb\r\n--x--\r\n'
    )
    request = RequestFactory().post("/send/", body, content_type="multipart/form-data; boundary=x")

    assert request.FILES["file"].size == 5000
    assert request.POST["title"] == "b"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.pdf", "The file is empty"),
        (b"<html>", "a.pdf", "inside it is something else"),
        (b"<html>", "a.html", "Send a PDF, an office document"),
        (samples.png(), "a.jpg", "inside it is PNG"),
        (samples.jpeg()[:500], "a.jpg", "damaged or incomplete"),
        (samples.pdf()[:500], "a.pdf", "damaged or incomplete"),
        (docx()[:-500], "a.docx", "inside it is ZIP"),
    ],
)
def test_every_reason_stands_beside_the_field(post, data, name, sentence, stored):
    response = post(upload(data, name))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert stored() == []


def test_no_file_at_all_is_asked_for(client, sender):
    client.force_login(sender)

    assert b"Choose a file." in client.post("/send/", {"title": "Our yard"}).content


def test_the_file_dialogue_offers_what_is_accepted():
    endings = [
        "pdf",
        "docx",
        "pptx",
        "xlsx",
        "odt",
        "odp",
        "ods",
        "jpg",
        "jpeg",
        "png",
        "webp",
        "zip",
    ]

    assert f'accept="{",".join(f".{ending}" for ending in endings)}"' in str(UploadForm()["file"])


def test_a_field_may_be_left_empty_where_the_form_says_so():
    class Voluntary(forms.Form):
        file = UploadField(required=False)

    form = Voluntary({}, {})

    assert form.is_valid()
    assert form.cleaned_data["file"] is None
