"""Archives that are meant to do harm: refused with a sentence, soon, and with little memory."""

import random
import resource
import struct
import sys
import time
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from PIL import Image

from core.refusals import Refused
from files import archives
from files.archives import MOST_ENTRIES, pack, unpack
from files.clean import clean
from files.cleaning import cleaned
from files.markup import parsed
from files.troubles import Trouble, Unusable
from tests.files.corpus import ALL_KINDS
from tests.files.packages import archive, changed
from tests.files.samples import CANARY, written

LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">{}]><a>&l9;</a>'.format(
    "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
)
FETCHES = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
MANY_ROWS = b"<a>" + b"<b/>" * 25_000_000 + b"</a>"


def of(*entries: tuple[str | ZipInfo, bytes], how: int = ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", how) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return target.getvalue()


def entry(name: str, *, mode: int = 0, kind: int = 0) -> ZipInfo:
    found = ZipInfo(name)
    found.external_attr, found.compress_type = mode << 16, kind
    return found


def overlapping() -> bytes:
    """One packed stretch, and a list that names it a hundred times."""
    inner = random.Random(1).randbytes(50_000)
    data = of(*[(f"{n:03}.txt", inner if not n else b"") for n in range(100)])
    with ZipFile(BytesIO(data)) as packed:
        first = packed.infolist()[0]
    listed = data[data.index(b"PK\x01\x02") : data.rindex(b"PK\x05\x06")]
    same = struct.pack("<III", first.CRC, first.compress_size, first.file_size)
    rows = [b"PK\x01\x02" + row for row in listed.split(b"PK\x01\x02")[1:]]
    rows = [row[:16] + same + row[28:42] + bytes(4) + row[46:] for row in rows]
    return data.replace(listed, b"".join(rows))


def nested(depth: int = 6) -> bytes:
    data = bytes(10_000)
    for level in range(depth):
        data = of(*[(f"{level}-{n}.zip", data) for n in range(16)])
    return data


BOMB = Trouble.BOMB
BOMBS = {
    "high ratio": (lambda: of(("a.pdf", bytes(150_000_000))), BOMB),
    "beyond the limit": (lambda: of(*[(f"{n}.pdf", bytes(45_000_000)) for n in range(5)]), BOMB),
    "overlapping entries": (overlapping, BOMB),
    "archives in archives": (nested, Trouble.NESTED),
    "very many entries": (lambda: of(*[(f"{n}", b"") for n in range(MOST_ENTRIES + 1)]), BOMB),
}


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return {name: make() for name, (make, _trouble) in BOMBS.items()}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name, bombs):
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(Unusable) as caught:
        clean(bombs[name], "zip")

    assert caught.value.trouble is BOMBS[name][1]
    assert time.process_time() - began < 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024 or sys.platform != "linux"


@pytest.mark.parametrize("name", ["high ratio", "overlapping entries", "archives in archives"])
def test_a_bomb_is_told_in_a_sentence(name, bombs):
    with pytest.raises(Refused, match=r"would be too big|archive inside the archive"):
        cleaned(bombs[name], "zip")


@pytest.mark.parametrize("xml", [LAUGHS, FETCHES])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("docx", "word/document.xml"),
        ("docx", "_rels/.rels"),
        ("xlsx", "[Content_Types].xml"),
        ("odt", "content.xml"),
        ("ods", "META-INF/manifest.xml"),
    ],
)
def test_xml_that_defines_entities_is_refused(kind, name, xml):
    began = time.process_time()
    with pytest.raises(Unusable) as caught:
        clean(changed(ALL_KINDS[kind](), {name: xml}), kind)

    assert caught.value.trouble in {Trouble.UNSAFE, Trouble.BROKEN}  # libxml2 counts by itself
    assert time.process_time() - began < 1


def test_an_entity_is_not_fetched():
    with pytest.raises(Unusable) as caught:
        parsed(FETCHES.encode())

    assert caught.value.trouble is Trouble.UNSAFE


def test_comments_of_xml_are_left_out():
    assert parsed(b"<a><!-- name --><?say name?>b</a>").text == "b"


def test_a_huge_picture_in_a_document_is_refused():
    huge = written(Image.new("1", (7_000, 7_000)), "PNG")
    data = changed(ALL_KINDS["docx"](), {f"word/media/{CANARY}.png": huge})

    with pytest.raises(Refused, match="40 million pixels"):
        cleaned(data, "docx")
    with pytest.raises(Refused, match="40 million pixels"):
        cleaned(archive({"letter.docx": data}), "zip")


def test_a_document_that_takes_too_much_memory_is_refused():
    """25 million elements: within the limits of the archive, beyond those of the process."""
    noise = random.Random(1).randbytes(2_000_000)
    data = changed(ALL_KINDS["docx"](), {"word/document.xml": MANY_ROWS, "noise": noise})

    with pytest.raises(Refused, match="too complicated"):
        cleaned(data, "docx")


LINK, DEVICE = 0o120777, 0o020777


@pytest.mark.parametrize(
    "name",
    [
        "../a.png",
        "a/../../b.png",
        "/etc/a.png",
        "..\\a.png",
        "C:\\a.png",
        "C:/a.png",
        entry("a.png", mode=LINK),
        entry("a.png", mode=DEVICE),
        entry("a.png", kind=ZIP_BZIP2),
    ],
)
def test_names_that_lead_out_and_what_is_no_file_are_refused(name):
    with pytest.raises(Unusable) as caught:
        unpack(of((name, b"a")))

    assert caught.value.trouble is Trouble.UNSAFE


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_stand_twice_are_refused():
    for second in ("a.png", "A.PNG"):
        with pytest.raises(Unusable) as caught:
            unpack(of(("a.png", b"a"), (second, b"b")))
        assert caught.value.trouble is Trouble.UNSAFE


def test_an_entry_locked_with_a_password_is_told():
    data = bytearray(of(("a.png", b"a")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(Refused, match="locked with a password"):
        cleaned(bytes(data), "zip")


def test_a_size_that_lies_is_refused():
    data = bytearray(of(("a.png", bytes(1000))))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    with pytest.raises(Unusable) as caught:
        unpack(bytes(data))
    assert caught.value.trouble is Trouble.BROKEN


@pytest.mark.parametrize("cut", [4, 30, 60, -1])
def test_a_cut_archive_is_damaged(cut):
    with pytest.raises(Unusable) as caught:
        unpack(of(("a.png", b"a" * 100))[:cut])

    assert caught.value.trouble is Trouble.BROKEN


def test_what_is_packed_is_unpacked_the_same():
    files = {"b": b"2", "a/c": bytes(100_000)}

    assert unpack(pack(files, stored=["b"])) == files
    assert list(unpack(pack(files))) == ["b", "a/c"]


def test_a_folder_is_no_file():
    assert unpack(of(("a/", b""), ("a/b", b"1"))) == {"a/b": b"1"}


def test_the_limits_are_those_that_are_promised():
    assert (archives.MOST_ENTRIES, archives.MOST_RATIO) == (1000, 100)
