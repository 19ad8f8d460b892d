"""River, bridge, stones on a shore."""

from desk.demo.drawing.canvas import Canvas, Point, curve
from desk.demo.drawing.palette import (
    CLAY,
    LAGOON,
    LINE,
    MIST,
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
    WARM_WASH,
    Colour,
    mix,
)
from desk.demo.drawing.scenery import cloud, fir, hills, ripples, sun, tree

CAIRN = [
    (700, 545, 175, 56, STONE),
    (690, 450, 135, 48, CLAY),
    (712, 368, 104, 40, LAGOON),
    (696, 300, 78, 33, OCHRE),
    (706, 246, 48, 25, mix(STONE, PAPER, 0.4)),
]

PEBBLES = [
    (180, 610, 70, 34, ROSE),
    (345, 590, 52, 28, LINE),
    (1000, 575, 88, 42, TEAL),
    (1110, 625, 60, 30, SUN),
    (470, 635, 64, 28, STONE),
    (900, 640, 46, 22, CLAY),
]


def river() -> Canvas:
    sheet = Canvas(TEAL_WASH, WARM_WASH)
    sun(sheet, 905, 150, 58)
    cloud(sheet, 300, 150, 95)
    cloud(sheet, 640, 105, 60)
    hills(sheet, 400)
    _stream(sheet)
    for x, y, size in ((95, 470, 190), (190, 500, 150), (1085, 480, 215), (985, 462, 150)):
        fir(sheet, x, y, size)
    tree(sheet, 330, 455, 120)
    ripples(sheet, [(560, 480, 34), (480, 570, 60), (690, 625, 70), (415, 640, 48)], MIST)
    _boat(sheet, 600, 560)
    return sheet


def _stream(sheet: Canvas) -> None:
    left = curve([(700, 360), (640, 395), (655, 425), (480, 480), (330, 560), (190, 700)])
    right = curve(
        [(920, 700), (800, 600), (785, 520), (790, 470), (725, 420), (672, 394), (706, 362)]
    )
    sheet.area([*left, *right], mix(SAND, SPRING, 0.3))
    left = [(x + (y - 360) * 0.1, y) for x, y in left]
    right = [(x - (y - 360) * 0.1, y) for x, y in right]
    sheet.area([*left, *right], LAGOON)


def _boat(sheet: Canvas, x: float, y: float) -> None:
    sheet.disc(x, y + 8, 92, mix(LAGOON, TEAL, 0.4), ry=12)
    sheet.area([(x - 85, y - 24), (x + 90, y - 24), (x + 58, y + 10), (x - 55, y + 10)], CLAY)
    sheet.stroke([(x - 85, y - 24), (x + 90, y - 24)], SOIL, 6)
    sheet.stroke([(x, y - 26), (x, y - 158)], SOIL, 6)
    sheet.area([(x + 7, y - 155), (x + 78, y - 46), (x + 7, y - 40)], PAPER)
    sheet.area([(x - 7, y - 140), (x - 56, y - 46), (x - 7, y - 40)], SUN)


def bridge() -> Canvas:
    sheet = Canvas(TEAL_WASH, WARM_WASH)
    sun(sheet, 600, 170, 66)
    cloud(sheet, 250, 160, 84)
    cloud(sheet, 960, 130, 70)
    hills(sheet, 400)
    sheet.land([(0, 470), (1200, 470)], LAGOON)
    _span(sheet)
    ripples(sheet, [(330, 600, 60), (610, 560, 70), (880, 610, 64), (600, 645, 50)], MIST)
    sheet.shape([(-60, 450), (120, 455), (205, 540), (150, 720), (-60, 720)], SPRING)
    sheet.shape([(1260, 450), (1080, 455), (995, 540), (1050, 720), (1260, 720)], SPRING)
    for x, y, size in ((60, 560, 190), (1120, 570, 220), (1040, 600, 130)):
        fir(sheet, x, y, size)
    tree(sheet, 140, 620, 140)
    return sheet


def _span(sheet: Canvas) -> None:
    """Three arches of stone: what lies under an arch is painted again."""
    deck = [(-20, 395), (300, 330), (600, 312), (900, 330), (1220, 395)]
    sheet.area([*curve(deck), (1220, 540), (-20, 540)], SAND)
    for x, wide, tall in ((250, 105, 120), (600, 160, 165), (950, 105, 120)):
        sheet.disc(x, 525, wide + 18, CLAY, ry=tall + 16)
        sheet.disc(x, 525, wide, mix(MIST, TEAL_WASH, 0.35), ry=tall)
    sheet.box(0, 500, 1200, 175, LAGOON)
    for x, wide in ((250, 105), (600, 160), (950, 105)):
        sheet.disc(x, 500, wide, mix(LAGOON, TEAL, 0.3), ry=26)
    sheet.path(deck, CLAY, 20)
    for post, level in curve(deck)[2::4]:
        sheet.stroke([(post, level), (post, level - 34)], SOIL, 6)
    sheet.path([(x, y - 34) for x, y in deck], SOIL, 8)


def stones() -> Canvas:
    sheet = Canvas(WARM_WASH, TEAL_WASH)
    sun(sheet, 250, 190, 70)
    sheet.land([(0, 360), (260, 330), (560, 358), (900, 310), (1200, 350)], MIST)
    sheet.land([(0, 400), (1200, 400)], LAGOON)
    ripples(sheet, [(170, 440, 60), (420, 470, 50), (1040, 445, 66), (250, 505, 44)], MIST)
    sheet.land([(0, 575), (300, 530), (700, 520), (1200, 480)], SAND)
    for x, y, rx, ry, fill in CAIRN:
        _stone(sheet, (x, y), (rx, ry), fill)
    for x, y, rx, ry, fill in PEBBLES:
        _stone(sheet, (x, y), (rx, ry), fill)
    return sheet


def _stone(sheet: Canvas, middle: Point, size: Point, fill: Colour) -> None:
    (x, y), (rx, ry) = middle, size
    sheet.disc(x + 6, y + ry * 0.86, rx * 0.96, mix(fill, SOIL, 0.55), ry=ry * 0.3)
    outline = [
        (-1, 0.05),
        (-0.72, -0.72),
        (0, -1),
        (0.7, -0.78),
        (1, 0),
        (0.7, 0.8),
        (0, 0.96),
        (-0.75, 0.78),
    ]
    sheet.shape([(x + a * rx, y + b * ry) for a, b in outline], fill)
    light = mix(fill, PAPER, 0.42)
    vein = [
        (x - rx * 0.74, y - ry * 0.12),
        (x - rx * 0.2, y - ry * 0.34),
        (x + rx * 0.3, y - ry * 0.2),
        (x + rx * 0.76, y - ry * 0.36),
    ]
    sheet.path(vein, light, max(3, ry * 0.12))
