"""Book and letters."""

from math import cos, radians, sin

from desk.demo.drawing.canvas import Canvas, Point, turn
from desk.demo.drawing.palette import (
    BERRY,
    CLAY,
    LAGOON,
    LINE,
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
    mix,
)
from desk.demo.drawing.scenery import fir, sun


def book() -> Canvas:
    """An open book out of which a landscape grows."""
    sheet = Canvas(WARM_WASH, TEAL_WASH)
    sheet.box(0, 560, 1200, 115, mix(SAND, OCHRE, 0.35))
    sun(sheet, 760, 170, 52)
    sheet.shape([(330, 420), (400, 280), (520, 215), (640, 300), (700, 270), (840, 420)], MIST)
    sheet.shape([(300, 440), (480, 345), (650, 375), (800, 345), (900, 440)], SPRING)
    for x, y, size in ((420, 410, 150), (500, 420, 110), (770, 415, 170), (690, 425, 100)):
        fir(sheet, x, y, size)
    sheet.area([(170, 440), (600, 480), (1030, 440), (1030, 600), (600, 625), (170, 600)], TEAL)
    for side in (-1, 1):
        _page(sheet, side)
    sheet.area([(760, 424), (806, 418), (806, 640), (783, 615), (760, 644)], BERRY)
    return sheet


def _page(sheet: Canvas, side: int) -> None:
    for lift, fill in ((14, LINE), (7, mix(LINE, PAPER, 0.4)), (0, PAPER)):
        outer = [(0, 470), (120, 425), (280, 405), (410, 428)]
        low = [(410, 572), (280, 552), (120, 566), (0, 605)]
        sheet.area([(600 + side * a, b + lift) for a, b in [*outer, *low]], fill)
    for row in range(4):
        level = 462 + row * 26
        last = [(370, level - 14)] if row % 2 == 0 else []
        line = [(40, level + 26), (150, level - 8), (270, level - 22), *last]
        sheet.path([(600 + side * a, b) for a, b in line], mix(LINE, TEAL, 0.22), 6)


def letters() -> Canvas:
    """A copybook page with a pen's flourish, an envelope and an inkwell."""
    sheet = Canvas(mix(CLAY, SAND, 0.55), mix(CLAY, SAND, 0.75))
    paper = turn([(150, 72), (800, 72), (800, 612), (150, 612)], -5, (475, 355))
    sheet.area([(x + 14, y + 16) for x, y in paper], mix(CLAY, SOIL, 0.3))
    sheet.area(paper, PAPER)
    for row in range(6):
        level = 175 + row * 80
        sheet.stroke(turn([(200, level), (750, level)], -5, (475, 355)), MIST, 3)
    sheet.stroke(turn([(235, 84), (235, 600)], -5, (475, 355)), ROSE, 3)
    for row, count in enumerate((9, 7, 8, 4)):
        _loops(sheet, 265, 175 + row * 80, count)
    _inkwell(sheet, 1000, 170)
    _envelope(sheet, 830, 420)
    _pen(sheet)
    return sheet


def _loops(sheet: Canvas, x: float, level: float, count: int) -> None:
    """Handwriting practice: a row of loops, every third one tall."""
    line: list[Point] = [(x, level)]
    for index in range(count * 20):
        angle, tall = radians(index * 18), 24 if (index // 20) % 3 else 40
        line.append((x + index * 2.5 + 15 * sin(angle), level - tall * (1 - cos(angle)) / 2 * 1.3))
    sheet.stroke(turn(line, -5, (475, 355)), TEAL, 6)


def _pen(sheet: Canvas) -> None:
    start = (505, 432)
    for points, fill in (
        ([(0, 0), (52, -17), (52, 17)], SUN),
        ([(50, -18), (110, -24), (110, 24), (50, 18)], NIGHT),
        ([(110, -24), (350, -20), (372, 0), (350, 20), (110, 24)], WARM),
        ([(104, -26), (122, -26), (122, 26), (104, 26)], SUN),
        ([(130, -16), (340, -13), (340, -6), (130, -8)], mix(WARM, PAPER, 0.4)),
    ):
        moved = [(start[0] + a, start[1] + b) for a, b in points]
        sheet.area(turn(moved, -38, start), fill)
    sheet.stroke(turn([start, (start[0] + 34, start[1])], -38, start), SOIL, 3)


def _inkwell(sheet: Canvas, x: float, y: float) -> None:
    sheet.disc(x + 8, y + 112, 108, mix(CLAY, SOIL, 0.3), ry=22)
    sheet.box(x - 92, y - 30, 184, 140, LAGOON, corner=34)
    sheet.box(x - 92, y + 30, 184, 80, NIGHT, corner=34)
    sheet.box(x - 48, y - 74, 96, 54, LAGOON, corner=8)
    sheet.box(x - 58, y - 92, 116, 28, SOIL, corner=10)
    sheet.box(x - 70, y - 6, 16, 90, mix(LAGOON, PAPER, 0.6), corner=8)


def _envelope(sheet: Canvas, x: float, y: float) -> None:
    w, h = 310, 190
    sheet.box(x + 10, y + 12, w, h, mix(CLAY, SOIL, 0.3), corner=6)
    sheet.box(x, y, w, h, TEAL_WASH, corner=6)
    sheet.stroke([(x + 8, y + h - 8), (x + w / 2, y + 88)], MIST, 4)
    sheet.stroke([(x + w - 8, y + h - 8), (x + w / 2, y + 88)], MIST, 4)
    sheet.area([(x, y + 4), (x + w, y + 4), (x + w / 2, y + 118)], mix(MIST, TEAL_WASH, 0.45))
    sheet.disc(x + w / 2, y + 112, 27, BERRY)
    sheet.disc(x + w / 2, y + 112, 17, ROSE)
