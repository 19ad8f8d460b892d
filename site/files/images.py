"""A picture is drawn anew: of what was sent only the pixels remain."""

from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

from files.troubles import Trouble, Unusable

MOST_PIXELS = 40_000_000
SAVED_WITH: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 90},
    "png": {},
    "webp": {"quality": 90, "method": 2},
}
UNKNOWN_TO_PNG = ("CMYK", "YCbCr", "LAB", "HSV", "F")


def redraw(data: bytes, kind: str, *, into: str = "") -> bytes:
    """The same picture without EXIF, place, comments, texts or anything after its end.

    It is turned as its EXIF says and brought to sRGB; of a moving picture the first frame stays.
    `into` names another kind to write it as.

    Raises:
        Unusable: more pixels than allowed (counted before any is decoded), or too much to draw.
        Exception: whatever Pillow says of a damaged picture.
    """
    image = _in_srgb(_pixels(data, kind))
    kind = into or kind
    if (kind == "jpeg" and image.mode not in ("L", "RGB")) or image.mode in UNKNOWN_TO_PNG:
        image = image.convert("RGB")
    image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    target = BytesIO()
    try:
        image.save(target, format=kind.upper(), **SAVED_WITH[kind])
    except (OSError, ValueError) as error:  # it could be read, so it is not damaged
        raise Unusable(Trouble.HEAVY) from error
    return target.getvalue()


def refuse_pixels(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Unusable(Trouble.PIXELS)


def _pixels(data: bytes, kind: str) -> Image.Image:
    """Decoded and turned upright, in a copy that knows nothing of the file it came from."""
    try:
        image = Image.open(BytesIO(data), formats=[kind.upper()])
    except Image.DecompressionBombError as bomb:
        raise Unusable(Trouble.PIXELS) from bomb
    refuse_pixels(image)
    return ImageOps.exif_transpose(image)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Phones write wide colours with a profile; without it they would look faded."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        mode = "RGB" if image.mode == "CMYK" else image.mode
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode=mode)
            return turned or image
    return image
