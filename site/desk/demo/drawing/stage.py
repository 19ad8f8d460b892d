"""Music and theatre."""

from desk.demo.drawing.canvas import Canvas, oval
from desk.demo.drawing.palette import (
    BERRY,
    CLAY,
    INK,
    LAGOON,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    ROSE,
    SAND,
    SOIL,
    SPRING,
    SUN,
    TEAL,
    TEAL_WASH,
    WARM,
    WARM_WASH,
    Colour,
    mix,
)
from desk.demo.drawing.scenery import cloud, fir

BARS = (BERRY, CLAY, OCHRE, SUN, SPRING, LAGOON, TEAL)

NOTES = [
    (130, 3.0, TEAL),
    (290, 1.5, CLAY),
    (470, 2.5, TEAL),
    (590, 1.5, TEAL),
    (780, 3.5, ROSE),
    (930, 2.0, TEAL),
    (1080, 0.5, OCHRE),
]


def music() -> Canvas:
    """Notes on a waving stave above a xylophone."""
    sheet = Canvas(WARM_WASH, TEAL_WASH)
    for row in range(5):
        wave = [(x, _wave(x) + row * 30) for x in range(-20, 1320, 80)]
        sheet.path(wave, mix(LAGOON, TEAL_WASH, 0.35), 5)
    for x, line, fill in NOTES:
        _note(sheet, x, _wave(x) + line * 30, fill)
    _beam(sheet)
    sheet.box(0, 600, 1200, 75, SAND)
    _xylophone(sheet)
    return sheet


def _wave(x: float) -> float:
    """The height of the top line of the stave."""
    return 150 + 7.3e-7 * (x - 250) * (x - 650) * (x - 1100)


def _note(sheet: Canvas, x: float, y: float, fill: Colour) -> None:
    sheet.stroke([(x + 24, y - 6), (x + 24, y - 112)], fill, 8)
    sheet.area(oval(x, y, 30, 21, -22), fill)
    if fill != TEAL:
        sheet.path([(x + 24, y - 108), (x + 50, y - 84), (x + 56, y - 50)], fill, 9)


def _beam(sheet: Canvas) -> None:
    left, right = _wave(470) + 75 - 112, _wave(590) + 45 - 112
    sheet.area([(490, left - 4), (618, right - 4), (618, right + 18), (490, left + 18)], TEAL)


def _xylophone(sheet: Canvas) -> None:
    for top, low in ((455, 475), (590, 570)):
        sheet.stroke([(250, top), (960, low)], SOIL, 18)
    for index, fill in enumerate(BARS):
        x, tall = 270 + index * 98, 240 - index * 17
        sheet.box(x + 6, 530 - tall / 2, 78, tall, mix(fill, SOIL, 0.4), corner=16)
        sheet.box(x, 522 - tall / 2, 78, tall, fill, corner=16)
        for y in (458 + index * 2.6, 586 - index * 2.6):
            sheet.disc(x + 39, y, 8, PAPER)
    for start, ball, fill in (((1090, 650), (880, 490), ROSE), ((110, 650), (300, 500), NIGHT)):
        sheet.stroke([start, ball], WARM, 11)
        sheet.disc(*ball, 27, fill)
        sheet.disc(ball[0] - 8, ball[1] - 8, 7, mix(fill, PAPER, 0.5))


def theatre() -> Canvas:
    """A stage with paper scenery and two glove puppets."""
    sheet = Canvas(mix(TEAL, LAGOON, 0.4), MIST)
    sheet.area([(560, 60), (640, 60), (960, 600), (240, 600)], mix(MIST, WARM_WASH, 0.45))
    sheet.disc(815, 225, 50, SUN)
    cloud(sheet, 398, 215, 66, TEAL_WASH)
    sheet.land([(0, 480), (400, 430), (760, 480), (1200, 430)], SPRING)
    for x, size in ((300, 190), (880, 210), (800, 130)):
        fir(sheet, x, 500, size)
    sheet.box(0, 500, 1200, 175, mix(CLAY, SOIL, 0.25))
    for y in (540, 585, 632):
        sheet.stroke([(0, y), (1200, y)], mix(CLAY, SOIL, 0.5), 3)
    _puppet(sheet, 490, OCHRE, BERRY)
    _puppet(sheet, 700, LAGOON, TEAL)
    _curtains(sheet)
    return sheet


def _puppet(sheet: Canvas, x: float, coat: Colour, cap: Colour) -> None:
    skin = mix(SUN, PAPER, 0.5)
    sheet.disc(x, 590, 90, SOIL, ry=14)
    sheet.area([(x - 34, 370), (x + 34, 370), (x + 84, 590), (x - 84, 590)], coat)
    for side in (-1, 1):
        sheet.stroke([(x + side * 26, 400), (x + side * 100, 372)], coat, 34)
        sheet.disc(x + side * 108, 368, 19, skin)
    sheet.disc(x, 318, 60, skin)
    sheet.area([(x - 62, 300), (x + 62, 300), (x + 12, 196)], cap)
    sheet.disc(x + 12, 196, 15, PAPER)
    sheet.stroke([(x - 58, 300), (x + 58, 300)], PAPER, 14)
    for side in (-1, 1):
        sheet.disc(x + side * 22, 326, 7, INK)
    sheet.disc(x, 342, 9, ROSE)
    sheet.path([(x - 20, 354), (x, 364), (x + 20, 354)], WARM, 5)
    for level in (430, 480, 530):
        sheet.disc(x, level, 9, PAPER)


def _curtains(sheet: Canvas) -> None:
    dark = mix(BERRY, INK, 0.25)
    for side in (0, 1200):
        facing = 1 if side == 0 else -1
        for fold, fill in ((215, BERRY), (165, dark), (125, BERRY), (75, dark), (40, BERRY)):
            edge = [
                (fold, 0),
                (fold * 0.9, 200),
                (fold * 0.55, 400),
                (fold * 0.8, 675),
                (-80, 675),
                (-80, 0),
            ]
            sheet.area([(side + facing * a, b) for a, b in edge], fill)
        sheet.box(side - 120 if facing < 0 else 0, 386, 120, 24, SUN, corner=8)
    for index in range(8):
        sheet.disc(75 + index * 150, 62, 82, dark if index % 2 else BERRY, ry=62)
        sheet.disc(75 + index * 150, 124, 8, SUN)
    sheet.box(0, 0, 1200, 66, BERRY)
    sheet.box(0, 58, 1200, 10, SUN)
