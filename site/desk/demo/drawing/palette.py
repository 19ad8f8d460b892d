"""The inks of the drawn covers: the colours of tokens.css and what is mixed from them."""

from PIL import ImageColor

Colour = tuple[int, ...]


def _ink(value: str) -> Colour:
    return ImageColor.getrgb(value)


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """`part` of the other colour in the first one."""
    return tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))


PAPER = _ink("#fbfaf6")
INK = _ink("#1d2321")
LINE = _ink("#dfdcd2")
TEAL = _ink("#0b5a57")
TEAL_WASH = _ink("#e6f1ef")
WARM = _ink("#a14a12")
WARM_WASH = _ink("#fbefe2")
GREEN = _ink("#2c6a2e")
GREEN_WASH = _ink("#e8f2e6")
BERRY = _ink("#a3202c")

NIGHT = mix(TEAL, INK, 0.45)
LAGOON = mix(TEAL, TEAL_WASH, 0.32)
MIST = mix(TEAL, TEAL_WASH, 0.68)
OCHRE = _ink("#d8943c")
SUN = _ink("#eebf6b")
SAND = mix(OCHRE, WARM_WASH, 0.78)
CLAY = mix(WARM, OCHRE, 0.45)
LEAF = mix(GREEN, OCHRE, 0.38)
SPRING = mix(GREEN, SUN, 0.62)
MEADOW = mix(SPRING, GREEN_WASH, 0.55)
ROSE = mix(BERRY, CLAY, 0.45)
SOIL = mix(WARM, INK, 0.45)
STONE = mix(INK, LINE, 0.62)
