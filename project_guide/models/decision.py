from django.db import models
from django.utils.translation import gettext_lazy as _

from core.numbers import cut
from credentials.models import Document
from people.models import User
from project_guide.models.project import ProjectVersion
from project_guide.models.verdict import Verdict


class Decision(models.Model):
    """A person's act on one version, with the arithmetic it was made upon; one a version."""

    version = models.OneToOneField(
        ProjectVersion, on_delete=models.PROTECT, related_name="decision"
    )
    verdict = models.CharField(_("verdict"), max_length=15, choices=Verdict.choices)
    proposed = models.CharField(max_length=15, choices=Verdict.choices)
    total = models.DecimalField(max_digits=9, decimal_places=6)
    arithmetic = models.JSONField()
    letter = models.TextField(_("letter to the authors"), max_length=6000)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_verdict_display()}"

    @property
    def shown_total(self) -> str:
        return cut(self.total)


class Conclusion(models.Model):
    """The numbered paper on one fixed version: a frozen document of credentials."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="conclusion")
    version = models.OneToOneField(
        ProjectVersion, on_delete=models.PROTECT, related_name="conclusion"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.document.number
