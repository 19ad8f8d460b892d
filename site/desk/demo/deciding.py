"""A decision the coordinator has prepared: the letter stands there and nobody is told yet."""

from people.models import User
from project_guide.actions import decisions
from project_guide.decision_desk import desk_of, suggested_letter
from project_guide.models import Project


def prepare(project: Project, *, by: User) -> None:
    """As the sheets propose, with the letter that is suggested."""
    project.refresh_from_db()
    desk = desk_of(project)
    assert desk.proposal is not None
    decisions.prepare(
        desk.version,
        desk.proposal.verdict,
        letter=suggested_letter(desk),
        seen=desk.ground.mark,
        by=by,
    )
