"""Birds and garden."""

from desk.demo.drawing.canvas import Canvas, Point, oval
from desk.demo.drawing.palette import (
    BERRY,
    GREEN,
    GREEN_WASH,
    INK,
    LAGOON,
    LEAF,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    ROSE,
    SOIL,
    SPRING,
    TEAL,
    TEAL_WASH,
    WARM_WASH,
    Colour,
    mix,
)
from desk.demo.drawing.scenery import cloud, leaf, rays, sun


def birds() -> Canvas:
    sheet = Canvas(TEAL_WASH, PAPER)
    sun(sheet, 1010, 150, 62)
    sheet.land([(0, 610), (300, 575), (700, 620), (1200, 570)], mix(MIST, PAPER, 0.5))
    branch = [(-20, 470), (240, 430), (560, 455), (860, 410), (1220, 440)]
    sheet.path(branch, SOIL, 20)
    sheet.path([(330, 432), (430, 520), (470, 590)], SOIL, 10)
    sheet.path([(900, 412), (1010, 330), (1080, 290)], SOIL, 9)
    for foot, angle in (((120, 448), -60), ((720, 432), 60), ((1080, 290), -30), ((420, 510), 150)):
        leaf(sheet, foot, 86, angle)
        leaf(sheet, foot, 74, angle + 50, GREEN)
    _berries(sheet, [(468, 606), (446, 626), (490, 628), (468, 648)])
    _bird(sheet, 238, 331, 1, ROSE, facing=1)
    _bird(sheet, 570, 341, 1.12, OCHRE, facing=-1)
    _bird(sheet, 850, 322, 0.9, SPRING, facing=-1)
    return sheet


def _berries(sheet: Canvas, places: list[Point]) -> None:
    for x, y in places:
        sheet.disc(x, y, 16, BERRY)
        sheet.disc(x - 5, y - 5, 4, mix(BERRY, PAPER, 0.6))


def _bird(sheet: Canvas, x: float, y: float, size: float, breast: Colour, *, facing: int) -> None:
    """A round winter bird; `facing` is 1 to the right, -1 to the left."""

    def at(points: list[Point]) -> list[Point]:
        return [(x + a * size * facing, y + b * size) for a, b in points]

    for foot in (-8, 26):
        sheet.stroke(at([(foot, 60), (foot + 6, 94)]), SOIL, 5)
    sheet.area(at([(-62, 10), (-180, 78), (-158, 96), (-40, 52)]), NIGHT)
    sheet.area(at(oval(0, 0, 98, 76, 24)), mix(NIGHT, MIST, 0.35))
    sheet.area(at(oval(28, 20, 72, 58, 30)), breast)
    sheet.area(at(oval(66, -62, 50, 46)), NIGHT)
    sheet.area(at(oval(80, -48, 27, 22)), mix(breast, PAPER, 0.62))
    sheet.area(at([(110, -68), (146, -54), (110, -46)]), OCHRE)
    sheet.area(at(oval(84, -72, 7.5, 7.5)), PAPER)
    sheet.area(at(oval(85, -72, 4.5, 4.5)), INK)
    sheet.area(at(oval(-34, 10, 66, 33, 32)), NIGHT)
    sheet.stroke(at([(-72, 4), (-12, 40)]), mix(NIGHT, PAPER, 0.7), 5 * size)


def garden() -> Canvas:
    sheet = Canvas(GREEN_WASH, WARM_WASH)
    rays(sheet, 180, 140, 62)
    cloud(sheet, 620, 150, 80)
    sheet.land([(0, 400), (380, 350), (800, 395), (1200, 345)], MIST)
    sheet.land([(0, 455), (600, 425), (1200, 455)], SPRING)
    sheet.land([(0, 560), (600, 545), (1200, 560)], SOIL)
    sheet.land([(0, 622), (600, 612), (1200, 622)], mix(SOIL, INK, 0.25))
    for index, x in enumerate((100, 245, 390, 535)):
        _sprout(sheet, x, 560, 60 + index * 50)
    for x, tall, petal in ((680, 250, ROSE), (770, 190, OCHRE)):
        _tulip(sheet, x, 556, tall, petal)
    _watering_can(sheet, 940, 330)
    return sheet


def _sprout(sheet: Canvas, x: float, y: float, tall: float) -> None:
    sheet.path([(x, y), (x + 5, y - tall * 0.5), (x, y - tall)], GREEN, 9)
    for part in range(1, 2 + int(tall / 75)):
        level = y - tall * part / (1 + int(tall / 75))
        leaf(sheet, (x, level), 62, -28, LEAF)
        leaf(sheet, (x, level), 62, -152, GREEN)


def _tulip(sheet: Canvas, x: float, y: float, tall: float, petal: Colour) -> None:
    top = y - tall
    sheet.stroke([(x, y), (x, top)], GREEN, 9)
    leaf(sheet, (x, y - 10), tall * 0.55, -62, LEAF)
    leaf(sheet, (x, y - 10), tall * 0.5, -118, LEAF)
    sheet.area(oval(x, top - 22, 32, 40), petal)
    for dx in (-32, 0, 32):
        tip = (x + dx, top - 74)
        sheet.area([tip, (x + dx * 0.5 + 20, top - 30), (x + dx * 0.5 - 20, top - 30)], petal)
    sheet.area(oval(x, top - 16, 13, 30), mix(petal, PAPER, 0.3))


def _watering_can(sheet: Canvas, x: float, y: float) -> None:
    handle = [(x + 130, y + 30), (x + 205, y - 20), (x + 215, y + 70), (x + 150, y + 120)]
    sheet.path(handle, TEAL, 15)
    sheet.area([(x + 10, y + 118), (x - 110, y + 14), (x - 92, y - 2), (x + 20, y + 66)], TEAL)
    sheet.area([(x - 128, y + 26), (x - 84, y - 22), (x - 74, y - 8), (x - 110, y + 32)], LAGOON)
    sheet.box(x, y, 150, 150, TEAL, corner=16)
    sheet.box(x, y + 34, 150, 14, LAGOON)
    sheet.disc(x + 75, y + 4, 70, NIGHT, ry=14)
    for dx, dy in ((-128, 62), (-150, 96), (-112, 104), (-170, 140), (-130, 148), (-98, 150)):
        sheet.area(oval(x + dx, y + dy, 5, 12, 20), LAGOON)
