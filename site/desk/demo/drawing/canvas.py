"""A sheet to draw on, in the coordinates of the picture, twice as large for smooth edges."""

from collections.abc import Sequence
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

from desk.demo.drawing.palette import Colour

WIDTH, HEIGHT = 1200, 675
SCALE = 2
QUALITY = 80

Point = tuple[float, float]
Points = Sequence[Point]


def oval(x: float, y: float, rx: float, ry: float, angle: float = 0) -> list[Point]:
    """An ellipse as points, turned by `angle` degrees."""
    points = [(x + rx * cos(radians(a)), y + ry * sin(radians(a))) for a in range(0, 360, 6)]
    return turn(points, angle, (x, y))


def turn(points: Points, angle: float, centre: Point) -> list[Point]:
    """The points turned about the centre by `angle` degrees, clockwise."""
    c, s, (x, y) = cos(radians(angle)), sin(radians(angle)), centre
    return [(x + (a - x) * c - (b - y) * s, y + (a - x) * s + (b - y) * c) for a, b in points]


def shift(points: Points, x: float, y: float, size: float = 1) -> list[Point]:
    return [(x + a * size, y + b * size) for a, b in points]


def curve(points: Points, *, closed: bool = False) -> list[Point]:
    """A smooth line through all the points (Catmull-Rom)."""
    ends = [points[-1], *points, points[0], points[1]]
    if not closed:
        ends = [points[0], *points, points[-1]]
    found: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        found += [_between(a, b, c, d, step / 12) for step in range(12)]
    return found if closed else [*found, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def along(p: float, q: float, r: float, s: float) -> float:
        bend = 2 * p - 5 * q + 4 * r - s
        return q + t * ((r - p) + t * (bend + t * (3 * (q - r) + s - p))) / 2

    return along(a[0], b[0], c[0], d[0]), along(a[1], b[1], c[1], d[1])


class Canvas:
    """A sheet whose ground goes from one colour at the top to another at the bottom."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        column = 1, HEIGHT * SCALE
        shade = Image.linear_gradient("L").resize(column)
        ground = Image.composite(
            Image.new("RGB", column, bottom), Image.new("RGB", column, top), shade
        )
        size = WIDTH * SCALE, HEIGHT * SCALE
        self._image = ground.resize(size, Image.Resampling.NEAREST)
        self._draw = ImageDraw.Draw(self._image)

    def area(self, points: Points, fill: Colour) -> None:
        """A shape with straight sides."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def shape(self, points: Points, fill: Colour) -> None:
        """A shape with round sides."""
        self.area(curve(points, closed=True), fill)

    def land(self, points: Points, fill: Colour) -> None:
        """Everything below a smooth line from edge to edge."""
        self.area([*curve(points), (WIDTH, HEIGHT), (0, HEIGHT)], fill)

    def disc(self, x: float, y: float, r: float, fill: Colour, ry: float | None = None) -> None:
        tall = r if ry is None else ry
        edges = (x - r, y - tall, x + r, y + tall)
        self._draw.ellipse([edge * SCALE for edge in edges], fill=fill)

    def sector(self, x: float, y: float, r: float, arc: Point, fill: Colour) -> None:
        """A slice of a disc; the angles grow clockwise from three o'clock."""
        edges = [edge * SCALE for edge in (x - r, y - r, x + r, y + r)]
        self._draw.pieslice(edges, arc[0], arc[1], fill=fill)

    def box(
        self, x: float, y: float, w: float, h: float, fill: Colour, *, corner: float = 0
    ) -> None:
        edges = [edge * SCALE for edge in (x, y, x + w, y + h)]
        self._draw.rounded_rectangle(edges, radius=corner * SCALE, fill=fill)

    def stroke(self, points: Points, fill: Colour, width: float) -> None:
        """A line with round ends and corners."""
        dots = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(dots, fill=fill, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def path(self, points: Points, fill: Colour, width: float) -> None:
        """A stroke that bends smoothly through the points."""
        self.stroke(curve(points), fill, width)

    def webp(self) -> bytes:
        made = BytesIO()
        self._image.reduce(SCALE).save(made, "WEBP", quality=QUALITY, method=4)
        return made.getvalue()
