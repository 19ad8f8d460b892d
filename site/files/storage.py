"""The private storage: bytes under random keys, reachable only through a view that asked first."""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from core.refusals import Refused

UPLOADS = "uploads/"

_log = logging.getLogger(__name__)


def private() -> Storage:
    return storages["private"]


def random_key() -> str:
    token = secrets.token_hex(16)
    return f"{UPLOADS}{token[:2]}/{token}"


@contextmanager
def kept(data: bytes) -> Iterator[tuple[str, str]]:
    """Key and sha256 of stored bytes; if the body fails, the bytes are deleted again.

    Raises:
        Refused: the disk is full, or does not keep what it was given.
    """
    key = random_key()
    try:
        yield key, store(key, data)
    except BaseException:
        discard(key)
        raise


def store(key: str, data: bytes) -> str:
    """Write, read back and compare; returns the sha256 of what is stored."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        private().save(key, ContentFile(data))
        if stored_sha256(key) == sha256 and private().size(key) == len(data):
            return sha256
    except OSError:
        _log.exception("a file could not be stored")
    raise Refused(_("The file could not be kept just now. Send it again in a few minutes."))


def stored_sha256(key: str) -> str:
    with private().open(key) as stored:
        digest = hashlib.sha256()
        for chunk in stored.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def discard(key: str) -> None:
    """Delete the bytes; if that fails the daily sweep tries again."""
    try:
        private().delete(key)
    except OSError:
        _log.exception("stored bytes could not be deleted")


def folders() -> list[str]:
    try:
        names, _files = private().listdir(UPLOADS)
    except FileNotFoundError:
        return []
    return [f"{UPLOADS}{name}/" for name in names]


def keys_before(moment: datetime, folder: str) -> Iterator[str]:
    """The keys in a folder whose bytes were written before `moment`."""
    for name in private().listdir(folder)[1]:
        key = folder + name
        if private().get_modified_time(key) < moment:
            yield key
