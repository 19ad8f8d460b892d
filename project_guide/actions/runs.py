"""The author's own record of running the project with pupils."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from courses.actions import progress
from courses.models import Achievement
from people.models import User
from project_guide.models import GuideStamp, Project, RunRecord

NOT_YET = {Project.State.DRAFT, Project.State.WITHDRAWN, Project.State.OUT_OF_SCOPE}


@transaction.atomic
def record_run(project: Project, facts: dict[str, Any], *, by: User) -> RunRecord:
    """Write the run down, or correct it; it counts for the completion of its authors.

    A run may start on the tutor's word before the decision, not before the project was sent.

    Raises:
        Refused: the project has not been sent for review.
    """
    if project.state in NOT_YET:
        raise Refused(_("Send the project for review first; its run is recorded after that."))
    run, is_new = RunRecord.objects.update_or_create(
        project=project, defaults={**facts, "recorded_at": timezone.now()}
    )
    record(project, "record_run" if is_new else "correct_run", by=by)
    for enrolment in project.enrolments():
        progress.reach(enrolment, Achievement.What.RUN, by=by)
    if project.state == Project.State.PUBLISHED:
        GuideStamp.objects.bump()
    return run
