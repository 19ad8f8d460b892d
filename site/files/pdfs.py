"""A PDF keeps its pages, contents and links, and loses whatever acts, hides or names its author."""

from collections.abc import Iterator, Set
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, Stream

from files import pdf_names as names
from files.jpegs import without_metadata
from files.troubles import Trouble, Unusable

TAIL = 2048  # bytes: "%%EOF" stands at the end, or the file was cut
SAFE_LINKS = ("http://", "https://", "mailto:")


def strip(data: bytes) -> bytes:
    """The same pages without Info, XMP, scripts, actions but links, attachments, comment authors.

    Raises:
        Unusable: locked with a password, cut off, or without a page.
        Exception: whatever qpdf says of a damaged file.
    """
    with _opened(data) as pdf:
        _strip_catalogue(pdf)
        for page in pdf.pages:
            _strip_page(page.obj)
        for thing in pdf.objects:
            for part in _parts(thing):
                _strip_part(pdf, part)
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


def _opened(data: bytes) -> Pdf:
    if b"%%EOF" not in data.rstrip(b"\0 \r\n")[-TAIL:]:
        raise Unusable(Trouble.BROKEN)
    try:
        pdf = Pdf.open(BytesIO(data))
    except PasswordError as locked:
        raise Unusable(Trouble.LOCKED) from locked
    if pdf.is_encrypted:
        raise Unusable(Trouble.LOCKED)
    if not len(pdf.pages):
        raise Unusable(Trouble.BROKEN)
    return pdf


def _strip_catalogue(pdf: Pdf) -> None:
    _keep_only(pdf.trailer, names.KEPT_IN_TRAILER)
    _keep_only(pdf.Root, names.KEPT_IN_ROOT)
    for key, kept in (("/Names", names.KEPT_IN_NAMES), ("/AcroForm", names.KEPT_IN_FORM)):
        if isinstance(pdf.Root.get(key), Dictionary):
            _keep_only(pdf.Root[key], kept)


def _strip_page(page: Object) -> None:
    _keep_only(page, names.KEPT_IN_PAGE)
    listed = page.get("/Annots")
    notes = list(listed) if isinstance(listed, Array) else []
    kept = [note for note in notes if _may_stay(note)]
    for note in kept:
        is_widget = note.Subtype == Name.Widget
        _keep_only(note, names.KEPT_IN_WIDGET if is_widget else names.KEPT_IN_ANNOTATION)
    page["/Annots"] = Array(kept)


def _may_stay(note: object) -> bool:
    return isinstance(note, Dictionary) and str(note.get("/Subtype")) in names.KEPT_ANNOTATIONS


def _keep_only(holder: Object, kept: Set[str]) -> None:
    for key in set(holder.keys()) - kept:
        del holder[key]


def _parts(thing: Object) -> Iterator[Object]:
    """The dictionaries and streams in an object, down to where another object begins."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Array):
            waiting += [inner for inner in part if _is_direct(inner)]
        elif isinstance(part, Dictionary | Stream):
            yield part
            waiting += [inner for _, inner in part.items() if _is_direct(inner)]


def _is_direct(inner: object) -> bool:
    return isinstance(inner, Array | Dictionary) and not inner.is_indirect


def _strip_part(pdf: Pdf, part: Object) -> None:
    for key in names.DROPPED & set(part.keys()):
        if not _is_resource(part[key]):
            del part[key]
    _strip_actions(part)
    if isinstance(part.get("/V"), Dictionary):  # a signature, with the name of who signed
        del part["/V"]
    if isinstance(part, Stream):
        _strip_picture(pdf, part)


def _is_resource(value: object) -> bool:
    """Fonts and forms may bear any name, also one of those that are dropped."""
    if not isinstance(value, Dictionary | Stream):
        return False
    return (
        value.get("/Type") in (Name.Font, Name.ExtGState, Name.Pattern)
        or value.get("/Subtype") in (Name.Image, Name.Form)
        or "/ShadingType" in value
    )


def _strip_actions(part: Object) -> None:
    for key in {"/A", "/PA"} & set(part.keys()):
        if _is_action(part[key]) and not _is_harmless(part[key]):
            del part[key]
    kind = str(part.get("/S", ""))
    if kind in ("/URI", "/GoTo") and "/Next" in part:
        del part["/Next"]
    elif kind in names.ACTIONS_THAT_ACT and part.get("/Type") != Name.StructElem:
        _keep_only(part, frozenset())


def _is_action(value: object) -> bool:
    """The same keys hold fonts in a list of fonts, and attributes, which have an owner."""
    if not isinstance(value, Dictionary):
        return False
    return "/S" in value or not ("/O" in value or _is_resource(value))


def _is_harmless(action: Object) -> bool:
    """A jump inside the document, or a link to a web or mail address."""
    target = str(action.get("/URI", "")).lower()
    is_link = action.get("/S") == Name.URI and target.startswith(SAFE_LINKS)
    return is_link or action.get("/S") == Name.GoTo


def _strip_picture(pdf: Pdf, stream: Object) -> None:
    """A JPEG lies in a PDF as the camera wrote it, with the place where it was taken."""
    filters = _listed(stream.get("/Filter"))
    if not names.FILTERS.issuperset(map(str, filters)):
        raise Unusable(Trouble.BROKEN)
    if not filters or filters[-1] != Name.DCTDecode:
        return
    data = stream.read_raw_bytes()
    if len(filters) > 1:  # packed once more
        wrapped = Stream(pdf, data)
        wrapped.Filter = Array(filters[:-1])
        data = wrapped.read_bytes()
    last = _listed(stream.get("/DecodeParms"))[-1:]
    how = last[0] if last and isinstance(last[0], Dictionary) else None
    stream.write(without_metadata(data), filter=Name.DCTDecode, decode_parms=how)


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
