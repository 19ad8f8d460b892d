"""Stars, weather, energy."""

from math import cos, radians, sin

from desk.demo.drawing.canvas import Canvas, Point, Points, oval
from desk.demo.drawing.palette import (
    BERRY,
    CLAY,
    GREEN,
    INK,
    LAGOON,
    LINE,
    MEADOW,
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
    WARM_WASH,
    mix,
)
from desk.demo.drawing.scenery import cloud, fir, house, rays, tree

DIPPER = [(250, 250), (370, 205), (470, 225), (570, 270), (600, 370), (760, 385), (790, 270)]
FAINT = [
    (90, 120),
    (160, 330),
    (330, 90),
    (520, 110),
    (680, 150),
    (860, 180),
    (660, 470),
    (1120, 330),
    (1010, 400),
    (440, 340),
    (880, 330),
    (60, 430),
    (300, 400),
    (780, 60),
    (1140, 90),
    (930, 470),
]


def stars() -> Canvas:
    sheet = Canvas(mix(NIGHT, INK, 0.35), mix(LAGOON, TEAL, 0.35))
    for x, y in FAINT:
        sheet.disc(x, y, 3 + (x + y) % 3, mix(MIST, PAPER, 0.4))
    night = mix(NIGHT, TEAL, 0.5)
    _crescent(sheet, 1000, 150, 84)
    sheet.stroke([*DIPPER, DIPPER[3]], LAGOON, 4)
    for x, y in DIPPER:
        _star(sheet, x, y, 25)
    sheet.land([(0, 560), (260, 510), (640, 560), (960, 500), (1200, 540)], night)
    sheet.land([(0, 620), (400, 590), (800, 625), (1200, 590)], mix(NIGHT, INK, 0.5))
    for x, y, size in ((80, 620, 150), (160, 620, 110), (1120, 610, 170), (1040, 612, 120)):
        fir(sheet, x, y, size, mix(NIGHT, INK, 0.3))
    _telescope(sheet, 620, 500)
    return sheet


def _crescent(sheet: Canvas, x: float, y: float, r: float) -> None:
    full = oval(x, y, r, r, -30)
    hollow = oval(x, y, r * 0.42, r, -30)
    sheet.area([*full[45:], *full[:16], *reversed([*hollow[45:], *hollow[:16]])], SUN)


def _star(sheet: Canvas, x: float, y: float, r: float) -> None:
    points = []
    for step in range(10):
        far, angle = (r if step % 2 == 0 else r * 0.44), radians(step * 36 - 90)
        points.append((x + far * cos(angle), y + far * sin(angle)))
    sheet.area(points, SUN)


def _telescope(sheet: Canvas, x: float, y: float) -> None:
    for foot in (-52, 0, 52):
        sheet.stroke([(x, y + 10), (x + foot, y + 118)], SOIL, 9)
    sheet.stroke([(x - 80, y + 34), (x + 62, y - 34)], CLAY, 32)
    sheet.stroke([(x + 20, y - 14), (x + 92, y - 48)], OCHRE, 42)
    sheet.stroke([(x - 104, y + 46), (x - 80, y + 34)], MIST, 20)
    sheet.disc(x, y + 6, 14, SOIL)


def weather() -> Canvas:
    sheet = Canvas(TEAL_WASH, WARM_WASH)
    rays(sheet, 370, 200, 100)
    sheet.land([(0, 575), (350, 540), (760, 585), (1200, 545)], MEADOW)
    sheet.land([(0, 630), (500, 600), (1200, 635)], SPRING)
    cloud(sheet, 545, 320, 215, MIST)
    cloud(sheet, 520, 312, 190)
    drops = [(390, 370), (470, 400), (550, 368), (630, 402), (420, 455), (510, 480), (590, 450)]
    for x, y in drops:
        sheet.stroke([(x, y), (x - 14, y + 40)], LAGOON, 9)
    _thermometer(sheet, 165, 300)
    _umbrella(sheet, 900, 380)
    return sheet


