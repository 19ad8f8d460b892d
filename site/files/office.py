"""Word, Excel and PowerPoint: what our lists name is kept and cleaned, the rest goes or holds.

Only what relationships lead to is looked at; whatever else lies in the archive is left behind.
"""

from collections.abc import Iterator
from dataclasses import replace

from files import embedded, markup, office_xml
from files import office_names as names
from files.archives import pack, unpack
from files.office_package import (
    TYPES,
    Relation,
    content_types,
    content_types_written,
    relations,
    relations_of,
    relations_written,
)
from files.troubles import Trouble, Unusable


def strip(data: bytes, kind: str) -> bytes:
    """The same text, tables and slides without properties, people, times, paths and objects.

    Raises:
        Unusable: it is damaged, of another kind, or holds what cannot be cleaned.
        Exception: whatever a parser says of a damaged part.
    """
    document = _Document(unpack(data), names.FOLDERS[kind])
    document.follow("")
    if not any(made.endswith(names.MAIN_PARTS[kind]) for made in document.made_types.values()):
        raise Unusable(Trouble.OTHER)
    while document.waiting:
        document.clean(document.waiting.pop())
    return pack({TYPES: content_types_written(document.made_types), **document.made})


class _Document:
    """A document on its way from the parts that were sent to those that are kept."""

    def __init__(self, parts: dict[str, bytes], folder: str) -> None:
        self.parts = parts
        self.types = content_types(parts)
        self.folder = folder
        self.called: dict[str, str] = {}  # what a part is called from now on
        self.waiting: list[str] = []  # parts that are called, but not yet clean
        self.made: dict[str, bytes] = {}
        self.made_types: dict[str, str] = {}

    def clean(self, name: str) -> None:
        root = markup.parsed(self.parts[name], mend=name.endswith(".vml"))
        office_xml.clean(root, gone=self.follow(name))
        self.made[self.called[name]] = markup.written(root)

    def follow(self, name: str) -> set[str]:
        """Keep what the part leads to, and return the relationships that it loses.

        The empty name is the document as a whole.
        """
        found = relations(self.parts, name)
        kept = [row for relation in found for row in self._kept(name, relation)]
        if kept:
            self.made[relations_of(self.called.get(name, ""))] = relations_written(kept)
        return {relation.id for relation in found} - {relation.id for relation in kept}

    def _kept(self, source: str, relation: Relation) -> Iterator[Relation]:
        if not relation.stays():
            return
        part = relation.part(source)
        if relation.is_external:
            yield relation.harmless()
        elif relation.target.startswith("#"):
            yield relation
        elif part in self.parts and not part.lower().endswith(".svg"):  # beside a PNG of the same
            yield replace(relation, target=f"/{self._call(part, relation)}")

    def _call(self, part: str, relation: Relation) -> str:
        if part not in self.called:
            take = self._take_picture if relation.word == "image" else self._take
            self.called[part] = take(part, relation.word)
        return self.called[part]

    def _take(self, part: str, word: str) -> str:
        type_ = self.types.get(part.lower()) or self.types.get(part.lower().rpartition(".")[2], "")
        if "macroEnabled" in type_:
            raise Unusable(Trouble.ACTIVE)
        if not names.KNOWN_CONTENT.fullmatch(type_):
            raise Unusable(Trouble.UNKNOWN)
        ending = "vml" if part.lower().endswith(".vml") else "xml"
        neutral = f"{self.folder}/{word}-{len(self.called) + 1}.{ending}"
        name = part if names.ORDINARY_PART.fullmatch(part) else neutral
        self.waiting.append(part)
        self.made_types[name] = type_
        return name

    def _take_picture(self, part: str, word: str) -> str:
        data, ending = embedded.stripped(self.parts[part])
        name = f"{self.folder}/media/{word}{len(self.called) + 1}.{ending}"
        self.made[name] = data
        self.made_types[name] = f"image/{ending}"
        return name
