"""What is left of a file after it was cleaned; in this process, except where limits matter."""

import random
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from core.refusals import Refused
from files.clean import clean, main
from files.cleaning import cleaned
from files.images import MOST_PIXELS
from files.troubles import Trouble, Unusable
from tests.files import samples

KINDS = list(samples.SAMPLES)
PICTURES = [kind for kind in KINDS if kind != "pdf"]


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def trouble_of(data: bytes, kind: str) -> Trouble:
    with pytest.raises(Unusable) as caught:
        clean(data, kind)
    return caught.value.trouble


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_tells_the_author_any_more(kind):
    data = samples.SAMPLES[kind]()
    assert samples.tells(data)

    assert not samples.tells(clean(data, kind))


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_keeps_its_kind_and_its_pixels(kind):
    data = samples.SAMPLES[kind]()
    result = opened(clean(data, kind))

    assert result.format == opened(data).format
    assert result.size == (60, 40)
    assert set(result.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop"} | {
        "background",
        "timestamp",
        "duration",
    }
    assert not result.getexif()
    assert min(result.convert("RGB").getpixel((5, 5))) > 250
    assert max(result.convert("RGB").getpixel((55, 35))) < 5


def test_a_photo_is_turned_as_the_camera_was_held():
    data = samples.jpeg(orientation=samples.UPRIGHT_AFTER_A_QUARTER)
    result = opened(clean(data, "jpeg"))

    assert result.size == (40, 60)
    assert min(result.getpixel((35, 5))) > 250


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_mode_of_jpeg_can_be_shown(mode):
    data = samples.written(samples.picture(mode), "JPEG", icc_profile=samples.profile())

    assert opened(clean(data, "jpeg")).mode in ("L", "RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_kept(mode):
    data = samples.written(Image.new(mode, (8, 8)), "PNG")

    assert opened(clean(data, "png")).mode == mode


def test_what_is_transparent_stays_so():
    data = samples.written(Image.new("P", (8, 8)), "PNG", transparency=0)

    assert opened(clean(data, "png")).convert("RGBA").getpixel((1, 1))[3] == 0


def test_wide_colours_become_ordinary_ones():
    swapped = bytearray(samples.profile())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    image = Image.new("RGB", (8, 8), (200, 0, 0))
    data = samples.written(image, "PNG", icc_profile=bytes(swapped))
    result = opened(clean(data, "png"))

    assert "icc_profile" not in result.info
    assert result.getpixel((1, 1))[1] > 150


def test_a_broken_colour_profile_is_left_out():
    data = samples.written(samples.picture(), "JPEG", icc_profile=b"not a profile")
    result = opened(clean(data, "jpeg"))

    assert result.size == (60, 40)
    assert "icc_profile" not in result.info


def test_of_a_moving_picture_the_first_frame_stays():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    data = samples.written(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert opened(data).n_frames == 2
    result = opened(clean(data, "webp"))

    assert result.n_frames == 1
    assert result.convert("RGB").getpixel((10, 10))[0] > 200


@pytest.mark.parametrize("kind", PICTURES)
def test_a_page_hidden_behind_a_picture_is_gone(kind):
    page = b"<html><script>alert('CANARY-author')</script></html>"
    result = clean(samples.SAMPLES[kind]() + page, kind)

    assert b"<script>" not in result
    assert b"<html>" not in result


def test_pixels_are_counted_before_they_are_drawn():
    side = int(MOST_PIXELS**0.5) + 1
    data = samples.written(Image.new("1", (side, side)), "PNG")
    assert len(data) < 10_000

    assert trouble_of(data, "png") is Trouble.PIXELS


def test_a_picture_that_cannot_be_written_is_too_much(monkeypatch):
    """A limit of memory may be met while the picture is written, as an error of the encoder."""

    def full(*args, **kwargs):
        raise ValueError("encoding error 1")

    data = samples.webp()
    monkeypatch.setattr(Image.Image, "save", full)

    assert trouble_of(data, "webp") is Trouble.HEAVY


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_picture_that_was_cut_is_refused(kind, share):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    data = samples.written(noise, kind)

    assert trouble_of(data[: int(len(data) * share)], kind) is Trouble.BROKEN


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_pdf_that_was_cut_is_refused(share):
    data = samples.pdf()

    assert trouble_of(data[: int(len(data) * share)], "pdf") is Trouble.BROKEN


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_pdf_is_refused(password):
    data = samples.pdf(encryption=pikepdf.Encryption(owner="owner", user=password))

    assert trouble_of(data, "pdf") is Trouble.LOCKED


def test_a_pdf_without_pages_is_refused():
    target = BytesIO()
    pikepdf.new().save(target)

    assert trouble_of(target.getvalue(), "pdf") is Trouble.BROKEN


def test_a_pdf_keeps_pages_links_and_comments():
    with pikepdf.open(BytesIO(clean(samples.pdf(), "pdf"))) as document:
        notes = list(document.pages[0].Annots)
        kinds = [str(note.Subtype) for note in notes]
        actions = [str(note.A.S) for note in notes if "/A" in note]

        assert len(document.pages) == 2
        assert kinds == ["/Link"] * 5 + ["/Text"]
        assert actions == ["/URI", "/GoTo"]
        assert "/Next" not in notes[0].A
        assert str(notes[-1].Contents) == "a good thought"
        assert "/T" not in notes[-1]


def test_nothing_in_a_pdf_acts_by_itself():
    found = samples.everything_in(clean(samples.pdf(), "pdf"))

    for word in (b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Launch", b"/GoToR"):
        assert word in samples.everything_in(samples.pdf())
        assert word not in found
    for word in (b"/EmbeddedFile", b"/Filespec", b"/Info", b"/XFA", b"/PieceInfo", b"/Metadata"):
        assert word not in found


def test_a_photo_in_a_pdf_keeps_every_pixel():
    def photo(data):
        with pikepdf.open(BytesIO(data)) as document:
            stream = document.pages[0].Resources.XObject.Photo
            return stream.read_raw_bytes(), pikepdf.PdfImage(stream).as_pil_image().tobytes()

    before, after = photo(samples.pdf()), photo(clean(samples.pdf(), "pdf"))

    assert before[1] == after[1]
    assert len(after[0]) < len(before[0])


def test_a_photo_packed_twice_in_a_pdf_is_found_too():
    import zlib

    document = pikepdf.new()
    document.add_blank_page()
    photo = document.make_stream(zlib.compress(samples.jpeg()))
    photo.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
    photo.DecodeParms = pikepdf.Array([None, pikepdf.Dictionary(ColorTransform=1)])
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    target = BytesIO()
    document.save(target)

    with pikepdf.open(BytesIO(clean(target.getvalue(), "pdf"))) as result:
        stream = result.pages[0].Resources.XObject.Photo
        assert not samples.tells(stream.read_raw_bytes())
        assert stream.DecodeParms.ColorTransform == 1
        assert opened(stream.read_raw_bytes()).size == (60, 40)


def test_a_font_may_bear_the_name_of_something_that_is_dropped():
    document = pikepdf.new()
    document.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(AA=font))
    target = BytesIO()
    document.save(target)

    with pikepdf.open(BytesIO(clean(target.getvalue(), "pdf"))) as result:
        assert result.pages[0].Resources.Font.AA.BaseFont == "/Helvetica"


def test_notes_that_are_no_list_are_left_out():
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].obj.Annots = pikepdf.Name.Nonsense
    target = BytesIO()
    document.save(target)

    with pikepdf.open(BytesIO(clean(target.getvalue(), "pdf"))) as result:
        assert list(result.pages[0].get("/Annots", [])) == []


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    if chance.random() < 0.3:
        del changed[chance.randrange(len(changed)) :]
    if chance.random() < 0.2:
        start = chance.randrange(len(changed) + 1)
        changed[start:start] = chance.randbytes(chance.randint(1, 40))
    return bytes(changed)


@pytest.mark.filterwarnings("ignore")  # Pillow's warnings are for the process that is thrown away
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_cleaned_or_refused_and_nothing_else(kind):
    chance = random.Random(f"damage to {kind}")
    source, outcomes = samples.SAMPLES[kind](), {"cleaned": 0, "refused": 0}
    for _ in range(60):
        try:
            result = clean(mutated(source, chance), kind)
        except Unusable:
            outcomes["refused"] += 1
            continue
        outcomes["cleaned"] += 1
        if kind != "pdf":
            assert not samples.tells(result)
            opened(result).load()
            continue
        found = samples.everything_in(result)
        assert b"/S /JavaScript" not in found
        assert b"/S /Launch" not in found

    assert outcomes["refused"]
    assert sum(outcomes.values()) == 60


class Pipe:
    def __init__(self, data: bytes = b""):
        self.buffer = BytesIO(data)


@pytest.mark.parametrize(("data", "code"), [(samples.jpeg(), 0), (b"nothing", Trouble.BROKEN)])
def test_the_process_answers_with_the_file_or_a_code(monkeypatch, data, code):
    answer = Pipe()
    monkeypatch.setattr("sys.stdin", Pipe(data))
    monkeypatch.setattr("sys.stdout", answer)

    assert main("jpeg") == code
    assert bool(answer.buffer.getvalue()) is (code == 0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_cleaning_process_does_the_same(kind):
    result = cleaned(samples.SAMPLES[kind](), kind)

    assert not samples.tells(result)
    assert len(result) > 100


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (samples.written(Image.new("1", (20_000, 20_000)), "PNG"), "png", "40 million pixels"),
        (samples.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "pdf", "password"),
        (samples.jpeg()[:300], "jpeg", "damaged or incomplete"),
        (samples.pdf()[:300], "pdf", "damaged or incomplete"),
    ],
)
def test_every_trouble_is_told_in_a_sentence(data, kind, sentence):
    with pytest.raises(Refused, match=sentence):
        cleaned(data, kind)


