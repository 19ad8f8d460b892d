from typing import Self

from django.contrib.auth.models import Group as PermissionGroup
from django.db import models
from django.db.models import Q

from courses.models.pages import CoursePage
from people.models import User


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def current(self) -> Self:
        return self.filter(until=None)

    def of(self, user: User) -> Self:
        """What the person writes now; it rests while they hold no role in the course's centre."""
        centres = set().union(*user.roles.values())
        return (
            self.current()
            .filter(person=user, course__centre__in=centres)
            .select_related("course")
            .order_by("course__title")
        )


class Authorship(models.Model):
    """A person writes the materials of a course in Wagtail's editor, from one moment to another."""

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="authorships")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        ordering = ["course", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(until=None), name="author_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"


class AuthorGroup(models.Model):
    """Wagtail's group that carries the permissions of a course's authors: one a course."""

    course = models.OneToOneField(CoursePage, on_delete=models.CASCADE, related_name="author_group")
    group = models.OneToOneField(PermissionGroup, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.group)
