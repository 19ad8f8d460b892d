"""Pictures inside a PDF lose their EXIF without being drawn anew."""

import re

MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # not a stuffed byte, a filler or a restart
KEPT = {0xE0, 0xEE}  # JFIF; Adobe, which tells how the colours are coded


def without_metadata(data: bytes) -> bytes:
    """The same JPEG, every pixel as it was, without APP segments, comments and what follows it."""
    kept: list[bytes] = []
    at, in_scan = 0, False
    while found := MARKER.search(data, at):
        if in_scan:
            kept.append(data[at : found.start()])
        marker, at = data[found.end() - 1], found.end()
        if marker in (0xD8, 0x01):
            kept.append(found.group())
        elif marker == 0xD9:
            return b"".join([*kept, found.group()])
        else:
            at += int.from_bytes(data[at : at + 2])
            in_scan = marker == 0xDA
            if _is_needed(marker):
                kept.append(data[found.start() : at])
    return b"".join([*kept, data[at:] if in_scan else b""])


def _is_needed(marker: int) -> bool:
    return marker in KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE)
