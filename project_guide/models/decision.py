from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activity.models import Stateful
from core.numbers import cut
from credentials.models import Document
from people.models import User
from project_guide.models.project import Project, ProjectVersion
from project_guide.models.verdict import Verdict


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of_project(self, project: Project) -> Self:
        return self.filter(version__project=project)

    def prepared(self) -> Self:
        return self.filter(state=Decision.State.PREPARED)

    def waiting_for(self, user: User) -> Self:
        """What is prepared at the centres the user coordinates, and may still be released."""
        projects = Project.objects.coordinated_by(user).filter(state=Project.State.EXPERT_REVIEW)
        return self.prepared().filter(version__project__in=projects.values("pk"))

    def released(self) -> Self:
        """Those the authors know and that hold: neither prepared nor re-opened."""
        return self.filter(state=Decision.State.RELEASED)

    def told(self) -> Self:
        """What the authors know of, with all that was added: re-opened ones too."""
        told = self.filter(released_at__isnull=False).select_related("version")
        return told.prefetch_related("addenda__by")


class Decision(Stateful):
    """A person's act on one version, with the arithmetic it was made upon.

    Prepared, it is nobody's but the coordinators'; released, it is never changed.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("a decision", "Prepared")
        RELEASED = "released", pgettext_lazy("a decision", "Released")
        DISCARDED = "discarded", pgettext_lazy("a decision", "Discarded")
        REOPENED = "reopened", pgettext_lazy("a decision", "Re-opened")

    MOVES = {
        State.PREPARED: {State.RELEASED, State.DISCARDED},
        State.RELEASED: {State.REOPENED},
    }
    LIVE: ClassVar = {State.PREPARED, State.RELEASED}

    version = models.ForeignKey(ProjectVersion, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    edition = models.PositiveIntegerField(default=0)  # grows with every saved change
    verdict = models.CharField(_("verdict"), max_length=15, choices=Verdict.choices)
    proposed = models.CharField(max_length=15, choices=Verdict.choices)
    total = models.DecimalField(max_digits=9, decimal_places=6)
    arithmetic = models.JSONField()
    letter = models.TextField(_("letter to the authors"), max_length=6000)
    # Why the verdict differs from the proposal; the letter ends with it.
    otherwise = models.TextField(max_length=900, blank=True)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    released_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("why it was re-opened"), max_length=2000, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["prepared", "released"]),
                name="one_live_decision_a_version",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "discarded"], released_at=None)
                | Q(
                    state__in=["released", "reopened"],
                    released_at__isnull=False,
                    released_by__isnull=False,
                ),
                name="released_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="reopened") | (Q(reopened_at__isnull=False) & ~Q(reason="")),
                name="reopened_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_verdict_display()}"

    @property
    def shown_total(self) -> str:
        return cut(self.total)

    @property
    def letter_proper(self) -> str:
        """The letter without the reason at its end, as its form has it."""
        return self.letter.removesuffix(f"\n\n{self.otherwise}") if self.otherwise else self.letter


class Addendum(models.Model):
    """What a coordinator adds to a letter that was sent; the letter itself stays as it is."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(_("addendum"), max_length=3000)
    key = models.CharField(max_length=40)  # of the form: sent twice, one addendum
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "key"], name="one_addendum_a_form")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def holding_until(self, first: date, last: date) -> Self:
        """Those whose last day lies between the two, both included; later by a confirmation."""
        until = Coalesce("document__confirmed_until", "document__valid_until")
        standing = self.filter(version__isnull=False, document__withdrawn_at=None)
        return standing.annotate(until=until).filter(until__gte=first, until__lte=last)


class Conclusion(models.Model):
    """The numbered paper on one fixed version: a frozen document of credentials.

    It stands for its version until the decision is re-opened; then the paper is withdrawn, and
    the version is free for the next.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="conclusion")
    version = models.OneToOneField(
        ProjectVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="conclusion"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    objects = ConclusionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.document.number
