"""Documents and archives full of names: nothing tells the author any more, and all is there."""

import posixpath
from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from files.clean import clean
from files.office_package import content_types, relations
from tests.files import samples
from tests.files.corpus import ALL_KINDS, FILES, OFFICE, OPEN
from tests.files.open_samples import MIME
from tests.files.packages import unpacked
from tests.files.samples import CANARY, VISIBLE, tells
from tests.files.sheet_samples import xlsx_of_many
from tests.files.word_samples import docx_with_changes

DOCUMENTS = [(kind, make) for kind, make in FILES if kind in {**OFFICE, **OPEN}]
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def cleaned(kind: str, data: bytes | None = None) -> dict[str, bytes]:
    return unpacked(clean(data or ALL_KINDS[kind](), kind))


def links(parts: dict[str, bytes], source: str) -> dict[str, str]:
    return {row.id: row.target for row in relations(parts, source)}


def test_there_are_fourteen_files():
    assert len(FILES) == 14


@pytest.mark.parametrize(("kind", "make"), FILES)
def test_no_file_tells_its_author_any_more(kind, make):
    data = make()
    assert tells(data)

    assert not tells(clean(data, kind))


@pytest.mark.parametrize(("kind", "make"), DOCUMENTS)
def test_a_document_had_a_name_in_many_places_and_keeps_what_is_read(kind, make):
    data = make()
    telling = [name for name, part in unpacked(data).items() if tells(part) or CANARY in name]
    assert len(telling) >= 3
    assert samples.everything_in(data).count(CANARY.encode()) >= 10

    assert tells(clean(data, kind), VISIBLE)


@pytest.mark.parametrize(("kind", "make"), DOCUMENTS)
def test_a_document_is_well_formed_and_names_all_its_parts(kind, make):
    parts = cleaned(kind, make())

    for name, inner in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(inner)
    if kind in OFFICE:
        listed = set(content_types(parts))
        assert {n.lower() for n in parts if not n.endswith((".rels", "_Types].xml"))} <= listed
    else:
        assert next(iter(parts)) == "mimetype"
        assert all(f'"{n}"'.encode() in parts["META-INF/manifest.xml"] for n in list(parts)[1:-1])


@pytest.mark.parametrize(("kind", "make"), [one for one in DOCUMENTS if one[0] in OFFICE])
def test_every_relationship_leads_somewhere(kind, make):
    parts = cleaned(kind, make())
    inside = [
        row
        for name in parts
        if name.endswith(".rels")
        for row in relations(parts, posixpath.normpath(name.replace("_rels/", "")[:-5]))
    ]

    assert inside
    assert all(row.target.lstrip("/") in parts for row in inside if not row.is_external)


@pytest.mark.parametrize("kind", [*OFFICE, *OPEN, "zip"])
def test_an_archive_has_no_times_comments_or_extra_fields(kind):
    with samples.ZipFile(BytesIO(clean(ALL_KINDS[kind](), kind))) as packed:
        assert packed.comment == b""
        for entry in packed.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.comment, entry.extra) == (b"", b"")


def test_what_was_cleaned_is_cleaned_again_without_a_change():
    for kind in [*OFFICE, *OPEN]:
        once = clean(ALL_KINDS[kind](), kind)
        assert cleaned(kind, once).keys() == unpacked(once).keys()


# --- Word ---


def test_links_to_the_web_stay_and_links_to_a_disk_do_not():
    targets = links(cleaned("docx"), "word/document.xml")

    assert targets["rId7"] == "https://example.org/"
    assert targets["rId6"] == "about:blank"


def test_only_telling_fields_are_silenced():
    text = cleaned("docx")["word/document.xml"].decode()

    assert " PAGE " in text
    assert "INCLUDEPIC" not in text and "FILENAME" not in text
    assert "result" in text


