"""Drawn cover pictures of the demonstration's projects, one for each motif."""

from collections.abc import Callable

from desk.demo.drawing import health, nature, places, school, sky, stage, water, workshop
from desk.demo.drawing.canvas import Canvas

MOTIFS: dict[str, Callable[[], Canvas]] = {
    "river": water.river,
    "birds": nature.birds,
    "map": places.map_,
    "town": places.town,
    "book": school.book,
    "stars": sky.stars,
    "garden": nature.garden,
    "letters": school.letters,
    "numbers": workshop.numbers,
    "machine": workshop.machine,
    "music": stage.music,
    "theatre": stage.theatre,
    "health": health.health,
    "energy": sky.energy,
    "stones": water.stones,
    "weather": sky.weather,
    "family": places.family,
    "bridge": water.bridge,
}


def draw(motif: str) -> bytes:
    """The motif's cover as WebP, the same bytes every time."""
    return MOTIFS[motif]().webp()
