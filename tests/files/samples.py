"""Files as people send them, full of what tells who made them, and where."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

CANARY = "CANARY-author"
VISIBLE = "what everybody may read"
UPRIGHT_AFTER_A_QUARTER = 6


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="white")
    return image


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x013B] = CANARY  # artist
    tags[0x010E] = CANARY  # description
    tags[0x0112] = orientation
    tags.get_ifd(0x8825).update({1: "N", 2: (55.0, 21.0, 14.0), 29: CANARY})  # place
    return tags


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def xmp() -> bytes:
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()


def written(image: Image.Image, kind: str, **options) -> bytes:
    target = BytesIO()
    image.save(target, format=kind, **options)
    return target.getvalue()


def jpeg(orientation: int = 1, **options) -> bytes:
    return written(
        picture(),
        "JPEG",
        exif=exif(orientation),
        comment=CANARY.encode(),
        icc_profile=profile(),
        xmp=xmp(),
        **options,
    )


def png() -> bytes:
    texts = PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_text("Comment", CANARY, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", CANARY)
    return written(picture("RGBA"), "PNG", pnginfo=texts, exif=exif(), icc_profile=profile())


def webp() -> bytes:
    return written(picture(), "WEBP", exif=exif(), xmp=xmp(), icc_profile=profile())


def pdf(**how_saved) -> bytes:
    """Two pages with all that a PDF may carry besides them."""
    document = pikepdf.new()
    for _ in range(2):
        document.add_blank_page()
    document.docinfo["/Author"] = CANARY
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [CANARY]
    document.attachments["notes.txt"] = CANARY.encode()
    _make_it_act(document)
    _make_it_tell(document)
    target = BytesIO()
    document.save(target, **how_saved)
    return target.getvalue()


def action(kind: str, **entries) -> Dictionary:
    return Dictionary(S=Name("/" + kind), **entries)


def link(**entries) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), **entries)


def _make_it_act(document: pikepdf.Pdf) -> None:
    script = action("JavaScript", JS=f"app.alert('{CANARY}')")
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.Root.Names.JavaScript = Dictionary(Names=Array(["a", document.make_indirect(script)]))
    page = document.pages[0]
    page.AA = Dictionary(O=script)
    page.Annots = Array(
        [
            link(A=action("URI", URI="https://example.org/", Next=script)),
            link(A=action("URI", URI=f"javascript:{CANARY}")),
            link(A=action("Launch", F=f"{CANARY}.exe")),
            link(A=action("GoTo", D=Array([document.pages[1].obj, Name.Fit]))),
            document.make_indirect(link(A=action("GoToR", F=CANARY), AA=Dictionary(E=script))),
        ]
    )


def _make_it_tell(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    comment = {"Type": Name.Annot, "Rect": Array([0, 0, 9, 9]), "Contents": "a good thought"}
    page.Annots.append(Dictionary(Subtype=Name.Text, T=CANARY, NM=CANARY, **comment))
    page.Annots.append(Dictionary(Subtype=Name.FileAttachment, FS=Dictionary(F=CANARY), **comment))
    page.PieceInfo = Dictionary(App=Dictionary(Private=CANARY))
    signature = Dictionary(FT=Name.Sig, T="signature", V=Dictionary(Name=CANARY))
    document.Root.AcroForm = Dictionary(Fields=Array([signature]), XFA=CANARY)
    photo = document.make_stream(jpeg())
    photo.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40))
    photo.update(Dictionary(ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode))
    photo.Metadata = document.make_stream(CANARY.encode(), Type=Name.Metadata)
    page.Resources = Dictionary(XObject=Dictionary(Photo=photo))


def everything_in(data: bytes) -> bytes:
    """What can be found in a file, also of what is packed in it, at any depth."""
    if data.startswith(b"%PDF"):
        target = BytesIO()
        with pikepdf.open(BytesIO(data)) as document:
            document.save(target, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return target.getvalue()
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as archive:
            inner = [everything_in(archive.read(name)) for name in archive.namelist()]
        return b"\0".join([data, *inner])
    return data


def tells(data: bytes, words: str = CANARY) -> bool:
    found = everything_in(data)
    return any(words.encode(coding) in found for coding in ("utf-8", "utf-16-be", "utf-16-le"))


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


SAMPLES = {"pdf": pdf, "jpeg": jpeg, "png": png, "webp": webp}
