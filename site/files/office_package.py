"""The frame of a Word, Excel or PowerPoint file: which part is what, and which leads to which."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from files import markup
from files import office_names as names
from files.troubles import Trouble, Unusable

TYPES = "[Content_Types].xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True)
class Relation:
    id: str
    type: str  # an address, whose last word tells what stands at the other end
    target: str
    is_external: bool = False

    @property
    def word(self) -> str:
        return self.type.rpartition("/")[2]

    def part(self, source: str) -> str:
        """The name of the part that it leads to from the part `source`."""
        path = posixpath.join("/", posixpath.dirname(source), unquote(self.target))
        return posixpath.normpath(path).lstrip("/")

    def stays(self) -> bool:
        """
        Raises:
            Unusable: the document holds what cannot be cleaned.
        """
        for words, trouble in _HELD.items():
            if self.word in words and not self.is_external:
                raise Unusable(trouble)
        if not names.KNOWN_RELATION.fullmatch(self.type) or self.word in names.DROPPED_PARTS:
            return False  # those of other programs are for themselves
        if self.is_external or self.word in names.KEPT_PARTS:
            return True
        raise Unusable(Trouble.UNKNOWN)

    def harmless(self) -> "Relation":
        """A link to the web stays; one to a disk, and whatever is loaded when opened, does not."""
        if self.word != "hyperlink":
            return replace(self, target="linked")
        if self.target.lower().startswith((*names.SAFE_LINKS, "#")):
            return self
        return replace(self, target="about:blank")


_HELD = {
    names.SIGNATURE_PARTS: Trouble.SIGNED,
    names.ACTIVE_PARTS: Trouble.ACTIVE,
    names.MEDIA_PARTS: Trouble.MEDIA,
}


def relations(parts: Mapping[str, bytes], source: str) -> list[Relation]:
    listed = parts.get(relations_of(source))
    if listed is None:
        return []
    return [
        Relation(
            row.get("Id", ""),
            row.get("Type", ""),
            row.get("Target", ""),
            row.get("TargetMode") == "External",
        )
        for row in markup.parsed(listed)
    ]


def relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_written(found: Iterable[Relation]) -> bytes:
    outside = ' TargetMode="External"'
    rows = "".join(
        f"<Relationship Id={quoteattr(row.id)} Type={quoteattr(row.type)}"
        f" Target={quoteattr(row.target)}{outside * row.is_external}/>"
        for row in found
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """By the names of parts, and by endings; in small letters."""
    if TYPES not in parts:
        raise Unusable(Trouble.OTHER)
    return {
        (row.get("PartName") or row.get("Extension", "")).lstrip("/").lower(): row.get(
            "ContentType", ""
        )
        for row in markup.parsed(parts[TYPES])
    }


def content_types_written(types: Mapping[str, str]) -> bytes:
    rows = "".join(
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(type_)}/>"
        for name, type_ in types.items()
    )
    defaults = (
        f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{rows}</Types>'.encode()
