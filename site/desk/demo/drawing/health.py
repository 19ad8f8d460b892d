"""Health."""

from math import cos, radians, sin

from desk.demo.drawing.canvas import Canvas, oval
from desk.demo.drawing.palette import (
    BERRY,
    CLAY,
    GREEN,
    GREEN_WASH,
    LAGOON,
    LEAF,
    MIST,
    OCHRE,
    PAPER,
    ROSE,
    SAND,
    SOIL,
    SPRING,
    WARM_WASH,
    mix,
)
from desk.demo.drawing.scenery import leaf


def health() -> Canvas:
    """An apple, a carrot and a glass of water under a beating heart."""
    sheet = Canvas(GREEN_WASH, WARM_WASH)
    sheet.disc(600, 240, 190, mix(GREEN_WASH, SPRING, 0.3))
    sheet.box(0, 540, 1200, 135, SAND)
    sheet.box(0, 540, 1200, 12, mix(SAND, CLAY, 0.35))
    _heart(sheet, 600, 255, 125)
    beat = [
        (90, 260),
        (430, 260),
        (480, 260),
        (520, 190),
        (575, 335),
        (625, 200),
        (665, 260),
        (720, 260),
        (1110, 260),
    ]
    sheet.stroke(beat[:3], mix(MIST, SPRING, 0.3), 9)
    sheet.stroke(beat[6:], mix(MIST, SPRING, 0.3), 9)
    sheet.stroke(beat[2:7], PAPER, 11)
    _apple(sheet, 285, 470)
    _glass(sheet, 860, 360)
    _carrot(sheet, 575, 560)
    return sheet


def _heart(sheet: Canvas, x: float, y: float, size: float) -> None:
    outline = [
        (
            x + size * sin(radians(a)) ** 3,
            y
            - size
            / 16
            * (
                13 * cos(radians(a))
                - 5 * cos(radians(2 * a))
                - 2 * cos(radians(3 * a))
                - cos(radians(4 * a))
            ),
        )
        for a in range(0, 360, 4)
    ]
    sheet.area(outline, ROSE)
    sheet.area(
        oval(x - size * 0.5, y - size * 0.42, size * 0.2, size * 0.12, -35), mix(ROSE, PAPER, 0.4)
    )


def _apple(sheet: Canvas, x: float, y: float) -> None:
    sheet.disc(x, y + 106, 112, mix(SAND, SOIL, 0.3), ry=16)
    outline = [
        (0, -70),
        (58, -92),
        (116, -50),
        (112, 30),
        (62, 102),
        (0, 92),
        (-62, 102),
        (-112, 30),
        (-116, -50),
        (-58, -92),
    ]
    sheet.shape([(x + a, y + b) for a, b in outline], BERRY)
    sheet.area(oval(x - 60, y - 28, 22, 42, 22), mix(BERRY, PAPER, 0.4))
    sheet.path([(x, y - 66), (x + 6, y - 104), (x + 26, y - 132)], SOIL, 10)
    leaf(sheet, (x + 8, y - 100), 100, -18, GREEN)


def _glass(sheet: Canvas, x: float, y: float) -> None:
    sheet.disc(x + 75, y + 222, 92, mix(SAND, SOIL, 0.3), ry=14)
    sheet.area([(x, y), (x + 150, y), (x + 128, y + 222), (x + 22, y + 222)], PAPER)
    sheet.area([(x + 14, y + 62), (x + 136, y + 62), (x + 122, y + 212), (x + 28, y + 212)], LAGOON)
    sheet.disc(x + 75, y + 62, 61, MIST, ry=11)
    sheet.stroke([(x + 40, y + 90), (x + 50, y + 190)], mix(LAGOON, PAPER, 0.6), 9)


def _carrot(sheet: Canvas, x: float, y: float) -> None:
    for angle in (-200, -178, -158):
        leaf(sheet, (x - 20, y), 120, angle, LEAF)
    sheet.disc(x + 90, y + 40, 120, mix(SAND, SOIL, 0.2), ry=9)
    sheet.shape(
        [(x - 30, y - 26), (x + 40, y - 34), (x + 235, y + 26), (x + 40, y + 38), (x - 30, y + 26)],
        OCHRE,
    )
    for dx, tall in ((20, 20), (80, 14), (135, 9)):
        sheet.stroke([(x + dx, y - tall), (x + dx + 6, y - tall + 16)], CLAY, 5)
