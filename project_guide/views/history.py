"""What has happened with a project, for its readers."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from activity.models import Step
from project_guide.models import Project

State = Project.State
TONES: dict[str, str] = {
    State.DRAFT: "",
    State.SUBMITTED: "accent",
    State.PEER_REVIEW: "accent",
    State.REVISION: "warm",
    State.EXPERT_REVIEW: "accent",
    State.ACCEPTED: "good",
    State.ACCEPTED_WITH_EDITS: "warm",
    State.RETURNED: "warm",
    State.OUT_OF_SCOPE: "bad",
    State.PUBLISHED: "good",
    State.WITHDRAWN: "",
}


def events(project: Project) -> list[dict[str, Any]]:
    """The steps of the project that mean something to its readers."""
    told = {
        "begin": _("The project was begun"),
        "send_edits": _("The edited version was sent"),
        "record_run": _("The run was written down"),
        "coauthor_accept": _("A co-author joined"),
    }
    steps = Step.objects.of(project).filter(verb__in=[*told, "move"]).select_related("by")
    return [
        {
            "title": told.get(step.verb) or State(step.after).label,
            "at": timezone.localtime(step.at),
            "by": step.by.get_full_name() if step.by else "",
            "tone": TONES[State(step.after)] if step.verb == "move" else "",
        }
        for step in steps
    ]
