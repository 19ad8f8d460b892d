"""Many marked versions at once: what the actions of the house write, without their waiting."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from core.codes import random_code
from courses.models import Enrolment
from people.models import User
from project_guide.models import Mark, Project, ProjectVersion, Review, ReviewRound, ReviewSlot
from tests.factories.projects import CARD

Sheet = tuple[ProjectVersion, User, int]  # with one level everywhere


def make_versions(found: ReviewRound, number: int) -> list[ProjectVersion]:
    """The first versions of as many new projects, each of a teacher of its own."""
    now = timezone.now()
    teachers = User.objects.bulk_create(
        User(email=f"{random_code()}@example.org".lower(), password="!") for _ in range(number)
    )
    places = Enrolment.objects.bulk_create(
        Enrolment(
            teacher=teacher,
            session=found.session,
            track="network_project" if found.project_kind == "network" else "local_project",
            state=Enrolment.State.ACTIVE,
            applied_at=now,
        )
        for teacher in teachers
    )
    projects = Project.objects.bulk_create(
        Project(owner=place.teacher, enrolment=place, kind=found.project_kind, saved_at=now)
        for place in places
    )
    return ProjectVersion.objects.bulk_create(version_of(project) for project in projects)


def version_of(project: Project, number: int = 1) -> ProjectVersion:
    now = timezone.now()
    return ProjectVersion(
        project=project,
        number=number,
        key=random_code(),
        card=CARD,
        kind=project.kind,
        authors=[],
        submitted_by=project.owner,
        submitted_at=now,
        grace_until=now,
        pooled_at=now,
    )


def mended(version: ProjectVersion) -> ProjectVersion:
    """The next version of the same project."""
    after = version_of(version.project, version.number + 1)
    after.save()
    return after


def hand_in_all(found: ReviewRound, sheets: Iterable[Sheet], skipped: Sequence[str] = ()) -> None:
    """Handed-in sheets; the skipped criteria do not apply."""
    now = timezone.now()
    rows = list(sheets)
    slots = ReviewSlot.objects.bulk_create(
        ReviewSlot(
            code=random_code(26),
            round=found,
            version=version,
            author=version.project.owner,
            reviewer=reviewer,
            state=ReviewSlot.State.SUBMITTED,
            opened_at=now,
        )
        for version, reviewer, _level in rows
    )
    reviews = Review.objects.bulk_create(
        Review(slot=slot, rubric=found.rubric, saved_at=now, submitted_at=now) for slot in slots
    )
    Mark.objects.bulk_create(
        Mark(
            review=review,
            criterion=criterion,
            level=None if criterion.code in skipped else level,
            not_applicable=criterion.code in skipped,
        )
        for review, (_version, _reviewer, level) in zip(reviews, rows, strict=True)
        for criterion in found.rubric.criteria.all()
    )


def marked(
    found: ReviewRound,
    reviewers: Sequence[User],
    levels: Sequence[Sequence[int]],
    skipped: Sequence[str] = (),
) -> list[ProjectVersion]:
    """One version a row, each of a project of its own, with one level a reviewer."""
    versions = make_versions(found, len(levels))
    sheets = [
        (version, reviewer, level)
        for version, row in zip(versions, levels, strict=True)
        for reviewer, level in zip(reviewers, row, strict=False)
    ]
    hand_in_all(found, sheets, skipped)
    return versions
