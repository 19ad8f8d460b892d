"""One part of an OpenDocument file without what names people, places and times."""

from collections.abc import Callable

from files import opendocument_names as names
from files.markup import Element, drop_attributes, local, remove, reword, space
from files.office_names import NAME_OF_A_FILE, SAFE_LINKS
from files.troubles import Trouble, Unusable


def clean(root: Element, moved: Callable[[str], str | None]) -> None:
    """Clean the part in place; `moved` tells where a linked part of the document is now.

    Raises:
        Unusable: a picture is written into the text itself.
    """
    for element in list(root.iter()):
        name = local(element.tag)
        if name == "binary-data":
            raise Unusable(Trouble.PICTURE)
        if name in names.DROPPED_ELEMENTS or space(element.tag) == names.SCRIPT:
            remove(element)
            continue
        _clean_people(element)
        _clean_attributes(element, name)
        if names.HREF in element.attrib:
            _clean_link(element, name, moved)


def _clean_people(element: Element) -> None:
    """Comments and tracked changes: somebody, some time. A change must have a time, though."""
    if element.tag == names.CREATOR:
        reword(element, "Author")
    elif element.tag == names.DATE:
        reword(element, names.NO_TIME)
    elif local(element.tag) in names.NAMES_AND_TITLES and _names_a_file(element.text):
        reword(element, "")


def _clean_attributes(element: Element, name: str) -> None:
    drop_attributes(element, names.DROPPED_ATTRIBUTES)
    for key in list(element.attrib):
        is_trace = names.TRACE.fullmatch(local(key)) or space(key) == names.SCRIPT
        is_path = name in ("frame", "image") and local(key) == "name"
        if is_trace or (is_path and _names_a_file(element.attrib[key])):
            del element.attrib[key]


def _names_a_file(text: str | None) -> bool:
    return NAME_OF_A_FILE.search(text or "") is not None


def _clean_link(element: Element, name: str, moved: Callable[[str], str | None]) -> None:
    """Text may link to the web; whatever else is loaded must lie in the document itself."""
    href = element.attrib[names.HREF]
    if href.startswith("#") or href in (".", ".."):
        return
    if name in names.LINKS_TO_FOLLOW:
        if name == "form" or not href.lower().startswith(SAFE_LINKS):
            element.attrib[names.HREF] = "#"
    elif new := moved(href):
        element.attrib[names.HREF] = new
    else:
        remove(element)


def clean_settings(root: Element) -> None:
    """Numbers and switches stay: they tell how pages are set. Texts name printers and paths."""
    for item in list(root.iter(f"{names.CONFIG}config-item")):
        is_plain = item.get(f"{names.CONFIG}type") in names.PLAIN_SETTINGS
        if not is_plain or names.TELLING_SETTINGS.search(item.get(f"{names.CONFIG}name", "")):
            remove(item)