def test_a_webp_that_declares_a_huge_canvas_is_told_by_its_pixels():
    data = bytearray(samples.webp())
    assert data[12:16] == b"VP8X"
    data[24:30] = (16_000).to_bytes(3, "little") * 2

    with pytest.raises(Refused, match="40 million pixels"):
        cleaned(bytes(data), "webp")


@pytest.mark.parametrize("stop", ["memory", "time", "clock"])
def test_a_file_that_is_too_much_is_refused(monkeypatch, stop):
    """The limits are real: the process is given work that never ends, or never fits."""
    work = {
        "memory": "import files.clean as c; c.limit(); bytearray(3 * 1024**3)",
        "time": "import files.clean as c; c.SECONDS = 1; c.limit()\nwhile True: pass",
        "clock": "import time; time.sleep(30)",
    }
    import sys

    from files import cleaning

    monkeypatch.setattr(cleaning, "COMMAND", [sys.executable, "-P", "-B", "-c", work[stop]])
    monkeypatch.setattr(cleaning, "SECONDS", 5 if stop != "clock" else 0.5)

    with pytest.raises(Refused, match="too complicated"):
        cleaned(samples.jpeg(), "jpeg")


def test_the_cleaning_process_knows_no_secrets_and_writes_nowhere(monkeypatch, tmp_path):
    import sys

    from files import cleaning

    work = (
        "import files.clean as c, os, sys; c.limit(); print(sorted(os.environ))\n"
        f"try: open({str(tmp_path / 'x')!r}, 'w').write('y' * 9999)\n"
        "except OSError as error: print(error)"
    )
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setattr(cleaning, "COMMAND", [sys.executable, "-P", "-B", "-c", work])
    answer = cleaned(samples.jpeg(), "jpeg").decode()

    assert "SECRET_KEY" not in answer
    assert "File too large" in answer
