"""Receiving and removing files: bytes first, then the row; no row without bytes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusals import Refused
from files.cleaning import Held, cleaned
from files.kinds import look_at, refuse_size, tidy_name
from files.models import Kind, StoredFile
from files.storage import discard, folders, kept, keys_before
from files.troubles import Trouble

MOST_BYTES = 500 * 1024 * 1024  # a person, unless settings.UPLOAD_QUOTA says otherwise
ORPHANS_AFTER = timedelta(hours=24)

_log = logging.getLogger(__name__)


def receive(upload: File, *, by: AbstractBaseUser) -> StoredFile:
    """Check, clean and keep a file that `by` sent. Never inside a transaction: see `received`.

    What is well but cannot be cleaned is kept as it is, held for its owner alone.

    Raises:
        Refused: with the reason, and what to do about it.
    """
    with received(upload, by=by) as file:
        return file


@contextmanager
def received(upload: File, *, by: AbstractBaseUser) -> Iterator[StoredFile]:
    """Keep a file together with what it belongs to: the body runs in the transaction of the row.

    If the body fails, neither row nor bytes stay. It cannot stand inside another transaction:
    a file is cleaned for up to half a minute, and nobody else could write meanwhile.

        with received(upload, by=teacher) as file:
            attach(file, project, by=teacher)
    """
    kind = look_at(upload)
    upload.seek(0)
    data, held_for = _cleaned_or_held(upload.read(), kind)
    refuse_size(len(data))
    with kept(data) as (key, sha256), transaction.atomic(durable=True):
        _lock(by)
        refuse_beyond_quota(by, len(data))
        yield StoredFile.objects.create(
            owner_id=by.pk,
            name=tidy_name(upload.name or "", kind),
            kind=kind,
            size=len(data),
            sha256=sha256,
            key=key,
            held_for=held_for,
        )


def _cleaned_or_held(data: bytes, kind: Kind) -> tuple[bytes, Trouble | None]:
    try:
        return cleaned(data, kind), None
    except Held as held:
        return data, held.trouble


def _lock(person: AbstractBaseUser) -> None:
    """Two uploads of one person are counted one after the other; on SQLite they are anyway."""
    get_user_model()._base_manager.select_for_update().only("pk").get(pk=person.pk)


def refuse_beyond_quota(person: AbstractBaseUser, size: int) -> None:
    most = getattr(settings, "UPLOAD_QUOTA", MOST_BYTES)
    if StoredFile.objects.of(person).bytes_used() + size > most:
        raise Refused(
            _("Your files would take more than %(most)s. Remove some that you no longer need.")
            % {"most": filesizeformat(most)}
        )


@transaction.atomic
def remove(file: StoredFile, *, by: AbstractBaseUser) -> None:
    """Remove the row now, and the bytes when that is certain. Who may is decided above."""
    code, key = file.code, file.key
    file.delete()
    transaction.on_commit(lambda: discard(key))
    _log.info("file %s was removed by person %s", code, by.pk)


def sweep(now: datetime | None = None) -> int:
    """Delete bytes that no row speaks for and that are older than a day; returns how many."""
    moment = (now or timezone.now()) - ORPHANS_AFTER
    swept = 0
    for folder in folders():
        old = set(keys_before(moment, folder))
        for key in old - StoredFile.objects.all().keys_in(folder):
            discard(key)
            swept += 1
    return swept
