"""Map, town, family."""

from itertools import pairwise

from desk.demo.drawing.canvas import Canvas, Point, curve, oval
from desk.demo.drawing.palette import (
    BERRY,
    CLAY,
    GREEN,
    INK,
    LAGOON,
    LEAF,
    LINE,
    MEADOW,
    NIGHT,
    OCHRE,
    PAPER,
    ROSE,
    SAND,
    SOIL,
    SPRING,
    STONE,
    SUN,
    TEAL,
    TEAL_WASH,
    WARM,
    WARM_WASH,
    Colour,
    mix,
)
from desk.demo.drawing.scenery import cloud, fir, hills, house, sun, tree, window


def map_() -> Canvas:
    sheet = Canvas(mix(OCHRE, SAND, 0.55), SAND)
    folds = [(130, 120), (365, 80), (600, 120), (835, 80), (1070, 120)]
    shadow = mix(SOIL, SAND, 0.6)
    sheet.area([(140, 140), *[(x + 14, y + 490) for x, y in folds], (1084, 140)], shadow)
    for index, (one, two) in enumerate(pairwise(folds)):
        fill = PAPER if index % 2 == 0 else mix(PAPER, LINE, 0.5)
        sheet.area([one, two, (two[0], two[1] + 470), (one[0], one[1] + 470)], fill)
    _fields(sheet)
    for x, y in folds[1:-1]:
        sheet.stroke([(x, y + 3), (x, y + 467)], LINE, 3)
    _route(sheet)
    _compass(sheet, 965, 475)
    return sheet


def _fields(sheet: Canvas) -> None:
    sheet.shape([(170, 170), (330, 150), (380, 250), (250, 300), (160, 260)], MEADOW)
    sheet.shape([(640, 420), (790, 380), (830, 500), (700, 545), (610, 500)], MEADOW)
    sheet.shape([(860, 170), (1000, 160), (1020, 260), (900, 280)], mix(SUN, PAPER, 0.45))
    sheet.path(
        [(132, 420), (280, 390), (400, 440), (520, 350), (640, 330), (760, 240), (800, 92)],
        LAGOON,
        24,
    )
    sheet.path([(132, 330), (420, 310), (560, 230), (700, 300), (880, 350), (1068, 330)], OCHRE, 9)
    for x, y, size in (
        (215, 270, 74),
        (265, 285, 90),
        (320, 255, 70),
        (700, 510, 80),
        (760, 500, 66),
    ):
        fir(sheet, x, y, size)
    for x, y in ((440, 190), (490, 215), (455, 245)):
        sheet.box(x, y, 28, 22, CLAY, corner=2)


def _route(sheet: Canvas) -> None:
    dots = curve(
        [(250, 520), (360, 540), (470, 490), (570, 440), (690, 360), (800, 300), (930, 230)]
    )
    for x, y in dots[::4]:
        sheet.disc(x, y, 6, BERRY)
    sheet.disc(250, 520, 15, BERRY)
    sheet.disc(250, 520, 7, PAPER)
    sheet.disc(932, 232, 22, mix(SOIL, SAND, 0.5), ry=8)
    sheet.area([(932, 232), (890, 145), (974, 145)], BERRY)
    sheet.disc(932, 132, 46, BERRY)
    sheet.disc(932, 132, 19, PAPER)


def _compass(sheet: Canvas, x: float, y: float) -> None:
    sheet.disc(x, y, 72, TEAL)
    sheet.disc(x, y, 62, PAPER)
    for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        sheet.stroke([(x + dx * 50, y + dy * 50), (x + dx * 57, y + dy * 57)], TEAL, 5)
    sheet.area([(x + 14, y + 8), (x - 14, y - 8), (x + 26, y - 46)], BERRY)
    sheet.area([(x + 14, y + 8), (x - 14, y - 8), (x - 26, y + 46)], NIGHT)
    sheet.disc(x, y, 7, SUN)


