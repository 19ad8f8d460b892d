"""Cover pictures of the demonstration: drawn, not stored, and the same every time."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat

from desk.demo.pictures import MOTIFS, draw
from desk.demo.world import read

DECKS = ("projects_local", "projects_network", "projects_present")


@pytest.fixture(scope="module")
def drawn():
    return {motif: draw(motif) for motif in MOTIFS}


@pytest.mark.parametrize("deck", DECKS)
def test_every_project_has_a_picture(deck):
    wanted = {card["picture"] for card in read(deck)}

    assert wanted <= set(MOTIFS)


def test_pictures_are_small_webp_of_one_size(drawn):
    for motif, picture in drawn.items():
        image = Image.open(BytesIO(picture))

        assert (image.format, image.size) == ("WEBP", (1200, 675)), motif
        assert len(picture) < 40 * 1024, motif


def test_a_picture_is_the_same_every_time(drawn):
    for motif in ("river", "letters"):
        assert draw(motif) == drawn[motif]


def test_no_two_motifs_share_a_picture(drawn):
    assert len(set(drawn.values())) == len(MOTIFS) == 18


def test_no_sheet_is_left_blank(drawn):
    """A sheet of nothing but its ground is far smoother than any drawing."""
    for motif, picture in drawn.items():
        shades = ImageStat.Stat(Image.open(BytesIO(picture)).convert("L"))

        assert shades.stddev[0] > 15, motif


def test_an_unknown_motif_is_refused():
    with pytest.raises(KeyError):
        draw("dragon")
