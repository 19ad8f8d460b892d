"""What a reviewer is shown of a project, and nothing else of it."""

import pytest
from django.utils import timezone

from files.actions import receive
from project_guide.actions import queue
from project_guide.models.review_copy import SHOWN, review_copy
from tests.factories.courses import place_in
from tests.factories.projects import CARD, make_project, plan_open_rounds, round_of, send
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


def test_the_copy_holds_nothing_but_what_is_allowed():
    """Every field of a card, known or not yet invented, carries its own mark."""
    card = {
        **CARD,
        "names_shown": "mark-names",
        "no_pupils_data": "mark-pupils",
        "authors": "mark-authors",
        "letter": "mark-letter",
        "something_new": "mark-new",
    }

    shown = repr(review_copy("7Q", "local", card))

    assert CARD["title"] in shown
    assert "mark-" not in shown
    assert {
        *CARD,
        "joint_result",
        "need_for_partners",
        "capacity",
        "links",
        "could_become_network",
    } >= SHOWN


def test_the_copy_is_plain_data(session, group, peers):
    """Texts and numbers all the way down: nothing in it can be followed back to the author."""
    plan_open_rounds(session)
    project = make_project(place_in(group))
    stored = receive(upload(samples.jpeg(), "Plan.jpg"), by=project.owner)
    project.files.create(file=stored, about="Plan", added_at=timezone.now())
    send(project)
    slot = queue.claim_next(round_of(project), by=peers[0])
    files = [(row.about, row.file) for row in slot.version.files.all()]
    copy = review_copy(slot.label, slot.version.kind, slot.version.card, files)

    def plain(value: object) -> bool:
        if isinstance(value, tuple):
            return all(map(plain, value))
        if hasattr(value, "__dataclass_fields__"):
            return all(plain(getattr(value, name)) for name in value.__dataclass_fields__)
        return type(value) in {str, int, bool}

    assert plain(copy)
    assert copy.files[0].name == f"project-{slot.label}-1"
