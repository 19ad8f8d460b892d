"""A file that is well but cannot be cleaned is held: as it is, for its owner and nobody else."""

import hashlib
from functools import cache

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import override

from core.refusals import Refused
from files import actions
from files.kinds import look_at
from files.models import StoredFile
from files.sentences import SENTENCES, sentence
from files.serving import attachment, inline_image
from files.troubles import Trouble
from tests.files import samples
from tests.files.corpus import ALL_KINDS
from tests.files.packages import changed
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


@cache
def film() -> bytes:
    return changed(ALL_KINDS["odp"](), {"media/film.mp4": b"a film"})


@pytest.fixture
def held(shelf, sender):
    return actions.receive(upload(film(), "work.odp"), by=sender)


def test_a_held_file_is_kept_as_it_was_sent(held, shelf):
    data = (shelf / held.key).read_bytes()

    assert held.is_held
    assert held.sha256 == hashlib.sha256(data).hexdigest()
    assert samples.tells(data)
    assert held.held_for == Trouble.MEDIA
    assert "film or sound" in held.why_held


def test_a_clean_file_is_not_held(shelf, sender):
    file = actions.receive(upload(samples.png(), "a.png"), by=sender)

    assert not file.is_held
    assert file.why_held == ""


def test_only_its_owner_gets_a_held_file(held, sender, other_sender):
    for person in (other_sender, AnonymousUser()):
        with pytest.raises(Http404):
            attachment(held, "work", to=person)

    response = attachment(held, "work", to=sender)
    assert b"".join(response.streaming_content).startswith(b"PK")
    response.close()


def test_a_held_file_is_never_shown_in_a_page(held):
    StoredFile.objects.update(kind="png")
    held.refresh_from_db()

    with pytest.raises(Http404):
        inline_image(held, "work")


def test_a_held_file_counts_for_the_quota(held, sender):
    assert StoredFile.objects.of(sender).bytes_used() == len(film())


def test_a_macro_document_by_its_own_ending_is_refused():
    with pytest.raises(Refused, match="not accepted"):
        look_at(upload(ALL_KINDS["docx"](), "work.docm"))


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_sentence_that_says_what_to_do(trouble):
    with override("en"):
        words = sentence(trouble)

    assert words == str(SENTENCES[trouble])
    assert words.count(".") >= 2
    assert trouble.is_held is ("add it again" in words)


def test_a_process_that_was_stopped_has_a_sentence_too():
    assert sentence(-9) == sentence(1) == sentence(Trouble.HEAVY)
