"""Text, presentation and spreadsheet of OpenDocument: known parts are cleaned, others hold it."""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from files import embedded, markup, opendocument_xml
from files import opendocument_names as names
from files.archives import pack, unpack
from files.troubles import Trouble, Unusable

_XMLNS = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_VERSION = "1.3"


def strip(data: bytes, kind: str) -> bytes:
    """The same text, tables and slides without properties, people, times, paths and macros.

    Raises:
        Unusable: it is damaged, locked, or holds what cannot be cleaned.
        Exception: whatever a parser says of a damaged part.
    """
    parts = unpack(data)
    mimetype = names.MIMETYPES[kind]
    if parts.get("mimetype", b"").strip() != mimetype.encode() or "content.xml" not in parts:
        raise Unusable(Trouble.OTHER)
    document = _Document(parts)
    for name in parts:
        document.take(name)
    for name in document.called:
        document.clean(name)
    made = {"mimetype": mimetype.encode(), **document.made}
    made[names.MANIFEST] = document.manifest(mimetype)
    return pack(made, stored={"mimetype"})


def _listed_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Media types by the names of parts and of objects.

    Raises:
        Unusable: the document is signed, or locked with a password.
    """
    if names.SIGNATURES & parts.keys():
        raise Unusable(Trouble.SIGNED)
    root = markup.parsed(parts[names.MANIFEST])
    if next(root.iter("{*}encryption-data"), None) is not None:
        raise Unusable(Trouble.LOCKED)
    key = f"{{{_XMLNS}}}"
    rows = root.iter(f"{key}file-entry")
    return {row.get(f"{key}full-path", ""): row.get(f"{key}media-type", "") for row in rows}


class _Document:
    """A document on its way from the parts that were sent to those that are kept."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.types = _listed_types(parts)
        self.called: dict[str, str] = {}  # what a part is called from now on
        self.objects: dict[str, str] = {}  # the same of the folders of charts and formulas
        self.made: dict[str, bytes] = {}
        self.made_types: dict[str, str] = {}

    def take(self, name: str) -> None:
        """Decide what becomes of a part, and what it is called."""
        if names.DROPPED.fullmatch(name) or names.REDRAWN.fullmatch(name):
            return
        if names.MEDIA.fullmatch(name):
            raise Unusable(Trouble.MEDIA)
        if found := names.MARKUP.fullmatch(name) or names.SETTINGS.fullmatch(name):
            self.called[name] = self._folder(found["object"]) + posixpath.basename(name)
            self.made_types[self.called[name]] = "text/xml"
        elif found := names.PICTURE.fullmatch(name):
            self._take_picture(name, self._folder(found["object"]))
        else:
            raise Unusable(Trouble.UNKNOWN)

    def _folder(self, name: str | None) -> str:
        """Objects are numbered; their names are the author's."""
        if name is None:
            return ""
        if name not in self.objects:
            self.objects[name] = f"Object {len(self.objects) + 1}"
            if not names.OBJECT_TYPE.fullmatch(type_ := self.types.get(f"{name}/", "")):
                raise Unusable(Trouble.UNKNOWN)
            self.made_types[f"{self.objects[name]}/"] = type_
        return f"{self.objects[name]}/"

    def _take_picture(self, name: str, folder: str) -> None:
        data, ending = embedded.stripped(self.parts[name])
        new = f"{folder}Pictures/image{len(self.made) + 1}.{ending}"
        self.called[name], self.made[new] = new, data
        self.made_types[new] = f"image/{ending}"

    def clean(self, name: str) -> None:
        if name.endswith(".xml"):
            root = markup.parsed(self.parts[name])
            if names.SETTINGS.fullmatch(name):
                opendocument_xml.clean_settings(root)
            else:
                opendocument_xml.clean(root, lambda href: self._moved(name, href))
            self.made[self.called[name]] = markup.written(root)

    def _moved(self, source: str, href: str) -> str | None:
        """Where a part or object is from now on, seen from the part `source`; None: nowhere."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(href)))
        new = self.called.get(path) or self.objects.get(path)
        return new and posixpath.relpath(new, posixpath.dirname(self.called[source]) or ".")

    def manifest(self, mimetype: str) -> bytes:
        rows = "".join(_row(name, type_) for name, type_ in self.made_types.items())
        root = _row("/", mimetype, f' manifest:version="{_VERSION}"')
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<manifest:manifest xmlns:manifest="{_XMLNS}" manifest:version="{_VERSION}">'
            f"{root}{rows}</manifest:manifest>"
        ).encode()


def _row(name: str, type_: str, more: str = "") -> str:
    return (
        f"<manifest:file-entry manifest:full-path={quoteattr(name)}"
        f" manifest:media-type={quoteattr(type_)}{more}/>"
    )
