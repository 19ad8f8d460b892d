"""Documents of both kinds, and a reader of their PDFs."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pikepdf
import pytest
import time_machine

from credentials.actions import issue
from credentials.models import Document
from people.models import Centre, User

Facts = dict[str, Any]
ISSUED_AT = datetime(2026, 12, 30, 9, tzinfo=UTC)
BFCHAR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The day after the documents were issued."""
    with time_machine.travel(ISSUED_AT + timedelta(days=1)):
        yield


@pytest.fixture
def centre(db: None) -> Centre:
    return Centre.objects.create(name="Centre of the North", kind="formal", time_zone="UTC")


@pytest.fixture
def teacher(db: None) -> User:
    return User.objects.create_user(
        "teacher@example.org", first_name="Anna", last_name="Berg", language="en"
    )


@pytest.fixture
def coordinator(db: None) -> User:
    return User.objects.create_user("coordinator@example.org", first_name="Olga", last_name="Lind")


@pytest.fixture
def certificate_facts(centre: Centre) -> Facts:
    return {
        "person": "Anna Berg",
        "centre": centre.name,
        "course": "Network projects",
        "session": {"en": "Autumn session", "ru": "Осенняя сессия"},
        "season_dates": ["2026-10-01", "2026-12-29"],
        "track": {"en": "Local project", "ru": "Локальный проект"},
        "product_title": "Voices of our street",
        "product_verdict": {"en": "Ready to run", "ru": "Готов к проведению"},
        "hours": 36.5,
        "lessons_done": 24,
        "reviews_given": 2,
    }


def criterion(code: str, level: float | None, *, gate: bool = False) -> Facts:
    return {
        "code": code,
        "title": {"en": f"About {code}", "ru": f"Критерий {code}"},
        "level": level,
        "max_level": 3,
        "gate": gate,
    }


@pytest.fixture
def conclusion_facts(centre: Centre) -> Facts:
    return {
        "project_title": "Voices of our street",
        "project_kind": {"en": "Network project", "ru": "Сетевой проект"},
        "authors": ["Anna Berg"],
        "centre": centre.name,
        "round_title": "Autumn review",
        "verdict": "ready",
        "verdict_label": {"en": "Ready to run", "ru": "Готов к проведению"},
        "total": 84.5,
        "max": 100,
        "criteria": [
            criterion("safety", 2.5, gate=True),
            criterion("question", 3),
            criterion("partners", None),
        ],
        "strengths": ["The question is open."],
        "must_fix": ["Say who asks for consent."],
        "reviewers": ["P. Dorn"],
        "reviewers_count": 2,
        "version": 2,
    }


@pytest.fixture
def issue_certificate(
    centre: Centre, teacher: User, certificate_facts: Facts
) -> Callable[..., Document]:
    """Issues the certificate; what is given differs from the usual."""
    return partial(
        issue,
        kind="certificate",
        key="enrolment:1",
        centre=centre,
        person=teacher,
        language="en",
        facts=certificate_facts,
        by=None,
        at=ISSUED_AT,
    )


@pytest.fixture
def certificate(issue_certificate: Callable[..., Document]) -> Document:
    return issue_certificate()


@pytest.fixture
def issue_conclusion(
    centre: Centre, teacher: User, conclusion_facts: Facts
) -> Callable[..., Document]:
    return partial(
        issue,
        kind="conclusion",
        key="decision:1",
        centre=centre,
        person=teacher,
        language="en",
        facts=conclusion_facts,
        by=None,
        at=ISSUED_AT,
        valid_for=timedelta(days=3 * 365 + 1),
    )


@pytest.fixture
def conclusion(issue_conclusion: Callable[..., Document]) -> Document:
    return issue_conclusion()


def letters_of(font: pikepdf.Object) -> dict[bytes, str]:
    table = font.ToUnicode.read_bytes().decode()
    return {
        bytes.fromhex(glyph): bytes.fromhex(signs).decode("utf-16-be")
        for glyph, signs in BFCHAR.findall(table)
    }


def words_of(page: pikepdf.Page) -> str:
    said, letters = "", {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = letters_of(page.Resources.Font[str(operands[0])])
        elif str(operator) in ("TJ", "Tj"):
            parts = operands[0] if str(operator) == "TJ" else operands
            shown = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            said += "".join(letters[shown[at : at + 2]] for at in range(0, len(shown), 2))
    return said


def squeeze(text: str) -> str:
    """Without spaces and breaks: where a line ends is the printer's business."""
    return re.sub(r"[\s\u200b]", "", text)


@pytest.fixture
def read_pdf() -> Callable[[bytes], str]:
    """All the words of a PDF, squeezed."""

    def read(pdf: bytes) -> str:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            return squeeze("".join(words_of(page) for page in file.pages))

    return read
