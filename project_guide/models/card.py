"""The project card: its fields, and what is missing before it can be sent for review."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.vocabulary import ContentLanguage, GradeBand, Subject

MOST_STAGES = 12
STAGE_FIELDS = ("title", "week", "task", "deliverable", "criteria", "light")


class Kind(models.TextChoices):
    LOCAL = "local", _("Local project")
    NETWORK = "network", _("Network project")
    TRAINING_PROGRAMME = "training_programme", _("Training programme")


class Licence(models.TextChoices):
    BY = "cc-by", _("CC BY: free use with the author's name")
    BY_SA = "cc-by-sa", _("CC BY-SA: the same, and what is made of it stays as free")
    BY_NC = "cc-by-nc", _("CC BY-NC: the same, not for money")


class CouldBecomeNetwork(models.TextChoices):
    NO = "no", _("No")
    WITH_WORK = "with_work", _("Yes, with some work")
    NOW = "now", _("Yes, as it is")


class Card(models.Model):
    """The fields a reviewer and a colleague read. A draft may leave any of them empty."""

    title = models.CharField(_("title"), max_length=150, blank=True)
    idea = models.CharField(
        _("the idea in one sentence"),
        max_length=200,
        blank=True,
        help_text=_("Up to 200 characters: who does what, and what comes out of it."),
    )
    question = models.TextField(
        _("open question"),
        max_length=500,
        blank=True,
        help_text=_("One that has no answer in a search engine."),
    )
    description = models.TextField(_("description"), max_length=6000, blank=True)
    goals = models.TextField(
        _("goals"), max_length=3000, blank=True, help_text=_("One a line; each can be checked.")
    )
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    grade_bands = models.JSONField(_("grades"), default=list, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("duration in weeks"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    stages = models.JSONField(_("stages"), default=list, blank=True)
    results = models.TextField(_("expected results"), max_length=3000, blank=True)
    tools = models.TextField(_("tools"), max_length=3000, blank=True)
    assessment = models.TextField(_("assessment plan"), max_length=3000, blank=True)
    safety = models.TextField(
        _("safety and copyright"),
        max_length=3000,
        blank=True,
        help_text=_("Consent, names and faces, sources, rules of talk."),
    )
    joint_result = models.TextField(_("joint result"), max_length=3000, blank=True)
    need_for_partners = models.TextField(
        _("why partners are needed"),
        max_length=3000,
        blank=True,
        help_text=_("What no team could do alone."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("how many teams can take part"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(500)],
    )
    links = models.JSONField(_("outside links"), default=list, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence.choices, blank=True)
    names_shown = models.BooleanField(
        _("the authors' names may be shown in the Guide"), null=True, blank=True
    )
    no_pupils_data = models.BooleanField(
        _("no pupil's name, face or contact is inside"), default=False
    )
    could_become_network = models.CharField(
        _("could it become a network project?"),
        max_length=10,
        choices=CouldBecomeNetwork.choices,
        blank=True,
    )

    class Meta:
        abstract = True


LABELS = {field.name: field.verbose_name for field in Card._meta.local_fields}
CARD_FIELDS = tuple(LABELS)

ONE_A_LINE = {"goals", "results"}  # shown as lists

# What each section holds; the tutor comments by section, the form has a page for each.
SECTIONS: dict[str, tuple[str, ...]] = {
    "idea": ("title", "idea", "question", "description", "goals"),
    "frame": ("subjects", "grade_bands", "weeks", "languages", "tags"),
    "stages": ("stages",),
    "results": (
        "results",
        "tools",
        "assessment",
        "joint_result",
        "need_for_partners",
        "capacity",
    ),
    "safety": (
        "safety",
        "licence",
        "names_shown",
        "no_pupils_data",
        "could_become_network",
        "links",
    ),
}
SECTION_TITLES = {
    "idea": _("Idea"),
    "frame": _("For whom"),
    "stages": _("Stages"),
    "results": _("Results and assessment"),
    "safety": _("Safety and rights"),
}

REQUIRED = (
    "title",
    "idea",
    "question",
    "description",
    "goals",
    "subjects",
    "grade_bands",
    "weeks",
    "languages",
    "stages",
    "results",
    "tools",
    "assessment",
    "safety",
    "licence",
    "names_shown",
    "no_pupils_data",
)
REQUIRED_OF = {
    Kind.NETWORK: ("joint_result", "need_for_partners"),
    Kind.LOCAL: (),
    Kind.TRAINING_PROGRAMME: (),
}
ONLY_OF = {
    "joint_result": Kind.NETWORK,
    "need_for_partners": Kind.NETWORK,
    "capacity": Kind.NETWORK,
    "could_become_network": Kind.LOCAL,
}
STAGE_REQUIRED = ("title", "week", "task", "deliverable", "criteria")


@dataclass(frozen=True)
class Missing:
    """A field that keeps the card from being sent, and the reason."""

    field: str
    section: str
    label: str
    why: str


def fields_of(kind: str) -> tuple[str, ...]:
    """The card's fields that a project of this kind has, in the order of the card."""
    return tuple(name for name in CARD_FIELDS if ONLY_OF.get(name, kind) == kind)


def required_of(kind: str) -> tuple[str, ...]:
    return REQUIRED + REQUIRED_OF[Kind(kind)]


def section_of(field: str) -> str:
    return next(section for section, fields in SECTIONS.items() if field in fields)


def label_of(field: str) -> str:
    return str(LABELS[field])


def missing(card: Any, kind: str) -> list[Missing]:
    """Exactly what is missing before the card can be sent, in the order of the form."""
    found = []
    for field in required_of(kind):
        value = getattr(card, field)
        if why := str(_why_missing(field, value, card.weeks)):
            found.append(Missing(field, section_of(field), label_of(field), why))
    order = list(SECTIONS)
    return sorted(found, key=lambda gap: order.index(gap.section))


def _why_missing(field: str, value: Any, weeks: int | None) -> Any:
    if field == "stages":
        return _why_stages(value, weeks)
    if field == "no_pupils_data" and not value:
        return _("Please confirm it.")
    return _("Still empty.") if value is None or value in ("", []) else ""


def _why_stages(stages: list[dict[str, Any]], weeks: int | None) -> Any:
    if not stages:
        return _("Add at least one stage.")
    for number, stage in enumerate(stages, start=1):
        gaps = [name for name in STAGE_REQUIRED if not stage.get(name)]
        if gaps:
            return _("Stage %(number)s is not complete: %(fields)s.") % {
                "number": number,
                "fields": ", ".join(str(STAGE_LABELS[name]) for name in gaps),
            }
        if weeks and stage["week"] > weeks:
            return _("Stage %(number)s begins after the last week.") % {"number": number}
    return ""


STAGE_LABELS = {
    "title": _("title"),
    "week": _("week"),
    "task": _("task"),
    "deliverable": _("what is handed in"),
    "criteria": _("criteria"),
    "light": _("light variant for slow links"),
}

VOCABULARIES = {"subjects": Subject, "grade_bands": GradeBand, "languages": ContentLanguage}


def snapshot(card: Any, kind: str) -> dict[str, Any]:
    """The card as plain data, fit to be kept unchanged."""
    return {name: getattr(card, name) for name in fields_of(kind)}
