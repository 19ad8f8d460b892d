"""The letters of a decision, as they are sent: told and previewed from the same words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from activity.actions import compose
from activity.actions.notices import Told
from people.models import User
from project_guide.models import Decision, Project, Verdict

DECIDED = "project_guide/notices/decided"


@dataclass(frozen=True)
class Letter:
    """What several authors are told in the same language."""

    to: list[User]
    told: Told


def words_of(project: Project, decision: Decision, *, is_accepted: bool) -> dict[str, Any]:
    """What the template of the letter is given."""
    return {"project": project, "decision": decision, "is_accepted": is_accepted}


def preview(decision: Decision, project: Project, authors: Iterable[User]) -> list[Letter]:
    """What releasing the decision would send."""
    words = words_of(project, decision, is_accepted=decision.verdict == Verdict.READY)
    found: dict[Told, Letter] = {}
    for author in authors:
        told = compose(author, DECIDED, **words)
        found.setdefault(told, Letter([], told)).to.append(author)
    return list(found.values())
