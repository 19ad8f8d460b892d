"""XML of foreign files: nothing is fetched, no entity is defined, comments are gone."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from lxml import etree

from files.troubles import Trouble, Unusable

Element = Any  # lxml has no types of its own


def parsed(data: bytes, *, mend: bool = False) -> Element:
    """The root of a document; `mend` is for the VML of Office, which may leave tags open.

    Raises:
        Unusable: it has a document type, and with it could define entities without end.
        MemoryError: it is more than this process may hold.
        Exception: it is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=mend,
    )
    root = _root(data, parser)
    if root is None or root.getroottree().docinfo.doctype:
        raise Unusable(Trouble.UNSAFE)
    return root


def _root(data: bytes, parser: Any) -> Element:
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise


def written(root: Element) -> bytes:
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return data


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


@lru_cache(maxsize=4096)
def space(name: str) -> str:
    return name.rpartition("}")[0][1:]


def remove(element: Element) -> None:
    """With all that is in it; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def drop_attributes(element: Element, names: Collection[str]) -> None:
    """By their names without a namespace."""
    for name in [name for name in element.attrib if local(name) in names]:
        del element.attrib[name]


def reword(element: Element, words: str) -> None:
    """Words instead of whatever the element holds."""
    for child in list(element):
        element.remove(child)
    element.text = words
