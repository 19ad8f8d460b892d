"""Bytes first, then the row: never a row without bytes, nor for long bytes without a row."""

import hashlib
import os
import re
import unicodedata
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as some

from core.refusals import Refused
from files import actions
from files.models import Kind, StoredFile
from tests.files import samples
from tests.files.corpus import ALL_KINDS
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(shelf, sender):
    return actions.receive(upload(samples.jpeg(), "Наш двор.jpeg"), by=sender)


def refuses(sender, data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.receive(upload(data, name), by=sender)


def test_a_received_file_is_kept_clean_under_a_random_key(photo, stored, sender):
    (path,) = stored()
    data = path.read_bytes()

    assert photo == StoredFile.objects.get()
    assert (photo.owner, photo.name, photo.kind) == (sender, "Наш двор.jpg", Kind.JPEG)
    assert photo.size == len(data)
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert not samples.tells(data)
    assert str(path).endswith(photo.key)
    assert re.fullmatch(r"uploads/[0-9a-f]{2}/[0-9a-f]{32}", photo.key)
    assert len(photo.code) == 26
    assert str(photo) == "Наш двор.jpg"


@pytest.mark.parametrize("kind", Kind)
def test_every_accepted_kind_is_received(kind, shelf, sender):
    data = ALL_KINDS[kind]()
    file = actions.receive(upload(data, f"work.{kind.extension}"), by=sender)

    assert file.kind == kind
    assert not file.is_held
    assert (
        StoredFile.objects.images().exists()
        is file.is_image
        is (kind in samples.SAMPLES and kind != Kind.PDF)
    )


def test_the_same_file_twice_is_two_files(shelf, sender, stored):
    first, second = (actions.receive(upload(samples.png(), "a.png"), by=sender) for _ in range(2))

    assert first.sha256 == second.sha256
    assert first.key != second.key
    assert first.code != second.code
    assert len(stored()) == 2


def test_what_is_refused_leaves_nothing(shelf, sender, stored):
    refuses(sender, samples.jpeg()[:400], "a.jpg", "damaged")
    refuses(sender, b"<html>", "a.jpg", "something else")
    refuses(sender, b"", "a.jpg", "empty")
    refuses(sender, samples.jpeg(), "a.svg", "not accepted")

    assert stored() == []
    assert not StoredFile.objects.exists()


def test_a_file_that_grew_beyond_the_limit_is_refused(settings, shelf, sender, stored, monkeypatch):
    settings.UPLOAD_LIMIT = 50_000
    monkeypatch.setattr(actions, "cleaned", lambda data, kind: b"x" * 50_001)

    refuses(sender, samples.jpeg(), "a.jpg", "too big")
    assert stored() == []


def test_nobody_fills_the_disk(settings, shelf, sender, other_sender, stored):
    data = samples.png()
    first = actions.receive(upload(data, "a.png"), by=sender)
    settings.UPLOAD_QUOTA = first.size * 2 - 1

    refuses(sender, data, "a.png", "would take more than")
    assert len(stored()) == 1
    actions.receive(upload(data, "a.png"), by=other_sender)
    actions.remove(first, by=sender)
    actions.receive(upload(data, "a.png"), by=sender)


def test_500_megabytes_are_the_quota_where_nothing_else_is_said(shelf, photo, sender):
    StoredFile.objects.update(size=500 * 1024 * 1024)

    refuses(sender, samples.jpeg(), "a.jpg", "500.0.MB")


def test_if_the_transaction_fails_no_bytes_stay(shelf, sender, stored, monkeypatch):
    def fail(self, *args, **kwargs):
        assert len(stored()) == 1
        raise RuntimeError("the database went away")

    monkeypatch.setattr(StoredFile, "save", fail)
    with pytest.raises(RuntimeError):
        actions.receive(upload(samples.jpeg(), "a.jpg"), by=sender)

    assert stored() == []


def test_a_file_and_what_it_belongs_to_are_kept_together_or_not_at_all(shelf, sender, stored):
    with (
        pytest.raises(Refused, match="too late"),
        actions.received(upload(samples.jpeg(), "a.jpg"), by=sender) as file,
    ):
        assert file.pk
        sender.last_name = "Changed"
        sender.save()
        raise Refused("too late")

    sender.refresh_from_db()
    assert sender.last_name == ""
    assert not StoredFile.objects.exists()
    assert stored() == []


def test_a_file_is_not_cleaned_while_others_wait_to_write(shelf, sender, stored):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.receive(upload(samples.jpeg(), "a.jpg"), by=sender)

    assert stored() == []


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(shelf, sender, stored, monkeypatch):
    def half(self, name, content):
        path = shelf / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content.read()[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    refuses(sender, samples.jpeg(), "a.jpg", "could not be kept")

    assert stored() == []


def test_bytes_that_are_not_what_was_written_are_refused(shelf, sender, stored, monkeypatch):
    write = FileSystemStorage._save

    def flip(self, name, content):
        saved = write(self, name, content)
        path = shelf / saved
        path.chmod(0o600)
        path.write_bytes(b"!" + path.read_bytes()[1:])
        return saved

    monkeypatch.setattr(FileSystemStorage, "_save", flip)
    refuses(sender, samples.jpeg(), "a.jpg", "could not be kept")

    assert stored() == []


def test_bytes_go_when_the_removal_is_certain(
    photo, sender, stored, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(photo, by=sender)
        assert len(stored()) == 1

    assert stored() == []
    assert not StoredFile.objects.exists()


def test_a_removal_that_fails_keeps_row_and_bytes(photo, sender, stored):
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.remove(photo, by=sender)
        raise RuntimeError

    assert StoredFile.objects.exists()
    assert len(stored()) == 1


def test_bytes_that_cannot_be_deleted_are_left_to_the_sweep(
    photo, sender, stored, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def fail(self, name):
        raise PermissionError(name)

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "delete", fail)
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove(photo, by=sender)

    assert "could not be deleted" in caplog.text
    assert len(stored()) == 1
    assert actions.sweep(timezone.now() + timedelta(hours=25)) == 1
    assert stored() == []


def test_the_sweep_takes_old_bytes_without_a_row_only(photo, shelf, stored):
    folder = (shelf / photo.key).parent
    old, new = folder / "0ld", folder / "4ew"
    for path in (old, new):
        path.write_bytes(b"nobody's")
    long_ago = (timezone.now() - timedelta(hours=25)).timestamp()
    for path in (old, shelf / photo.key):
        os.utime(path, (long_ago, long_ago))
    elsewhere = shelf / "documents" / "kept"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"of another room")
    os.utime(elsewhere, (long_ago, long_ago))

    assert actions.sweep() == 1
    assert set(stored()) == {new, shelf / photo.key, elsewhere}
    assert actions.sweep() == 0


def test_the_sweep_has_nothing_to_do_where_nothing_was_sent(shelf):
    assert actions.sweep() == 0


def test_the_sweep_asks_the_database_once_a_folder(
    shelf, sender, stored, django_assert_num_queries
):
    for _ in range(3):
        actions.receive(upload(samples.png(), "a.png"), by=sender)
    folders = {path.parent for path in stored()}

    with django_assert_num_queries(len(folders)):
        actions.sweep(timezone.now() + timedelta(days=2))
    assert len(stored()) == 3


def test_a_persons_erasure_takes_their_files(photo, sender, stored):
    sender.delete()

    assert not StoredFile.objects.exists()
    assert actions.sweep(timezone.now() + timedelta(hours=25)) == 1
    assert stored() == []


@effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=some.text(max_size=400), ending=some.sampled_from(["", ".png", ".PNG", ".svg"]))
def test_no_name_leads_anywhere(name, ending, shelf, sender, monkeypatch):
    monkeypatch.setattr(actions, "cleaned", lambda data, kind: data)
    sent = upload(samples.png(), "a.png")
    sent._name = name + ending  # past Django's own tidying
    try:
        file = actions.receive(sent, by=sender)
    except Refused:
        return

    assert re.fullmatch(r"uploads/[0-9a-f]{2}/[0-9a-f]{32}", file.key)
    assert len(file.name) <= 200
    assert file.name.endswith(".png")
    assert not {"/", "\\"} & set(file.name)
    assert not {"Cc", "Cf", "Zl", "Zp"} & set(map(unicodedata.category, file.name))