def town() -> Canvas:
    sheet = Canvas(TEAL_WASH, WARM_WASH)
    sun(sheet, 1000, 140, 58)
    cloud(sheet, 210, 140, 90)
    cloud(sheet, 660, 110, 66)
    hills(sheet, 430)
    _block(sheet, (285, 560), (150, 290), OCHRE)
    _block(sheet, (760, 560), (165, 250), LAGOON)
    house(sheet, (80, 565), (180, 130), SAND)
    house(sheet, (465, 565), (250, 160), PAPER, ROSE)
    house(sheet, (960, 565), (170, 125), mix(SUN, PAPER, 0.3), TEAL)
    sheet.box(0, 560, 1200, 115, mix(LINE, STONE, 0.25))
    sheet.box(0, 560, 1200, 18, mix(LINE, PAPER, 0.4))
    for x in range(40, 1200, 150):
        sheet.box(x, 622, 80, 9, PAPER, corner=4)
    for x, size in ((40, 150), (448, 130), (738, 150), (940, 120), (1160, 170)):
        tree(sheet, x, 568, size, LEAF if size > 140 else GREEN)
    return sheet


def _block(sheet: Canvas, corner: Point, size: Point, walls: Colour) -> None:
    (x, y), (w, h) = corner, size
    sheet.box(x, y - h, w, h, walls)
    sheet.box(x - 8, y - h - 14, w + 16, 18, mix(walls, SOIL, 0.45), corner=3)
    for row in range(4):
        for column in range(3):
            lit = SUN if (row * 2 + column) % 5 == 0 and walls != OCHRE else TEAL
            window(
                sheet, x + 16 + column * (w - 30) / 3, y - h + 22 + row * (h - 70) / 4, w * 0.2, lit
            )


def family() -> Canvas:
    sheet = Canvas(WARM_WASH, mix(SAND, OCHRE, 0.2))
    sheet.area([(330, 300), (600, 70), (870, 300)], CLAY)
    sheet.box(375, 290, 450, 300, mix(SAND, PAPER, 0.55))
    sheet.stroke([(320, 302), (600, 66), (880, 302)], WARM, 22)
    sheet.disc(600, 205, 40, PAPER)
    sheet.disc(600, 205, 30, LAGOON)
    sheet.box(0, 560, 1200, 115, mix(CLAY, SAND, 0.3))
    sheet.box(0, 560, 1200, 14, mix(CLAY, SOIL, 0.3))
    people = [
        (250, 1.05, TEAL, LINE),
        (430, 1.2, OCHRE, SOIL),
        (600, 0.62, SPRING, SUN),
        (745, 0.8, ROSE, CLAY),
        (925, 1.12, LAGOON, INK),
    ]
    for x, size, coat, hair in people:
        _doll(sheet, x, 610, size, (coat, hair))
    return sheet


def _doll(sheet: Canvas, x: float, y: float, size: float, dress: tuple[Colour, Colour]) -> None:
    """A wooden figure standing at `x, y`: the coat and the hair are given."""
    coat, hair = dress
    skin = mix(SUN, PAPER, 0.5)
    sheet.disc(x, y - 2, 84 * size, mix(CLAY, SOIL, 0.35), ry=14 * size)
    body = [(-66, 0), (-76, -90), (-46, -186), (0, -206), (46, -186), (76, -90), (66, 0), (0, 8)]
    sheet.shape([(x + a * size, y + b * size) for a, b in body], coat)
    sheet.disc(x, y - 258 * size, 70 * size, hair)
    sheet.area(oval(x, y - 246 * size, 53 * size, 54 * size), skin)
    for side in (-1, 1):
        sheet.disc(x + side * 19 * size, y - 250 * size, 5.5 * size, INK)
        sheet.disc(x + side * 32 * size, y - 230 * size, 10 * size, mix(ROSE, skin, 0.55))
    smile = [(x - 15 * size, y - 224 * size), (x, y - 215 * size), (x + 15 * size, y - 224 * size)]
    sheet.path(smile, WARM, 5 * size)
    for level in (-150, -105, -60):
        sheet.disc(x, y + level * size, 8 * size, mix(coat, PAPER, 0.65))
    sheet.path(
        [(x - 70 * size, y - 26 * size), (x, y - 14 * size), (x + 70 * size, y - 26 * size)],
        mix(coat, PAPER, 0.5),
        9 * size,
    )
