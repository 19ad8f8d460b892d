"""The first look: what a name promises, and what the first bytes show."""

import pytest

from core.refusals import Refused
from files.kinds import ending_of, look_at, tidy_name
from files.models import Kind
from files.sniffing import HEAD, TAIL, kind_of
from tests.files import samples
from tests.files.corpus import ALL_KINDS, OFFICE, OPEN
from tests.files.packages import archive
from tests.files.samples import upload

BIDI, NUL, ZERO_WIDTH = "\u202e", "\x00", "\u200b"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_known_by_its_bytes(kind):
    data = ALL_KINDS[kind]()

    assert kind_of(data[:HEAD], data[-TAIL:]) == kind
    assert look_at(upload(data, f"work.{kind.extension}")) is kind


@pytest.mark.parametrize("name", ["photo.jpeg", "PHOTO.JPG", "фото.JpG", "a.exe.jpg", "x.jpg "])
def test_the_ending_may_be_written_in_any_way(name):
    assert look_at(upload(samples.jpeg(), name)) is Kind.JPEG


def test_a_pdf_may_begin_a_little_late():
    assert look_at(upload(b"\r\n\r\n" + samples.pdf(), "work.pdf")) is Kind.PDF


@pytest.mark.parametrize(
    "name",
    [
        "page.html",
        "picture.svg",
        "letter.doc",
        "letter.docm",
        "drawing.odg",
        "pack.rar",
        "photo.heic",
        "photo.jpg.exe",
        "photo.jpg.html",
        "pdf",
        "no ending",
        "photo.",
        "...",
        f"photo.jpg{NUL}.php",
        f"gpj.{BIDI}exe",
    ],
)
def test_other_endings_are_refused_with_what_is_accepted(name):
    with pytest.raises(Refused, match="Send a PDF, an office document"):
        look_at(upload(samples.jpeg(), name))


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b"GIF89a",
        b"\xff\xd8",
        b"RIFF\x00\x00\x00\x00WAVE",
        b" " * 2000 + b"%PDF-1.7",
    ],
)
@pytest.mark.parametrize("name", ["work.pdf", "work.jpg", "work.png", "work.webp"])
def test_something_else_under_a_good_name_is_refused(data, name):
    with pytest.raises(Refused, match="inside it is something else"):
        look_at(upload(data, name))


def test_a_wrong_ending_is_told_with_the_right_one():
    with pytest.raises(Refused, match=r"called JPEG, but inside it is PNG.*\.png"):
        look_at(upload(samples.png(), "photo.jpg"))


@pytest.mark.parametrize("kind", [*OFFICE, *OPEN])
def test_a_plain_archive_under_the_name_of_a_document_is_said_to_be_one(kind):
    data = archive({"letter.docx": OFFICE["docx"](), "word/a.txt": b"a"})

    with pytest.raises(Refused, match=rf"called {kind.upper()}, but inside it is ZIP.*\.zip"):
        look_at(upload(data, f"work.{kind}"))


@pytest.mark.parametrize("kind", [*OFFICE, *OPEN])
def test_a_document_under_the_name_of_an_archive_is_said_to_be_one(kind):
    with pytest.raises(Refused, match=rf"called ZIP, but inside it is {kind.upper()}"):
        look_at(upload(ALL_KINDS[kind](), "work.zip"))


def test_a_locked_or_old_document_is_told_what_to_do():
    with pytest.raises(Refused, match=r"locked with a password, or of the old kind.*as XLSX"):
        look_at(upload(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "work.xlsx"))


@pytest.mark.parametrize("end", [b"", b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 18])
def test_an_archive_with_a_nonsense_end_is_just_an_archive(end):
    assert kind_of(b"PK\x03\x04" + bytes(50), b"PK\x03\x04" + bytes(50) + end) == "zip"


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="empty"):
        look_at(upload(b"", "work.pdf"))


def test_a_file_beyond_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT = 1024

    with pytest.raises(Refused, match="too big"):
        look_at(upload(b"%PDF-" + b" " * 1024, "work.pdf"))


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("My work.PDF", "My work.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Мария\\Проект.pdf", "Проект.pdf"),
        (f"invoice{BIDI}fdp.exe.pdf", "invoicefdp.exe.pdf"),
        (f"a{NUL}b{ZERO_WIDTH}c\r\nd.pdf", "abc d.pdf"),
        (".pdf", "file.pdf"),
        (" . .pdf", "file.pdf"),
        ("Наш край.pdf", "Наш край.pdf"),
        ("й" * 300 + ".pdf", "й" * 196 + ".pdf"),
        ("<b>bold</b>.pdf", "b>.pdf"),
    ],
)
def test_the_owners_name_for_a_file_is_kept_but_tidied(name, tidied):
    assert tidy_name(name, Kind.PDF) == tidied


def test_a_name_has_the_ending_that_is_true():
    assert tidy_name("photo.JPEG", Kind.JPEG) == "photo.jpg"
    assert ending_of("a.b.WebP") == "webp"
