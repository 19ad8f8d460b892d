"""A PDF keeps its pages, contents and links, and loses whatever acts, hides or names its author."""

from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, Stream

from files.jpegs import without_metadata
from files.troubles import Trouble, Unusable

TAIL = 2048  # bytes: "%%EOF" stands at the end, or the file was cut
KEPT_IN_TRAILER = {"/Root", "/Size"}
KEPT_IN_ROOT = set(
    "/Type /Pages /PageLabels /PageLayout /PageMode /Outlines /Dests /Names /Lang /MarkInfo"
    " /StructTreeRoot /ViewerPreferences /OCProperties /AcroForm".split()
)
KEPT_IN_NAMES = {"/Dests"}
KEPT_IN_FORM = {"/Fields", "/DR", "/DA", "/Q", "/NeedAppearances"}
KEPT_IN_PAGE = set(
    "/Type /Parent /Resources /Contents /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate"
    " /UserUnit /Group /Annots /Tabs /StructParents".split()
)
KEPT_ANNOTATIONS = set(
    "/Link /Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline"
    " /Squiggly /StrikeOut /Stamp /Caret /Ink /Widget".split()
)
KEPT_IN_ANNOTATION = set(  # neither /T, who wrote it, nor /M, when
    "/Type /Subtype /Rect /Contents /P /F /AP /AS /Border /C /CA /BS /BE /H /A /PA /Dest"
    " /QuadPoints /InkList /L /LE /IC /IT /RD /Vertices /DA /Q /Name /Open /OC /StructParent".split()
)
KEPT_IN_WIDGET = KEPT_IN_ANNOTATION | set("/FT /Ff /T /TU /V /DV /Opt /MaxLen /MK /Parent".split())
DROPPED = set(
    "/Metadata /PieceInfo /LastModified /CreatorInfo /AA /AF /EF /JS /JavaScript".split()
)
FILTERS = set(
    "/ASCIIHexDecode /ASCII85Decode /LZWDecode /FlateDecode /RunLengthDecode /CCITTFaxDecode"
    " /JBIG2Decode /DCTDecode /JPXDecode".split()
)
ACTIONS_THAT_ACT = set(
    "/JavaScript /Launch /GoToR /GoToE /SubmitForm /ImportData /Rendition /RichMediaExecute"
    " /Movie /Sound /GoTo3DView /Thread /Hide /ResetForm".split()
)
SAFE_LINKS = ("http://", "https://", "mailto:")


def strip(data: bytes) -> bytes:
    """The same pages without Info, XMP, scripts, actions but links, attachments, comment authors.

    Raises:
        Unusable: locked with a password, cut off, or without a page.
        Exception: whatever qpdf says of a damaged file.
    """
    if b"%%EOF" not in data.rstrip(b"\0 \r\n")[-TAIL:]:
        raise Unusable(Trouble.BROKEN)
    try:
        pdf = Pdf.open(BytesIO(data))
    except PasswordError as locked:
        raise Unusable(Trouble.LOCKED) from locked
    with pdf:
        if pdf.is_encrypted:
            raise Unusable(Trouble.LOCKED)
        if not len(pdf.pages):
            raise Unusable(Trouble.BROKEN)
        _strip_catalogue(pdf)
        for page in pdf.pages:
            _strip_page(page.obj)
        for thing in pdf.objects:
            for part in _parts(thing):
                _strip_part(pdf, part)
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


def _strip_catalogue(pdf: Pdf) -> None:
    _keep_only(pdf.trailer, KEPT_IN_TRAILER)
    _keep_only(pdf.Root, KEPT_IN_ROOT)
    for key, kept in (("/Names", KEPT_IN_NAMES), ("/AcroForm", KEPT_IN_FORM)):
        if isinstance(pdf.Root.get(key), Dictionary):
            _keep_only(pdf.Root[key], kept)


def _strip_page(page: Object) -> None:
    _keep_only(page, KEPT_IN_PAGE)
    listed = page.get("/Annots")
    notes = list(listed) if isinstance(listed, Array) else []
    kept = [note for note in notes if _may_stay(note)]
    for note in kept:
        _keep_only(note, KEPT_IN_WIDGET if note.Subtype == Name.Widget else KEPT_IN_ANNOTATION)
    page["/Annots"] = Array(kept)


def _may_stay(note: object) -> bool:
    return isinstance(note, Dictionary) and str(note.get("/Subtype")) in KEPT_ANNOTATIONS


def _keep_only(holder: Object, kept: set[str]) -> None:
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
    for key in DROPPED & set(part.keys()):
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
    """Only a jump inside the document and a link to a web or mail address may stay."""
    for key in {"/A", "/PA"} & set(part.keys()):
        action = part[key]
        if isinstance(action, Dictionary) and "/S" in action and not _is_harmless(action):
            del part[key]
    kind = str(part.get("/S", ""))
    if kind in ("/URI", "/GoTo") and "/Next" in part:
        del part["/Next"]
    elif kind in ACTIONS_THAT_ACT and part.get("/Type") != Name.StructElem:
        _keep_only(part, set())


def _is_harmless(action: Object) -> bool:
    if action["/S"] == Name.GoTo:
        return True
    return action["/S"] == Name.URI and str(action.get("/URI", "")).lower().startswith(SAFE_LINKS)


def _strip_picture(pdf: Pdf, stream: Object) -> None:
    """A JPEG lies in a PDF as the camera wrote it, with the place where it was taken."""
    filters = _listed(stream.get("/Filter"))
    if not FILTERS.issuperset(map(str, filters)):
        raise Unusable(Trouble.BROKEN)
    if not filters or filters[-1] != Name.DCTDecode:
        return
    settings = _listed(stream.get("/DecodeParms"))
    data = stream.read_raw_bytes()
    if outer := filters[:-1]:
        wrapped = Stream(pdf, data)
        wrapped.Filter = Array(outer)
        data = wrapped.read_bytes()
    last = settings[-1] if len(settings) == len(filters) else None
    stream.write(without_metadata(bytes(data)), filter=Name.DCTDecode, decode_parms=last)


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
