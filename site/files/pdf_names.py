"""What may stay in a PDF and what may not, by the names of ISO 32000."""


def _names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


KEPT_IN_TRAILER = _names("Root Size")
KEPT_IN_ROOT = _names(
    "Type Pages PageLabels PageLayout PageMode Outlines Dests Names Lang MarkInfo"
    " StructTreeRoot ViewerPreferences OCProperties AcroForm"
)
KEPT_IN_NAMES = _names("Dests")
KEPT_IN_FORM = _names("Fields DR DA Q NeedAppearances")
KEPT_IN_PAGE = _names(
    "Type Parent Resources Contents MediaBox CropBox BleedBox TrimBox ArtBox Rotate"
    " UserUnit Group Annots Tabs StructParents"
)

KEPT_ANNOTATIONS = _names(
    "Link Text FreeText Line Square Circle Polygon PolyLine Highlight Underline"
    " Squiggly StrikeOut Stamp Caret Ink Widget"
)
KEPT_IN_ANNOTATION = _names(  # not T, who wrote it, nor M, when
    "Type Subtype Rect Contents P F AP AS Border C CA BS BE H A PA Dest QuadPoints InkList"
    " L LE IC IT RD Vertices DA Q Name Open OC StructParent"
)
KEPT_IN_WIDGET = KEPT_IN_ANNOTATION | _names("FT Ff T TU V DV Opt MaxLen MK Parent")

DROPPED = _names("Metadata PieceInfo LastModified CreatorInfo AA AF EF JS JavaScript")
ACTIONS_THAT_ACT = _names(
    "JavaScript Launch GoToR GoToE SubmitForm ImportData ResetForm Rendition RichMediaExecute"
    " Movie Sound GoTo3DView Thread Hide"
)
FILTERS = _names(
    "ASCIIHexDecode ASCII85Decode LZWDecode FlateDecode RunLengthDecode CCITTFaxDecode"
    " JBIG2Decode DCTDecode JPXDecode"
)
