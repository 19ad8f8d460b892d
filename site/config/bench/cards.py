"""Cards of projects, each put together from several of the demonstration's."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from courses.models import Enrolment
from desk.demo.past import card_fields
from desk.demo.world import read
from project_guide.models import Project, ProjectVersion
from project_guide.models.card import snapshot

# What is taken together from one card; so the facets meet as they do in the demonstration.
PARTS = (
    ("title", "idea", "question"),
    ("description", "goals"),
    ("subjects", "languages"),
    ("grade_bands",),
    ("weeks", "stages"),
    ("results", "tools", "assessment", "safety", "licence"),
    ("joint_result", "need_for_partners", "capacity"),
    ("tags",),
)


def cards(kind: str, *, seed: int) -> Iterator[dict[str, Any]]:
    """New cards without end; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - it must be the same every time
    deck = [card_fields(card) for card in read(f"projects_{kind}")]
    while True:
        chosen = [(dice.choice(deck), fields) for fields in PARTS]
        mixed = {name: card[name] for card, names in chosen for name in names if name in card}
        yield {**mixed, "names_shown": True, "no_pupils_data": True}


def write_projects(
    enrolments: list[Enrolment], kind: str, state: str, moment: datetime
) -> list[ProjectVersion]:
    """A project with one version for every enrolment."""
    deck = cards(kind, seed=enrolments[0].pk)
    projects = Project.objects.bulk_create(
        Project(
            **next(deck),
            kind=kind,
            owner=enrolment.teacher,
            enrolment=enrolment,
            state=state,
            saved_at=moment,
        )
        for enrolment in enrolments
    )
    return ProjectVersion.objects.bulk_create(version(project, moment) for project in projects)


def version(project: Project, moment: datetime) -> ProjectVersion:
    owner = project.owner
    return ProjectVersion(
        project=project,
        number=1,
        key=uuid4().hex,
        card=snapshot(project, project.kind),
        kind=project.kind,
        authors=[{"code": owner.code, "name": owner.get_full_name()}],
        submitted_by=owner,
        submitted_at=moment,
        grace_until=moment + timedelta(hours=1),
        pooled_at=moment + timedelta(hours=1),
    )
