"""Archives as packers and offices leave them: with times, comments and extra fields that tell."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.files.samples import CANARY

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = f"{OFFICE}/relationships"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- {CANARY} -->\n'
FIELD = b"\x75\x70" + len(CANARY).to_bytes(2, "little") + CANARY.encode()

Parts = dict[str, str | bytes]


def archive(parts: Parts, *, plain: str = "") -> bytes:
    """The entry `plain` is written first and without more, as OpenDocument wants its mimetype."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        packed.comment = CANARY.encode()
        for name, data in parts.items():
            entry = ZipInfo(name, (2026, 3, 14, 15, 9, 26))
            if name != plain:
                entry.compress_type = ZIP_DEFLATED
                entry.extra, entry.comment = FIELD, CANARY.encode()
            packed.writestr(entry, data)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def changed(data: bytes, parts: Parts) -> bytes:
    """The same archive with some parts put in, or put in other words."""
    return archive({**unpacked(data), **parts}, plain="mimetype")


def relations(*rows: tuple[str, str]) -> str:
    """Each row: a type, short when it is usual, and a target; called rId1, rId2 and so on."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{type_ if ":" in type_ else f"{RELATIONS}/{type_}"}"'
        f' Target="{target}"{_mode(target)}/>'
        for number, (type_, target) in enumerate(rows, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _mode(target: str) -> str:
    return ' TargetMode="External"' if ":" in target else ""


def content_types(types: dict[str, str]) -> str:
    """By the names of parts; those of ECMA-376 may be written without what all begin with."""
    lines = "".join(
        f'<Override PartName="/{name}" ContentType="{_whole(type_)}"/>'
        for name, type_ in types.items()
    )
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{type_}"/>'
        for ending, type_ in {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
            "jpeg": "image/jpeg",
            "png": "image/png",
            "bin": "application/vnd.openxmlformats-officedocument.oleObject",
            "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
        }.items()
    )
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{lines}</Types>'


def _whole(type_: str) -> str:
    return type_ if "/" in type_ else f"application/vnd.openxmlformats-officedocument.{type_}+xml"
