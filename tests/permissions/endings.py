"""Rights that end while somebody is signed in, and what they must no longer open."""

from collections.abc import Callable

from django.utils import timezone

from courses.models import Group
from people.models import Membership
from project_guide.actions import queue
from project_guide.models import CoAuthor, ReviewSlot
from tests.permissions.cast import Cast


def leave_group(cast: Cast) -> None:
    groups = Group.objects.filter(code=cast.first.things["group"])
    groups.get().tutorships.update(until=timezone.now())


def end_role(role: str) -> Callable[[Cast], None]:
    def end(cast: Cast) -> None:
        person = cast.first.people[role]
        Membership.objects.filter(person=person, role=role).update(until=timezone.now())

    return end


def lose_name(cast: Cast) -> None:
    CoAuthor.objects.filter(person=cast.first.people["coauthor"]).delete()


def give_back(cast: Cast) -> None:
    slot = ReviewSlot.objects.get(code=cast.first.things["slot"])
    queue.give_back(slot, reason="No time", by=cast.first.people["peer"])


ENDED = [
    (
        "tutor",
        leave_group,
        ["courses:group", "courses:enrolment", "project_guide:project", "project_guide:release"],
    ),
    (
        "coordinator",
        end_role("coordinator"),
        [
            "people:members",
            "courses:enrolments",
            "courses:enrolments_csv",
            "courses:manage",
            "project_guide:project",
            "project_guide:decision",
            "project_guide:rounds",
            "project_guide:reliability",
            "project_guide:reviewers_csv",
            "project_guide:moves",
            "project_guide:decisions",
            "project_guide:prepared",
            "project_guide:moderations",
            "project_guide:moderation",
            "courses_authors:authors",
        ],
    ),
    (
        "coauthor",
        lose_name,
        [
            "project_guide:project",
            "project_guide:section",
            "project_guide:file",
            "project_guide:version",
        ],
    ),
    (
        "peer",
        give_back,
        ["project_guide:sheet", "project_guide:review_file", "project_guide:give_back"],
    ),
]
