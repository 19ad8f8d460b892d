"""What bars a coordinator from deciding on a project: nobody decides on their own, or on one
they tutored or reviewed, under any of their accounts."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.models import User
from project_guide.models.project import CoAuthor, Project
from project_guide.models.review_slot import ReviewSlot


def with_bars(projects: QuerySet[Project], user: User) -> QuerySet[Project]:
    """Asked in the query that finds the projects; `why_not` says it."""
    me = user.accounts().values("pk")
    named = CoAuthor.objects.accepted().filter(project=OuterRef("pk"), person__in=me)
    owned = Project.objects.filter(pk=OuterRef("pk"), owner__in=me)
    past = Enrolment.objects.filter(
        pk=OuterRef("enrolment"), group_memberships__group__tutors__in=me
    )
    slots = ReviewSlot.objects.filter(version__project=OuterRef("pk"), reviewer__in=me)
    return projects.annotate(
        is_mine=Exists(owned) | Exists(named),
        is_tutored=Exists(past),
        is_reviewed=Exists(slots),
    )


def why_not(project: Project) -> str:
    """Why the coordinator may not decide; empty when they may. The project comes `with_bars`."""
    found: Any = project
    if found.is_mine:
        return _("You are an author of this project, so somebody else decides.")
    if found.is_tutored:
        return _("You have tutored the author, so another coordinator decides.")
    if found.is_reviewed:
        return _("You have reviewed this project, so another coordinator decides.")
    return ""
