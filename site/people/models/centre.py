from django.db import models
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from people.models.user import validate_time_zone


class Centre(models.Model):
    """The organising centre: an institute, a school, or a community led by one teacher."""

    class Kind(models.TextChoices):
        FORMAL = "formal", _("Formal (an organisation)")
        INFORMAL = "informal", _("Informal (a community)")

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[validate_time_zone]
    )
    approves_materials = models.BooleanField(
        _("an editor approves training materials before they are published"), default=False
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    def __str__(self) -> str:
        return self.name
