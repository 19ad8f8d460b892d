"""One page of every kind, narrow and wide, in both languages: readable by all, and light."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.utils import timezone, translation

from desk.demo.world import World
from desk.management.commands.load_demo import load
from tests.browser.places import Place, places
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WIDTHS = [1280, 360]
MOST_CSS, MOST_JS = 15_000, 30_000  # packed bytes
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture
def world(server: str) -> World:
    today: date = timezone.localdate()
    with transaction.atomic(), translation.override("ru"):
        return load(today)


def test_pages_of_every_kind_are_accessible_light_and_no_wider_than_the_window(visit, world):
    visitors: dict[tuple[str, str], Visitor] = {}
    faults: list[str] = []
    for place in places(world):
        for language in ("en", "ru"):
            key = place.who, language
            if key not in visitors:
                visitors[key] = visit(world.accounts.get(place.who), language)
            faults += [f"{place.who} {language} {fault}" for fault in look(visitors[key], place)]

    assert not faults, f"{len(faults)} faults:\n" + "\n".join(dict.fromkeys(faults))


def look(visitor: Visitor, place: Place) -> list[str]:
    """Everything that is wrong with the page, at all widths."""
    visitor.widen(WIDTHS[0])
    faults = []
    if (status := visitor.open(place.path)) != place.status:
        faults.append(f"answers {status}")
    for width in WIDTHS:
        visitor.widen(width)
        faults += [f"{width}: {fault}" for fault in at_this_width(visitor)]
    faults += heavy(visitor) + visitor.troubles
    return [f"{place.path} {fault}" for fault in faults]


def at_this_width(visitor: Visitor) -> list[str]:
    faults = []
    if (pixels := visitor.overhang()) > 0:
        faults.append(f"scrolls sideways by {pixels} px")
    found: list[dict[str, Any]] = Axe().run(visitor.page, options=RULES).response["violations"]
    return faults + [
        f"{violation['id']} at {node['target']}"
        for violation in found
        for node in violation["nodes"]
    ]


def heavy(visitor: Visitor) -> list[str]:
    weights = [
        ("styles", visitor.weight(".css"), MOST_CSS),
        ("scripts", visitor.weight(".js"), MOST_JS),
    ]
    return [f"{weight} bytes of {name}" for name, weight, most in weights if not 0 < weight <= most]
