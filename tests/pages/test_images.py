"""Wagtail's image library: what an editor uploads is drawn anew, or refused in a sentence."""

import random
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from pages.forms import RedrawnImageForm
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db
Image = get_image_model()

MEGABYTE = 1024 * 1024


@pytest.fixture
def editor(settings, tmp_path, client, django_user_model):
    """Past the second factor, as in the demonstration, with a media folder of this test's own."""
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    person = django_user_model.objects.create_superuser("editor@example.org", "a long password")
    client.force_login(person)
    return person


@pytest.fixture
def form(editor):
    def with_file(data: bytes, name: str) -> RedrawnImageForm:
        fields = {"title": "Our yard", "collection": Collection.get_first_root_node().pk}
        sent = get_image_form(Image)(fields, {"file": upload(data, name)}, user=editor)
        sent.full_clean()
        return sent

    return with_file


def add(client, data: bytes, name: str):
    fields = {"title": "Our yard", "file": upload(data, name)}
    return client.post(reverse("wagtailimages:add"), fields)


def stored_bytes() -> bytes:
    with Image.objects.get().file.open() as stored:
        return stored.read()


def test_the_library_uses_this_form():
    assert issubclass(get_image_form(Image), RedrawnImageForm)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_is_stored_without_what_it_tells(kind, form):
    data = samples.SAMPLES[kind]()
    assert samples.tells(data)
    sent = form(data, f"yard.{kind}")

    assert sent.is_valid(), sent.errors
    image = sent.save()
    assert not samples.tells(stored_bytes())
    assert (image.width, image.height) == (60, 40)
    assert image.file_size == len(stored_bytes())
    assert Pillow.open(BytesIO(stored_bytes())).format == kind.upper()


def test_a_large_picture_that_came_by_a_temporary_file_is_drawn_too(editor, client):
    noise = Pillow.frombytes("RGB", (1200, 1000), random.Random(7).randbytes(3_600_000))
    data = samples.written(noise, "PNG", exif=samples.exif())
    assert len(data) > 3 * MEGABYTE

    assert add(client, data, "noise.png").status_code == 302
    assert not samples.tells(stored_bytes())
    assert Pillow.open(BytesIO(stored_bytes())).tobytes() == noise.tobytes()


def test_a_photo_taken_upright_is_measured_upright(form):
    image = form(samples.jpeg(orientation=samples.UPRIGHT_AFTER_A_QUARTER), "yard.jpg").save()

    assert (image.width, image.height) == (40, 60)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_picture_that_was_cut_is_a_sentence(kind, share, editor, client):
    noise = Pillow.effect_noise((300, 300), 90).convert("RGB")
    data = samples.written(noise, kind)
    response = add(client, data[: int(len(data) * share)], f"yard.{kind}")

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Image.objects.exists()


def test_a_good_picture_goes_through_the_editor(editor, client):
    assert add(client, samples.jpeg(), "yard.jpg").status_code == 302
    assert not samples.tells(stored_bytes())


def test_a_picture_without_its_end_is_told_why(form):
    """Wagtail alone would answer with an error 500."""
    noise = Pillow.effect_noise((300, 300), 90).convert("RGB")
    sent = form(samples.written(noise, "JPEG")[:-4000], "yard.jpg")

    assert not sent.is_valid()
    assert "damaged or incomplete" in sent.errors["file"][0]


def test_26_megabytes_are_a_sentence(editor, client):
    response = add(client, samples.jpeg() + bytes(26 * MEGABYTE), "yard.jpg")

    assert response.status_code == 200
    assert "This file is too big" in str(response.context["form"].errors["file"])


def test_a_document_of_26_megabytes_is_a_sentence_too(editor, client):
    response = client.post(
        reverse("wagtaildocs:add"),
        {"title": "Plan", "file": upload(bytes(26 * MEGABYTE), "plan.pdf")},
    )

    assert response.status_code == 200
    assert "This file is too big" in str(response.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "yard.svg"),
        (b"<html>", "yard.jpg"),
        (samples.png(), "yard.jpg"),
        (samples.pdf(), "yard.png"),
        (b"", "yard.png"),
    ],
)
def test_what_is_no_picture_is_refused(data, name, form):
    assert "file" in form(data, name).errors


def test_a_form_without_a_picture_asks_for_one(editor):
    empty = get_image_form(Image)({"title": "Our yard"}, {}, user=editor)

    assert empty.errors["file"] == ["This field is required."]


def test_the_title_can_change_without_a_new_picture(form, editor):
    image = form(samples.jpeg(), "yard.jpg").save()
    before = stored_bytes()
    fields = {"title": "Our garden", "collection": image.collection_id}
    changed = get_image_form(Image)(fields, {}, instance=image, user=editor)

    assert changed.is_valid(), changed.errors
    assert changed.save().title == "Our garden"
    assert stored_bytes() == before


def test_the_upload_of_several_pictures_draws_them_too(editor, client):
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Our yard", "files[]": upload(samples.jpeg(), "yard.jpg")},
    )

    assert response.json()["success"] is True
    assert not samples.tells(stored_bytes())


def test_a_picture_whose_title_is_refused_waits_without_what_it_tells(editor, client):
    """Wagtail keeps the upload itself until the other fields are right."""
    from wagtail.models import UploadedFile

    client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x" * 300, "files[]": upload(samples.jpeg(), "yard.jpg")},
    )
    with UploadedFile.objects.get().file.open() as waiting:
        assert not samples.tells(waiting.read())
