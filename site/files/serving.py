"""Answers that carry a stored file. Who may have it is decided by the rooms above."""

import logging

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404

from core.text import tidy
from files.models import Kind, StoredFile
from files.storage import private

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}

_log = logging.getLogger(__name__)


def attachment(
    file: StoredFile, name: str, *, to: AbstractBaseUser | AnonymousUser
) -> FileResponse:
    """The file to be saved as `name`, which the caller gives without an ending.

    The owner's own name for it may tell who the author is: give a neutral one.
    A held file goes to its owner and to nobody else, whoever asked above.
    """
    if file.is_held and file.owner_id != to.pk:
        raise Http404
    return _answer(file, name, as_attachment=True)


def inline_image(file: StoredFile, name: str) -> FileResponse:
    """The picture to be shown in a page. Only pictures are ever shown inside the browser."""
    if not file.is_image or file.is_held:
        raise Http404
    return _answer(file, name, as_attachment=False)


def _answer(file: StoredFile, name: str, *, as_attachment: bool) -> FileResponse:
    try:
        stored = private().open(file.key)
    except OSError:
        _log.exception("the bytes of file %s are missing", file.code)
        raise Http404 from None
    return FileResponse(
        stored,
        as_attachment=as_attachment,
        filename=f"{tidy(name)}.{Kind(file.kind).extension}",
        content_type=file.content_type,
        headers=HEADERS,
    )