def test_an_embedded_object_goes_and_its_picture_stays():
    parts = cleaned("docx")
    text = parts["word/document.xml"].decode()

    assert "OLEObject" not in text
    assert "imagedata" in text
    assert not any("embeddings" in name for name in parts)
    assert [name for name in parts if "media" in name] == [
        "word/media/image2.png",
        "word/media/image3.jpeg",
    ]


def test_settings_stay_without_traces():
    settings = cleaned("docx")["word/settings.xml"].decode()

    assert "zoom" in settings
    assert "rsid" not in settings and "attachedTemplate" not in settings


def test_changes_stay_changes_of_nobody():
    text = cleaned("docx", docx_with_changes())["word/document.xml"].decode()

    assert 'w:author="Author"' in text and "w:date=" not in text
    assert "not this" in text
    assert "rsid" not in text


# --- PowerPoint and Excel ---


def test_a_slide_shows_the_picture_of_its_object():
    slide = cleaned("pptx")["ppt/slides/slide1.xml"].decode()

    assert slide.count("<p:pic>") == 2
    assert "oleObj" not in slide and "ppaction" not in slide and "custDataLst" not in slide
    assert 'name="Title 1"' in slide


def test_comments_on_slides_stay_comments_of_nobody():
    parts = cleaned("pptx")

    assert b'name="Author"' in parts["ppt/commentAuthors.xml"]
    assert b"well" in parts["ppt/comments/comment1.xml"]
    assert any(b"2000-01-01" in inner for inner in parts.values())
    assert not any(b"2026-01-01" in inner for inner in parts.values())


def test_a_workbook_opens_with_its_formulas_pictures_and_comments():
    book = openpyxl.load_workbook(BytesIO(clean(ALL_KINDS["xlsx"](), "xlsx")))

    sheet = book.active
    assert [sheet[f"A{row}"].value for row in (1, 2, 3)] == [VISIBLE, 2, "=A2*2"]
    assert (sheet["A1"].comment.author, sheet["A1"].comment.text) == ("Author", "a good thought")
    assert len(sheet._images) == 1
    assert book.properties.creator in (None, "openpyxl")


def test_a_workbook_of_many_forgets_them():
    parts = cleaned("xlsx", xlsx_of_many())

    assert b'orientation="landscape"' in parts["xl/worksheets/sheet1.xml"]
    assert parts["xl/comments1.xml"].count(b"<t>Author:") == 2
    assert b"more: of it" in parts["xl/comments1.xml"]
    assert links(parts, "xl/externalLinks/externalLink1.xml") == {"rId1": "linked"}
    assert b"absPath" not in parts["xl/workbook.xml"]


# --- OpenDocument and archives ---


@pytest.mark.parametrize("kind", OPEN)
def test_open_documents_keep_their_pictures_and_charts_under_other_names(kind):
    parts = cleaned(kind)
    content = parts["content.xml"].decode()

    assert parts["mimetype"].decode().startswith(MIME)
    assert {"Object 1/content.xml", "styles.xml", "settings.xml"} <= parts.keys()
    (picture,) = [name for name in parts if name.startswith("Pictures/")]
    assert f'xlink:href="{picture}"' in content and 'xlink:href="Object 1"' in content
    assert content.count("<dc:creator>Author</dc:creator>") >= 1
    assert "2026" not in content


def test_open_documents_keep_settings_that_are_numbers_and_switches():
    settings = cleaned("odt")["settings.xml"].decode()

    assert "TabOverMargin" in settings
    assert "Printer" not in settings and "Rsid" not in settings


def test_open_documents_keep_links_to_the_web_only():
    content = cleaned("odt")["content.xml"].decode()

    assert 'xlink:href="https://example.org/"' in content
    assert "file://" not in content and "../" not in content
    assert "a link" in content


def test_files_of_an_archive_are_cleaned_and_called_by_numbers():
    parts = cleaned("zip")

    assert list(parts) == ["file-1.pdf", "file-2.jpg", "file-3.docx", "file-4.xlsx"]
    assert tells(parts["file-3.docx"], VISIBLE)
