"""Documents and archives that cannot be cleaned: which are held, and which are refused."""

import pytest

from files.clean import clean
from files.troubles import Trouble, Unusable
from tests.files.corpus import ALL_KINDS, OFFICE, OPEN
from tests.files.office_parts import part as word_part
from tests.files.open_samples import PERSON, manifest, part
from tests.files.packages import archive, changed, unpacked
from tests.files.packages import relations as rels
from tests.files.samples import CANARY, png


def cleaned(kind: str, data: bytes | None = None) -> dict[str, bytes]:
    return unpacked(clean(data or ALL_KINDS[kind](), kind))


def trouble_of(data: bytes, kind: str) -> Trouble:
    with pytest.raises(Unusable) as caught:
        clean(data, kind)
    return caught.value.trouble


LED_TO = {
    "vbaProject": Trouble.ACTIVE,
    "control": Trouble.ACTIVE,
    "aFChunk": Trouble.ACTIVE,
    "connections": Trouble.ACTIVE,
    "video": Trouble.MEDIA,
    "audio": Trouble.MEDIA,
    "somethingNew": Trouble.UNKNOWN,
}


@pytest.mark.parametrize(("word", "trouble"), LED_TO.items())
@pytest.mark.parametrize("kind", OFFICE)
def test_an_office_document_with_more_in_it_is_held(kind, word, trouble):
    main = {"docx": "word/document", "pptx": "ppt/presentation", "xlsx": "xl/workbook"}[kind]
    folder, name = main.split("/")
    more = {f"{folder}/_rels/{name}.xml.rels": rels((word, "more.bin")), f"{folder}/more.bin": b"?"}

    assert trouble_of(changed(ALL_KINDS[kind](), more), kind) is trouble
    assert trouble.is_held


@pytest.mark.parametrize("picture", [b"\x01\x00\x00\x00 EMF", b"\xd7\xcd\xc6\x9a WMF", b"?"])
@pytest.mark.parametrize(
    ("kind", "name"), [("docx", f"word/media/{CANARY}.png"), ("odt", f"Pictures/{CANARY}.jpg")]
)
def test_a_drawing_that_cannot_be_drawn_anew_holds_its_document(kind, name, picture):
    assert trouble_of(changed(ALL_KINDS[kind](), {name: picture}), kind) is Trouble.PICTURE


def test_a_signed_document_is_held():
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    signed = rels(("officeDocument", "word/document.xml"), (origin, "_xmlsignatures/origin.sigs"))

    assert trouble_of(changed(ALL_KINDS["docx"](), {"_rels/.rels": signed}), "docx") is (
        Trouble.SIGNED
    )
    odt = changed(ALL_KINDS["odt"](), {"META-INF/documentsignatures.xml": PERSON})
    assert trouble_of(odt, "odt") is Trouble.SIGNED


def test_a_document_made_for_macros_is_held_under_any_name():
    types = unpacked(ALL_KINDS["docx"]())["[Content_Types].xml"].decode()
    usual = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = types.replace(usual, "application/vnd.ms-word.document.macroEnabled.main+xml")
    data = changed(ALL_KINDS["docx"](), {"[Content_Types].xml": types})

    assert trouble_of(data, "docx") is Trouble.ACTIVE


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("Media/film.mp4", Trouble.MEDIA),
        ("Object 9", Trouble.UNKNOWN),
        ("Object 9/content.xml", Trouble.UNKNOWN),
        ("something/else.bin", Trouble.UNKNOWN),
    ],
)
def test_an_open_document_with_more_in_it_is_held(name, trouble):
    assert trouble_of(changed(ALL_KINDS["odp"](), {name: b"?"}), "odp") is trouble


def test_a_picture_written_into_the_text_holds_an_open_document():
    inner = "<office:binary-data>AAAA</office:binary-data>"
    data = changed(ALL_KINDS["odt"](), {"content.xml": part("document-content", inner)})

    assert trouble_of(data, "odt") is Trouble.PICTURE


def test_an_archive_is_held_with_what_is_in_it():
    film = changed(ALL_KINDS["odp"](), {"media/film.mp4": b"?"})

    assert trouble_of(archive({"a.odp": film}), "zip") is Trouble.MEDIA


