"""A picture inside a document: it keeps its pixels, and says no more than they do."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from files import jpegs, pngs
from files.images import redraw, refuse_pixels
from files.troubles import Trouble, Unusable

KEPT = {"JPEG": ("jpeg", jpegs.without_metadata), "PNG": ("png", pngs.without_metadata)}
DRAWN_ANEW = ["GIF", "BMP", "TIFF", "WEBP"]


def stripped(data: bytes) -> tuple[bytes, str]:
    """The picture without metadata, and the ending of its name; rarer formats become PNG.

    A photo is not turned as its EXIF says: documents turn the frame in which it stands.

    Raises:
        Unusable: too many pixels, or a format (EMF, WMF, SVG) that can hold anything.
    """
    found = _format_of(data)
    if found in KEPT:
        ending, without_metadata = KEPT[found]
        return without_metadata(data), ending
    return redraw(data, found.lower(), into="png"), "png"


def _format_of(data: bytes) -> str:
    try:
        with Image.open(BytesIO(data), formats=[*KEPT, *DRAWN_ANEW]) as image:
            refuse_pixels(image)
            return str(image.format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unusable(Trouble.PIXELS) from bomb
    except UnidentifiedImageError as unknown:
        raise Unusable(Trouble.PICTURE) from unknown
