"""The first look at an upload: its size, the ending of its name, its first bytes."""

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.refusals import Refused
from core.text import tidy
from files.models import Kind

ENDINGS = {
    "pdf": Kind.PDF,
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "png": Kind.PNG,
    "webp": Kind.WEBP,
}
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)  # for the file dialogue
HEAD = 1024  # bytes: a PDF may begin a little late
LONGEST_NAME = 200


def look_at(upload: File) -> Kind:
    """Its kind, when size, ending and first bytes agree.

    Raises:
        Refused: too big, empty, or not of an accepted kind.
    """
    refuse_size(upload.size or 0)
    promised = ENDINGS.get(ending_of(upload.name or ""))
    if promised is None:
        raise Refused(_("This kind of file is not accepted. Send a PDF, JPEG, PNG or WebP file."))
    upload.seek(0)
    refuse_other(kind_of(upload.read(HEAD)), promised)
    return promised


def refuse_size(size: int) -> None:
    if size > settings.UPLOAD_LIMIT:
        raise Refused(
            _("The file is too big: the limit is %(limit)s. Make it smaller and send it again.")
            % {"limit": filesizeformat(settings.UPLOAD_LIMIT)}
        )
    if not size:
        raise Refused(_("The file is empty. Look at it on your device and send it again."))


def refuse_other(found: Kind | None, promised: Kind) -> None:
    if found is None:
        raise Refused(
            _(
                "The file is called %(promised)s, but inside it is something else."
                " Send a PDF, JPEG, PNG or WebP file."
            )
            % {"promised": promised.label}
        )
    if found is not promised:
        raise Refused(
            _(
                "The file is called %(promised)s, but inside it is %(found)s."
                " Change the ending of its name to .%(ending)s and send it again."
            )
            % {"promised": promised.label, "found": found.label, "ending": found.extension}
        )


def kind_of(head: bytes) -> Kind | None:
    """The kind that the first bytes show, whatever the name says."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    return Kind.PDF if b"%PDF-" in head[:HEAD] else None


def ending_of(name: str) -> str:
    _stem, dot, ending = tidy(name).rpartition(".")
    return ending.lower() if dot else ""


def tidy_name(name: str, kind: Kind) -> str:
    """The owner's name for the file: one line, no path, no tricks, the ending that is true."""
    last = tidy(name.replace("\\", "/").rpartition("/")[2])
    ending = f".{kind.extension}"
    stem = last.rpartition(".")[0].strip(" .") or str(_("file"))
    return stem[: LONGEST_NAME - len(ending)] + ending
