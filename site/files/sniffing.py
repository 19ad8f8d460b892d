"""What kind of file some bytes are. Knows nothing of Django: the cleaning process imports it."""

import re

ENDINGS = {
    "pdf": "pdf",
    "docx": "docx",
    "pptx": "pptx",
    "xlsx": "xlsx",
    "odt": "odt",
    "odp": "odp",
    "ods": "ods",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "webp": "webp",
    "zip": "zip",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
HEAD = 1024  # bytes: a PDF may begin a little late
TAIL = 1024 * 1024  # bytes: the list of names at the end of an archive

_MIMETYPE = re.compile(rb"PK\x03\x04.{26}mimetype([\w./+-]*)PK", re.DOTALL)
_LISTED = re.compile(rb"PK\x01\x02.{42}(\[Content_Types\]\.xml|word/|ppt/|xl/)", re.DOTALL)
_END = b"PK\x05\x06"
_OFFICE = {b"word/": "docx", b"ppt/": "pptx", b"xl/": "xlsx"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(head: bytes, tail: bytes = b"") -> str | None:
    """The kind that the first bytes show, and of an archive the names at its end."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"PK\x03\x04", _END)):
        return _open_document(head) or _office(tail) or "zip"
    return "pdf" if b"%PDF-" in head[:HEAD] else None


def is_old_or_locked(head: bytes) -> bool:
    """Word, Excel and PowerPoint before 2007; and the new ones when a password locks them."""
    return head.startswith(_OLD_OFFICE)


def _open_document(head: bytes) -> str | None:
    """The first entry of OpenDocument names its kind, so that it can be known by its bytes."""
    found = _MIMETYPE.match(head)
    return OPEN_DOCUMENT.get(found[1]) if found else None


def _office(tail: bytes) -> str | None:
    """Only the archive's own list is looked at: there may be documents inside an archive."""
    end = tail.rfind(_END)
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    found = _LISTED.findall(tail[max(0, end - size) : end]) if size else []
    if b"[Content_Types].xml" not in found:
        return None
    return next((_OFFICE[name] for name in found if name in _OFFICE), None)
