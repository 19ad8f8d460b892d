"""Every word of an answer, a file or a mail, whatever it is packed in."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pikepdf
from PIL import Image, UnidentifiedImageError

PDF, ZIP = b"%PDF", b"PK\x03\x04"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
CODINGS = ("utf-8", "utf-16-be", "utf-16-le", "cp1251")
BFCHAR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")

Part = tuple[str, str]  # where, and what stands there


def parts_of(response: Any) -> Iterator[Part]:
    """The headers, the cookies and the body of an answer."""
    for name, value in response.items():
        yield f"header {name}", plain(str(make_header(decode_header(value))))
    for cookie in response.cookies.values():
        yield f"cookie {cookie.key}", plain(cookie.OutputString())
    body = b"".join(response) if response.streaming else response.content
    yield from read(body, response.get("Content-Type", ""))


def read(data: bytes, kind: str = "") -> Iterator[Part]:
    if data.startswith(ZIP):
        with ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield f"member {name}", plain(name)
                yield from ((f"{name}: {where}", text) for where, text in read(packed.read(name)))
    elif data.startswith(PDF):
        yield from _read_pdf(data)
    elif data.startswith(PICTURES):
        yield from _raw(data)
        yield from _read_picture(data)
    elif "json" in kind:
        yield "JSON", json.dumps(json.loads(data), ensure_ascii=False)
    else:
        yield "body", plain(data.decode("utf-8", "replace"))


def plain(text: str) -> str:
    """Entities, escapes of addresses and of JavaScript resolved."""
    text = unquote(unescape(text))
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _raw(data: bytes) -> Iterator[Part]:
    for coding in CODINGS:
        yield f"bytes as {coding}", data.decode(coding, "ignore")


def _read_picture(data: bytes) -> Iterator[Part]:
    with suppress(UnidentifiedImageError), Image.open(BytesIO(data)) as image:
        yield "metadata of a picture", repr((image.info, dict(image.getexif())))


def _read_pdf(data: bytes) -> Iterator[Part]:
    """Its words, and all its objects unpacked."""
    unpacked = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        yield "words of a PDF", "".join(map(_words_of, document.pages))
        yield "properties of a PDF", repr({str(k): str(v) for k, v in document.docinfo.items()})
        document.save(unpacked, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    yield from _raw(unpacked.getvalue())


def _words_of(page: pikepdf.Page) -> str:
    """What its fonts say that its glyphs mean; spaces and hyphens left out, as lines are broken."""
    fonts = page.obj.get("/Resources", {}).get("/Font", {})
    letters = {name: _letters_of(font) for name, font in fonts.items()}
    font, found = "", []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in {"Tj", "TJ"}:
            strings = operands[0] if str(operator) == "TJ" else operands
            shown = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
            glyphs = (shown[at : at + 2].hex().upper() for at in range(0, len(shown), 2))
            found.extend(letters[font].get(glyph, "") for glyph in glyphs)
    return re.sub(r"[\s\u00ad-]", "", "".join(found))


def _letters_of(font: Any) -> dict[str, str]:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    return {code: bytes.fromhex(text).decode("utf-16-be") for code, text in BFCHAR.findall(table)}


def read_mail(raw: bytes) -> Iterator[Part]:
    """Headers decoded, texts and attached files."""
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    for name, value in message.items():
        yield f"header {name}", str(value)
    for part in message.walk():
        if not part.is_multipart():
            yield "file name", str(part.get_filename())
            yield from read(part.get_payload(decode=True) or b"")