def _thermometer(sheet: Canvas, x: float, y: float) -> None:
    sheet.stroke([(x, y), (x, y + 230)], LINE, 66)
    sheet.disc(x, y + 252, 54, LINE)
    sheet.stroke([(x, y), (x, y + 230)], PAPER, 50)
    sheet.disc(x, y + 252, 44, PAPER)
    sheet.stroke([(x, y + 95), (x, y + 250)], BERRY, 18)
    sheet.disc(x, y + 252, 31, BERRY)
    for step in range(6):
        level = y + 10 + step * 34
        sheet.stroke([(x + 13, level), (x + (25 if step % 2 else 20), level)], SOIL, 4)


def _umbrella(sheet: Canvas, x: float, y: float) -> None:
    sheet.stroke([(x, y - 244), (x, y + 170)], SOIL, 11)
    sheet.path([(x, y + 165), (x + 10, y + 200), (x + 40, y + 206), (x + 58, y + 172)], SOIL, 12)
    scallops = [_upper_half(x + middle, y, 77, 32) for middle in (-154, 0, 154)]
    sides = [*reversed(scallops[2]), *reversed(scallops[1]), *reversed(scallops[0])]
    sheet.area([*_upper_half(x, y, 231, 225), *sides], ROSE)
    sheet.area([*_upper_half(x, y, 77, 225), *reversed(scallops[1])], SUN)


def _upper_half(x: float, y: float, rx: float, ry: float) -> Points:
    """The upper half of an ellipse, from left to right."""
    return [*oval(x, y, rx, ry)[30:], (x + rx, y)]


def energy() -> Canvas:
    sheet = Canvas(TEAL_WASH, WARM_WASH)
    rays(sheet, 600, 165, 70)
    sheet.land([(0, 420), (300, 350), (620, 415), (930, 340), (1200, 390)], MIST)
    sheet.land([(0, 500), (400, 440), (800, 510), (1200, 440)], MEADOW)
    for place, tall, angle in (
        ((190, 480), 330, 12),
        ((390, 470), 240, 47),
        ((1060, 470), 320, 75),
    ):
        _windmill(sheet, place, tall, angle)
    sheet.land([(0, 585), (520, 545), (1200, 590)], SPRING)
    house(sheet, (640, 590), (230, 145), SAND)
    _panels(sheet, 755, 438)
    tree(sheet, 960, 600, 150)
    tree(sheet, 540, 600, 110, GREEN)
    return sheet


def _windmill(sheet: Canvas, foot: Point, tall: float, angle: float) -> None:
    x, y = foot
    top = y - tall
    sheet.area([(x - 9, y), (x - 4, top), (x + 4, top), (x + 9, y)], PAPER)
    sheet.area([(x + 2, y), (x + 1, top), (x + 4, top), (x + 9, y)], LINE)
    for blade in range(3):
        turned = radians(angle + blade * 120)
        c, s, length = cos(turned), sin(turned), tall * 0.42
        wide = (x + c * length * 0.25 - s * 15, top + s * length * 0.25 + c * 15)
        sheet.area([(x, top), wide, (x + c * length, top + s * length)], LAGOON)
        sheet.stroke([(x, top), (x + c * length, top + s * length)], TEAL, 5)
    sheet.disc(x, top, 12, TEAL)


def _panels(sheet: Canvas, x: float, y: float) -> None:
    """Two rows on a roof whose eaves have their middle at `x, y`."""
    for columns, low in ((4, y), (2, y - 32)):
        for column in range(columns):
            left = x + (column - columns / 2) * 43 + 2
            sheet.box(left, low - 27, 39, 27, NIGHT, corner=2)
            sheet.stroke([(left + 20, low - 25), (left + 20, low - 2)], LAGOON, 2)
            sheet.stroke([(left + 3, low - 13), (left + 36, low - 13)], LAGOON, 2)
