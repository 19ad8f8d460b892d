"""One part of an OpenDocument file without what names people, places and times."""

from collections.abc import Callable

from files import opendocument_names as names
from files.markup import Element, local, remove, reword, space
from files.office_names import NAME_OF_A_FILE, SAFE_LINKS
from files.troubles import Trouble, Unusable


def clean(root: Element, moved: Callable[[str], str | None]) -> None:
    """Clean the part in place; `moved` tells where a linked part of the document is now.

    Raises:
        Unusable: a picture is written into the text itself, or is only there as SVG.
    """
    for element in [element for element in root.iter() if _goes(element, moved)]:
        remove(element)


def _goes(element: Element, moved: Callable[[str], str | None]) -> bool:
    """Whether the element must go; one that stays is clean after this."""
    name = local(element.tag)
    if name == "binary-data":
        raise Unusable(Trouble.PICTURE)
    if name in names.DROPPED_ELEMENTS or space(element.tag) == names.SCRIPT:
        return True
    _clean_people(element, name)
    _clean_attributes(element, name)
    return element.get(names.HREF) is not None and _leads_nowhere(element, name, moved)


def _clean_people(element: Element, name: str) -> None:
    """Comments and tracked changes: somebody, some time. A change must have a time, though."""
    if element.tag == names.CREATOR:
        reword(element, "Author")
    elif element.tag == names.DATE:
        reword(element, names.NO_TIME)
    elif name in names.NAMES_AND_TITLES and _names_a_file(element.text):
        reword(element, "")


def _clean_attributes(element: Element, name: str) -> None:
    for key, value in element.items():
        is_trace = local(key) in names.DROPPED_ATTRIBUTES or space(key) == names.SCRIPT
        is_name = name in ("frame", "image") and local(key) == "name"
        if is_trace or (is_name and _names_a_file(value)):
            del element.attrib[key]


def _names_a_file(text: str | None) -> bool:
    return NAME_OF_A_FILE.search(text or "") is not None


def _leads_nowhere(element: Element, name: str, moved: Callable[[str], str | None]) -> bool:
    """Text may link to the web; whatever else is loaded must lie in the document itself."""
    href = element.attrib[names.HREF]
    if href.startswith("#") or href in (".", ".."):
        return False
    if name in names.LINKS_TO_FOLLOW:
        if name == "form" or not href.lower().startswith(SAFE_LINKS):
            element.attrib[names.HREF] = "#"
        return False
    if new := moved(href):
        element.attrib[names.HREF] = new
    elif href.lower().endswith(".svg") and len(element.getparent().findall(element.tag)) < 2:
        raise Unusable(Trouble.PICTURE)
    return new is None


def clean_settings(root: Element) -> None:
    """Numbers and switches stay: they tell how pages are set. Texts name printers and paths."""
    for item in list(root.iter(f"{names.CONFIG}config-item")):
        is_plain = item.get(f"{names.CONFIG}type") in names.PLAIN_SETTINGS
        if not is_plain or names.TELLING_SETTINGS.search(item.get(f"{names.CONFIG}name", "")):
            remove(item)
