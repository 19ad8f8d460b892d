"""Numbers and machine."""

from math import cos, radians, sin

from desk.demo.drawing.canvas import Canvas, Point, turn
from desk.demo.drawing.palette import (
    BERRY,
    CLAY,
    LAGOON,
    LEAF,
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
    Colour,
    mix,
)

BEADS = [(2, TEAL), (5, OCHRE), (7, ROSE), (4, LEAF), (6, LAGOON)]


def numbers() -> Canvas:
    """An abacus beside growing columns."""
    sheet = Canvas(WARM_WASH, TEAL_WASH)
    sheet.box(0, 580, 1200, 95, SAND)
    wood = mix(CLAY, SOIL, 0.2)
    sheet.box(90, 90, 510, 500, wood, corner=18)
    sheet.box(120, 120, 450, 440, PAPER, corner=6)
    for row, (left, fill) in enumerate(BEADS):
        _wire(sheet, 172 + row * 84, left, fill)
    for step, (tall, fill) in enumerate(
        zip((110, 180, 250, 340, 420), (MIST, SPRING, SUN, OCHRE, TEAL), strict=True)
    ):
        sheet.box(690 + step * 86, 580 - tall, 62, tall, fill, corner=6)
    sheet.stroke([(670, 580), (1130, 580)], SOIL, 8)
    trend = [(721, 430), (807, 360), (893, 290), (979, 200), (1065, 120)]
    sheet.path(trend, BERRY, 6)
    for x, y in trend:
        sheet.disc(x, y, 12, BERRY)
        sheet.disc(x, y, 5, PAPER)
    return sheet


def _wire(sheet: Canvas, level: float, left: int, fill: Colour) -> None:
    """Ten beads, so many of them on the left."""
    sheet.stroke([(122, level), (568, level)], SOIL, 5)
    for bead in range(10):
        x = 144 + bead * 32 if bead < left else 546 - (9 - bead) * 32
        sheet.disc(x, level, 16, mix(fill, SOIL, 0.25), ry=31)
        sheet.disc(x, level, 13, fill, ry=28)
        sheet.disc(x - 4, level - 11, 3, mix(fill, PAPER, 0.6), ry=8)


def machine() -> Canvas:
    sheet = Canvas(TEAL_WASH, mix(TEAL_WASH, MIST, 0.4))
    grid = mix(TEAL_WASH, MIST, 0.45)
    for x in range(60, 1200, 60):
        sheet.stroke([(x, 0), (x, 675)], grid, 2)
    for y in range(45, 675, 60):
        sheet.stroke([(0, y), (1200, y)], grid, 2)
    _gear(sheet, (430, 370), 190, (16, 0), TEAL)
    _gear(sheet, (738, 247), 119, (10, 14), OCHRE)
    _gear(sheet, (885, 465), 119, (10, 3), ROSE)
    _gear(sheet, (203, 172), 84, (8, 10), SPRING)
    sheet.stroke([(885, 465), (1010, 330), (1075, 330)], SOIL, 20)
    sheet.disc(1085, 330, 34, BERRY)
    sheet.disc(1075, 320, 9, mix(BERRY, PAPER, 0.6))
    sheet.disc(885, 465, 20, SOIL)
    return sheet


def _gear(sheet: Canvas, middle: Point, r: float, teeth: tuple[int, float], fill: Colour) -> None:
    """`teeth` is how many there are and the angle of the first."""
    x, y = middle
    count, first = teeth
    deep = mix(fill, NIGHT, 0.3)
    for tooth in range(count):
        angle = first + tooth * 360 / count
        wide = 3.1 * r / count * 0.5
        block = [
            (x + r - 8, y - wide * 1.15),
            (x + r + 30, y - wide * 0.7),
            (x + r + 30, y + wide * 0.7),
            (x + r - 8, y + wide * 1.15),
        ]
        sheet.area(turn(block, angle, middle), fill)
    sheet.disc(x, y, r, fill)
    sheet.disc(x, y, r * 0.78, deep)
    sheet.disc(x, y, r * 0.72, fill)
    for hole in range(5):
        angle = radians(first + hole * 72)
        sheet.disc(x + cos(angle) * r * 0.47, y + sin(angle) * r * 0.47, r * 0.15, TEAL_WASH)
    sheet.disc(x, y, r * 0.2, deep)
    sheet.disc(x, y, r * 0.1, PAPER)
