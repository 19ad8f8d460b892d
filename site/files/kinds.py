"""The first look at an upload: its size, the ending of its name, its first bytes."""

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.refusals import Refused
from core.text import tidy
from files.models import Kind
from files.sniffing import ENDINGS, HEAD, TAIL, is_old_or_locked, kind_of

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)  # for the file dialogue
OFFICE = (Kind.DOCX, Kind.PPTX, Kind.XLSX)
LONGEST_NAME = 200


def look_at(upload: File) -> Kind:
    """Its kind, when size, ending and first bytes agree.

    Raises:
        Refused: too big, empty, or not of an accepted kind.
    """
    size = upload.size or 0
    refuse_size(size)
    promised = ENDINGS.get(ending_of(upload.name or ""))
    if promised is None:
        raise Refused(
            _("This kind of file is not accepted. %(accepted)s") % {"accepted": accepted()}
        )
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(max(0, size - TAIL))
    if is_old_or_locked(head):
        refuse_old(Kind(promised))
    found = kind_of(head, upload.read(TAIL))
    refuse_other(Kind(found) if found else None, Kind(promised))
    return Kind(promised)


def accepted() -> str:
    return _(
        "Send a PDF, an office document (DOCX, PPTX, XLSX, ODT, ODP, ODS), a picture"
        " (JPEG, PNG, WebP) or a ZIP archive of them."
    )


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
            _("The file is called %(promised)s, but inside it is something else. %(accepted)s")
            % {"promised": promised.label, "accepted": accepted()}
        )
    if found is not promised:
        raise Refused(
            _(
                "The file is called %(promised)s, but inside it is %(found)s."
                " Change the ending of its name to .%(ending)s and send it again."
            )
            % {"promised": promised.label, "found": found.label, "ending": found.extension}
        )


def refuse_old(promised: Kind) -> None:
    raise Refused(
        _(
            "The file is locked with a password, or of the old kind (DOC, XLS, PPT)."
            " Save it as %(promised)s without a password and send it again."
        )
        % {"promised": promised.label if promised in OFFICE else Kind.DOCX.label}
    )


def ending_of(name: str) -> str:
    _stem, dot, ending = tidy(name).rpartition(".")
    return ending.lower() if dot else ""


def tidy_name(name: str, kind: Kind) -> str:
    """The owner's name for the file: one line, no path, no tricks, the ending that is true."""
    last = tidy(name.replace("\\", "/").rpartition("/")[2])
    ending = f".{kind.extension}"
    stem = last.rpartition(".")[0].strip(" .") or str(_("file"))
    return stem[: LONGEST_NAME - len(ending)] + ending
