"""Unpacks an archive into memory within limits, and packs one that tells nothing."""

import stat
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from files.troubles import Trouble, Unusable

MOST_ENTRIES = 1000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes
MOST_RATIO = 100  # unpacked to packed, of an archive beyond the size where a ratio means anything
ALWAYS_FINE = 8 * 1024 * 1024  # bytes

_ENCRYPTED = 0x1


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of an archive by their names, in their order; folders are left out.

    Sizes are counted as they are declared, and no entry is read beyond what it declares.

    Raises:
        Unusable: too much, locked, or with names that lead somewhere else.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse(entries, len(data))
            return {e.filename: archive.read(e) for e in entries if not e.is_dir()}
    except (BadZipFile, zlib.error, EOFError) as error:
        raise Unusable(Trouble.BROKEN) from error


def pack(files: Mapping[str, bytes], *, stored: Iterable[str] = ()) -> bytes:
    """An archive without times, owners, comments and extra fields."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in files.items():
            entry = ZipInfo(name)  # its time is the first of 1980
            entry.create_system = 0
            entry.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()


def _refuse(entries: list[ZipInfo], packed: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unusable(Trouble.LOCKED)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names) or not all(map(_is_safe, entries)):
        raise Unusable(Trouble.UNSAFE)
    unpacked = sum(entry.file_size for entry in entries)
    overlap = sum(entry.compress_size for entry in entries) > packed
    too_much = unpacked > MOST_UNPACKED or unpacked > max(ALWAYS_FINE, packed * MOST_RATIO)
    if overlap or too_much or len(entries) > MOST_ENTRIES:
        raise Unusable(Trouble.BOMB)


def _is_safe(entry: ZipInfo) -> bool:
    """A plain file or folder, packed in the usual way, with a name that stays where it is."""
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    is_plain = stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG, stat.S_IFDIR)
    stays = not name.startswith("/") and ".." not in parts and not {"\\", "\0", ":"} & set(name)
    return is_plain and stays and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)
