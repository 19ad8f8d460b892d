"""One part of a Word, Excel or PowerPoint document without what names people, places and times."""

from collections.abc import Iterable, Set
from functools import lru_cache

from files import office_names as names
from files.markup import Element, drop_attributes, local, remove, reword, space
from files.troubles import Trouble, Unusable


def clean(root: Element, gone: Set[str]) -> None:
    """Clean the part in place; `gone` are the relationships that it had and has no more.

    Raises:
        Unusable: it holds live links, or a picture that is not there any more.
    """
    _name_nobody(root)
    _silence_fields(root)
    for frame in list(root.iter("{*}graphicFrame")):
        _picture_of_object(frame)
    for element in [element for element in root.iter() if _goes(element, gone)]:
        remove(element)


def _goes(element: Element, gone: Set[str]) -> bool:
    """Whether the element must go; one that stays is clean after this."""
    name = local(element.tag)
    if name in names.ACTIVE_ELEMENTS:
        raise Unusable(Trouble.ACTIVE)
    if name in names.DROPPED_ELEMENTS or _is_revision(element.tag):
        return True
    lost = [key for key, value in element.items() if value in gone and _is_relation(key)]
    if lost and name == "blip":
        raise Unusable(Trouble.PICTURE)
    if lost and name not in names.STAYS_WITHOUT_RELATION:
        return True
    for key in lost:
        del element.attrib[key]
    _clean_attributes(element, name)
    return False


def _is_relation(key: str) -> bool:
    return space(key).endswith("/relationships")


@lru_cache(maxsize=4096)
def _is_revision(name: str) -> bool:
    """Who saved which cell when: the namespaces of Excel's co-authoring."""
    return "/spreadsheetml/" in name and "/revision" in space(name)


def _clean_attributes(element: Element, name: str) -> None:
    neutral = names.NEUTRAL_PEOPLE if name in names.PEOPLE else names.NEUTRAL_ATTRIBUTES
    for key, _value in element.items():
        if local(key) in names.DROPPED_ATTRIBUTES or _is_revision(key):
            del element.attrib[key]
        elif local(key) in neutral:
            element.attrib[key] = neutral[local(key)]
    if name in ("cm", "reply"):
        _forget_when(element)
    elif name in ("cNvPr", "docPr", "imagedata", "shape"):
        _forget_files(element)
    elif name == "theme":
        element.attrib["name"] = ""
    elif str(element.get("action", "")).startswith(("ppaction://program", "ppaction://macro")):
        del element.attrib["action"]


def _forget_when(comment: Element) -> None:
    drop_attributes(comment, {"dt"})
    if "created" in comment.attrib:
        comment.attrib["created"] = names.NO_TIME


def _forget_files(shape: Element) -> None:
    """Office writes the path of a picture into its description; one of the author's own stays."""
    for key in list(shape.attrib):
        says = local(key) in ("name", "descr", "title", "alt")
        is_stem = local(shape.tag) == "imagedata" and local(key) == "title"
        if is_stem or (says and names.NAME_OF_A_FILE.search(shape.attrib[key])):
            shape.attrib[key] = ""


def _picture_of_object(frame: Element) -> None:
    """A slide shows a picture of an embedded object: it stays, and the object goes."""
    if next(frame.iter("{*}oleObj"), None) is None:
        return
    picture = next(frame.iter("{*}pic"), None)
    if picture is not None:
        frame.addprevious(picture)
    remove(frame)


def _silence_fields(root: Element) -> None:
    """Fields keep the result that is read, and forget the telling instruction behind it."""
    for simple in root.iter("{*}fldSimple"):
        for key in [key for key in simple.attrib if local(key) == "instr"]:
            if names.TELLING_FIELDS.match(simple.attrib[key]):
                simple.attrib[key] = ""
    stray: list[Element] = []
    begun: list[list[Element]] = [stray]
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText"):
        if local(element.tag) != "fldChar":
            begun[-1].append(element)
        elif "begin" in element.attrib.values():
            begun.append([])
        elif "end" in element.attrib.values() and len(begun) > 1:
            _silence(begun.pop())
    for pieces in begun:
        _silence(pieces)


def _silence(pieces: Iterable[Element]) -> None:
    """An instruction may be written in several pieces."""
    pieces = list(pieces)
    if names.TELLING_FIELDS.match("".join(piece.text or "" for piece in pieces)):
        for piece in pieces:
            piece.text = ""


def _name_nobody(root: Element) -> None:
    """Excel lists authors of comments, and begins each comment with the name of its author."""
    if local(root.tag) != "comments":
        return
    authors = [element for element in root.iter("{*}author") if element.text]
    called = tuple(f"{author.text}:" for author in authors)
    for author in authors:
        reword(author, "Author")
    for text in root.iter("{*}t"):
        if called and (text.text or "").lstrip().startswith(called):
            text.text = "Author:" + text.text.partition(":")[2]
