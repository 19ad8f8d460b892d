from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from project_guide.models.project import Project


class DeclaredConflictQuerySet(models.QuerySet["DeclaredConflict"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class DeclaredConflict(models.Model):
    """Two people who must not review each other, or a person who must not review a project.

    Said by the reviewer or by a coordinator; ended, never deleted.
    """

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="declared_conflicts", verbose_name=_("person")
    )
    other = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("why"), max_length=300, blank=True)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeclaredConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=True, project__isnull=False)
                | Q(other__isnull=False, project__isnull=True),
                name="conflict_with_a_person_or_a_project",
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("person")), name="conflict_of_two"
            ),
            models.UniqueConstraint(
                fields=["person", "other"],
                condition=Q(ended_at=None),
                name="one_conflict_a_pair",
            ),
            models.UniqueConstraint(
                fields=["person", "project"],
                condition=Q(ended_at=None),
                name="one_conflict_a_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.other or self.project}"
