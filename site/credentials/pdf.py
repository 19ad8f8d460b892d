"""The printed face of a document. What people wrote reaches typst as data, never as markup."""

import io
import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from credentials.models import Document
from credentials.sheets import sheet_of

TEMPLATES = Path(__file__).parent / "typst"
UNBREAKABLE = re.compile(r"\S{30}(?=\S)")
BREAK = "\u200b"  # a zero-width space


def document_pdf(document: Document, today: date | None = None) -> bytes:
    """A4, the same bytes for the same standing every time; fonts come with typst itself."""
    pdf: bytes = typst.compile(
        TEMPLATES / f"{document.kind}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data_of(document, today))},
        timestamp=document.issued_at.replace(microsecond=0),
        format="pdf",
    )
    return pdf


def data_of(document: Document, today: date | None = None) -> dict[str, Any]:
    """All that the templates are given."""
    with translation.override(document.language):
        words = {
            "check": _("Check this document"),
            "qr_text": _("Code with the address of the verification page"),
            "pages": _("Page"),
            "stamp": _stamp(document),
        }
    return {
        **_printable(asdict(sheet_of(document, today))),
        **words,
        "address": document.address,
        "site": f"{settings.SITE_URL}/verify/",
        "code": document.spaced_code,
        "qr": _qr(document.address),
    }


def _stamp(document: Document) -> str:
    """The big words across every page, if there is something the reader must not overlook."""
    if settings.DEMO:
        return _("DEMONSTRATION, NOT VALID")
    if document.withdrawn_at is not None:
        return _("WITHDRAWN")
    return _("REPLACED") if document.replaced_by_id is not None else ""


def _qr(address: str) -> str:
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", border=0, dark="#1f2623")
    return file.getvalue().decode()


def _printable(value: Any) -> Any:
    """The same, with words that fit between the margins."""
    if isinstance(value, str):
        return UNBREAKABLE.sub(rf"\g<0>{BREAK}", value)
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list) else value
