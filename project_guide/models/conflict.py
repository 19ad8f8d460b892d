from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from project_guide.models.project import Project

STANDS = Q(ended_at=None)


class DeclaredConflictQuerySet(models.QuerySet["DeclaredConflict"]):
    def standing(self) -> Self:
        return self.filter(STANDS)

    def said_by(self, user: User) -> Self:
        """What the person said of themselves; what a coordinator said of them is not theirs."""
        return self.filter(person=user, declared_by=user)

    def of_people(self, people: models.QuerySet[User]) -> Self:
        return self.filter(person__in=people.values("pk"))


class DeclaredConflict(models.Model):
    """Two people who must not review each other, or a person who must not review a project.

    Said by the reviewer or by a coordinator; ended, never deleted. Somebody may be named by an
    address that nobody here has yet: it holds from the day on when somebody has.
    """

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="declared_conflicts", verbose_name=_("person")
    )
    other = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.EmailField(_("e-mail"), blank=True)  # in small letters
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
                condition=(
                    Q(project__isnull=False, other=None, email="")
                    | Q(project=None, other__isnull=False)
                    | (Q(project=None, other=None) & ~Q(email=""))
                ),
                name="conflict_with_a_person_or_a_project",
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("person")), name="conflict_of_two"
            ),
            models.UniqueConstraint(
                fields=["person", "other"], condition=STANDS, name="one_conflict_a_pair"
            ),
            models.UniqueConstraint(
                fields=["person", "email"],
                condition=STANDS & Q(other=None, project=None),
                name="one_conflict_an_address",
            ),
            models.UniqueConstraint(
                fields=["person", "project"], condition=STANDS, name="one_conflict_a_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.other or self.email or self.project}"
