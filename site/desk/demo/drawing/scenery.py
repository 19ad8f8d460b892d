"""What several pictures share: sun, clouds, hills, trees, houses."""

from math import cos, radians, sin

from desk.demo.drawing.canvas import Canvas, Point, oval
from desk.demo.drawing.palette import (
    CLAY,
    GREEN,
    LAGOON,
    LEAF,
    MEADOW,
    MIST,
    PAPER,
    SOIL,
    SPRING,
    SUN,
    WARM,
    Colour,
    mix,
)


def sun(sheet: Canvas, x: float, y: float, r: float) -> None:
    sheet.disc(x, y, r * 1.5, mix(SUN, PAPER, 0.72))
    sheet.disc(x, y, r * 1.22, mix(SUN, PAPER, 0.45))
    sheet.disc(x, y, r, SUN)


def rays(sheet: Canvas, x: float, y: float, r: float) -> None:
    for angle in range(0, 360, 30):
        c, s = cos(radians(angle)), sin(radians(angle))
        sheet.stroke(
            [(x + c * r * 1.3, y + s * r * 1.3), (x + c * r * 1.6, y + s * r * 1.6)], SUN, 9
        )
    sheet.disc(x, y, r, SUN)


def cloud(sheet: Canvas, x: float, y: float, size: float, fill: Colour = PAPER) -> None:
    """`x, y` is the middle of its flat foot, `size` half of its length."""
    sheet.box(x - size, y - size * 0.36, size * 2, size * 0.36, fill, corner=size * 0.18)
    for dx, dy, r in ((-0.5, -0.3, 0.33), (-0.05, -0.48, 0.46), (0.46, -0.3, 0.36)):
        sheet.disc(x + dx * size, y + dy * size, r * size, fill)


def hills(sheet: Canvas, level: float) -> None:
    """Three ranges, the nearest starts below `level`."""
    far, middle, near = level - 90, level - 35, level + 40
    sheet.land([(0, far), (230, far - 70), (520, far), (860, far - 95), (1200, far - 10)], MIST)
    sheet.land([(0, middle - 40), (330, middle + 20), (700, middle - 50), (1200, middle)], MEADOW)
    sheet.land([(0, near), (420, near - 55), (820, near + 15), (1200, near - 50)], SPRING)


def fir(sheet: Canvas, x: float, y: float, size: float, fill: Colour = GREEN) -> None:
    """Stands at `x, y` and is `size` tall."""
    sheet.box(x - size * 0.04, y - size * 0.18, size * 0.08, size * 0.18, SOIL)
    for low, high, half in ((0.12, 0.52, 0.27), (0.34, 0.76, 0.21), (0.58, 1.0, 0.15)):
        tip = (x, y - size * high)
        foot = y - size * low
        sheet.area([tip, (x + size * half, foot), (x - size * half, foot)], fill)
    sheet.area(
        [(x, y - size), (x, y - size * 0.12), (x - size * 0.2, y - size * 0.12)],
        mix(fill, SPRING, 0.18),
    )


def tree(sheet: Canvas, x: float, y: float, size: float, fill: Colour = LEAF) -> None:
    sheet.box(x - size * 0.045, y - size * 0.5, size * 0.09, size * 0.5, SOIL)
    sheet.disc(x, y - size * 0.64, size * 0.34, fill, ry=size * 0.38)
    sheet.disc(x - size * 0.1, y - size * 0.72, size * 0.17, mix(fill, SPRING, 0.5))
    sheet.stroke([(x, y - size * 0.3), (x + size * 0.13, y - size * 0.48)], SOIL, size * 0.035)


def house(sheet: Canvas, corner: Point, size: Point, walls: Colour, roof: Colour = CLAY) -> None:
    """A gable, a chimney, two windows and a door; `corner` is the bottom left."""
    (x, y), (w, h) = corner, size
    sheet.box(x + w * 0.68, y - h * 1.5, w * 0.11, h * 0.4, mix(roof, SOIL, 0.5))
    sheet.area([(x - w * 0.09, y - h), (x + w / 2, y - h * 1.6), (x + w * 1.09, y - h)], roof)
    sheet.box(x, y - h, w, h, walls)
    sheet.area(
        [(x, y - h), (x + w, y - h), (x + w, y - h * 0.94), (x, y - h * 0.94)],
        mix(walls, SOIL, 0.2),
    )
    for part in (0.12, 0.62):
        window(sheet, x + w * part, y - h * 0.78, w * 0.26)
    sheet.box(x + w * 0.4, y - h * 0.42, w * 0.2, h * 0.42, WARM, corner=w * 0.02)


def window(sheet: Canvas, x: float, y: float, size: float, glass: Colour = LAGOON) -> None:
    sheet.box(x, y, size, size * 1.1, PAPER, corner=2)
    rim, pane = size * 0.1, size * 0.36
    for dx in (0, 1):
        for dy in (0, 1):
            sheet.box(
                x + rim + dx * (pane + rim),
                y + rim + dy * (pane + rim * 1.4),
                pane,
                pane * 1.1,
                glass,
            )


def leaf(sheet: Canvas, foot: Point, length: float, angle: float, fill: Colour = LEAF) -> None:
    """Grows from `foot` in the direction of `angle`, 0 being to the right."""
    c, s = cos(radians(angle)), sin(radians(angle))
    middle = foot[0] + c * length / 2, foot[1] + s * length / 2
    sheet.area(oval(*middle, length / 2, length * 0.21, angle), fill)
    tip = foot[0] + c * length * 0.85, foot[1] + s * length * 0.85
    sheet.stroke([foot, tip], mix(fill, PAPER, 0.35), max(2, length * 0.03))


def ripples(sheet: Canvas, places: list[tuple[float, float, float]], fill: Colour) -> None:
    """Short bent lines on water: middle, level and half of the length of each."""
    for x, y, half in places:
        sheet.path(
            [(x - half, y), (x - half / 2, y - 5), (x, y), (x + half / 2, y + 5), (x + half, y)],
            fill,
            5,
        )