def test_parts_of_other_programs_are_left_out():
    wps = "http://www.wps.cn/officeDocument/2013/relationships/something"
    data = changed(ALL_KINDS["xlsx"](), {"xl/wps.bin": b"?"})
    links = unpacked(data)["xl/_rels/workbook.xml.rels"].decode()
    row = f'<Relationship Id="rId99" Type="{wps}" Target="wps.bin"/></Relationships>'
    parts = {"xl/_rels/workbook.xml.rels": links.replace("</Relationships>", row)}

    assert "xl/wps.bin" not in cleaned("xlsx", changed(data, parts))


BLIP = '<a:blip xmlns:a="a" r:embed="rId1">{}</a:blip>'
SVG = '<svgBlip r:embed="rId2"/>'


def with_svg(body: str) -> bytes:
    parts = {
        "word/document.xml": word_part("w:document", body),
        "word/_rels/document.xml.rels": rels(("image", "media/a.png"), ("image", "media/a.svg")),
        "word/media/a.png": png(),
        "word/media/a.svg": f"<svg>{CANARY}</svg>",
    }
    return changed(ALL_KINDS["docx"](), parts)


def test_a_drawing_beside_a_png_of_the_same_is_left_out():
    parts = cleaned("docx", with_svg(BLIP.format(SVG)))

    assert "svg" not in str(parts.keys()) and b"svgBlip" not in parts["word/document.xml"]
    assert b'r:embed="rId1"' in parts["word/document.xml"]


def test_a_drawing_alone_holds_its_document():
    alone = BLIP.format("").replace("rId1", "rId2")
    assert trouble_of(with_svg(alone), "docx") is Trouble.PICTURE

    frame = '<draw:frame><draw:image xlink:href="Pictures/a.svg"/>{}</draw:frame>'
    other = '<draw:image xlink:href="Pictures/a.png"/>'
    parts = {"Pictures/a.svg": "<svg/>", "Pictures/a.png": png()}
    for more, inner in (("", frame.format("")), (other, frame.format(other))):
        content = {"content.xml": part("document-content", inner)}
        data = changed(ALL_KINDS["odt"](), {**parts, **content})
        if more:
            assert b"svg" not in cleaned("odt", data)["content.xml"].split(b"<draw:frame")[1]
        else:
            assert trouble_of(data, "odt") is Trouble.PICTURE


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("A red/blue flag", True),
        ("Our yard in 2020.", True),
        ("C:\\Users\\a", False),
        ("/home/a", False),
        ("IMG_2034.JPG", False),
        ("https://example.org/a", False),
    ],
)
def test_a_description_stays_unless_it_is_the_name_of_a_file(words, stays):
    body = f'<wp:docPr id="1" name="a" descr="{words}"/>'
    text = cleaned("docx", with_svg(body))["word/document.xml"].decode()

    assert (f'descr="{words}"' in text) is stays


# --- what is refused ---


@pytest.mark.parametrize("kind", [*OFFICE, *OPEN])
def test_a_document_of_another_kind_is_refused(kind):
    others = {k: make for k, make in ALL_KINDS.items() if k in {**OFFICE, **OPEN} and k != kind}

    assert {trouble_of(make(), kind) for make in others.values()} == {Trouble.OTHER}
    assert trouble_of(archive({"a.txt": b"a"}), kind) is Trouble.OTHER


def test_a_locked_open_document_is_refused():
    locked = manifest("text", "<encryption-data/>")
    data = changed(ALL_KINDS["odt"](), {"META-INF/manifest.xml": locked})

    assert trouble_of(data, "odt") is Trouble.LOCKED


@pytest.mark.parametrize(
    ("name", "data", "trouble"),
    [
        ("a.zip", archive({"a.png": png()}), Trouble.NESTED),
        ("a.png", archive({"a.png": png()}), Trouble.NESTED),
        ("a.exe", b"MZ", Trouble.FOREIGN),
        ("a.html", b"<html>", Trouble.FOREIGN),
        ("a.jpg", png(), Trouble.FOREIGN),
        ("a", png(), Trouble.FOREIGN),
        ("a.png", png()[:200], Trouble.BROKEN),
        (".DS_Store", b"only this", Trouble.BROKEN),
    ],
)
def test_an_archive_holds_clean_files_of_accepted_kinds_and_no_archive(name, data, trouble):
    assert trouble_of(archive({name: data}), "zip") is trouble
