"""The rules of a round."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import offer
from core.zones import zone_name
from project_guide.models import ReviewRound, Rubric

Schedule = ReviewRound.Schedule
LIMITS = [
    ("wanted", 1, 7),
    ("lease_hours", 1, 720),
    ("renewals", 0, 5),
    ("promise_days", 1, 90),
    ("grace_minutes", 1, 2880),
    ("load_cap", 1, 50),
    ("calibration_share", 0, 100),
    ("keep_days", 0, 30),
    ("answer_days", 1, 14),
    ("alternates", 0, 20),
    ("gate_gap", 1, 9),
    ("total_gap", 1, 100),
    ("line_gap", 0, 50),
    ("peers_gap", 1, 100),
]
# What reviewers were promised when they took their first piece.
FIXED_IN_USE = ("blind", "rubric")
# Peers are not invited: they take what comes; and nobody is asked for one more opinion of theirs.
OF_EXPERTS = ("invites", "answer_days", "alternates")
OF_THIRD_OPINION = ("line_gap", "peers_gap")


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class RoundForm(forms.ModelForm[ReviewRound]):
    """The rules of a round, each with what it means."""

    groups = [
        (_("When"), ["schedule", "opens_at", "closes_at"]),
        (
            _("How many, and how long"),
            ["wanted", "load_cap", "lease_hours", "renewals", "promise_days", "grace_minutes"],
        ),
        (_("How experts are asked"), list(OF_EXPERTS)),
        (
            _("Who reviews whom"),
            ["exclude_same_group", "exclude_same_school", "keep_days", "blind"],
        ),
        (_("By what"), ["rubric", "calibration_share"]),
        (
            _("When reviewers disagree"),
            ["gate_gap", "total_gap", "line_gap", "peers_gap"],
        ),
    ]

    class Meta:
        model = ReviewRound
        fields = [
            "schedule",
            "opens_at",
            "closes_at",
            "wanted",
            "load_cap",
            "lease_hours",
            "renewals",
            "promise_days",
            "grace_minutes",
            *OF_EXPERTS,
            "exclude_same_group",
            "exclude_same_school",
            "keep_days",
            "blind",
            "rubric",
            "calibration_share",
            "gate_gap",
            "total_gap",
            "line_gap",
            "peers_gap",
        ]
        labels = {
            "exclude_same_group": _("Nobody reviews a project of their own group"),
            "exclude_same_school": _("Nobody reviews a project from their own school"),
        }
        help_texts = {
            "wanted": _("If you raise it, projects already in review get more places."),
            "lease_hours": _(
                "After this somebody else may take the piece; the late review is still taken as "
                "long as it is needed."
            ),
            "renewals": _("Whoever works on it in the second half gets the same time once more."),
            "promise_days": _(
                "The author sees this date; what is at risk of missing it comes first."
            ),
            "load_cap": _("So that a few do not carry all."),
            "calibration_share": _("Asked only of rounds with example works, chosen below."),
            "keep_days": _("Experts who reviewed the version before come first. 0: nobody does."),
            "invites": _("Otherwise every piece is open to all experts of the centre at once."),
            "answer_days": _("Whoever is silent so long makes room for the next in line."),
            "alternates": _("When all have been asked, the piece is open to every expert."),
            "gate_gap": _("Experts who differ so much on a key criterion: one more is asked."),
            "total_gap": _("Reviewers whose totals differ so much: one more expert is asked."),
            "line_gap": _("A single expert's total so near to the line: one more is asked."),
            "peers_gap": _("A single expert so far from the peers: one more is asked."),
        }
        widgets = {
            "opens_at": Moment(),
            "closes_at": Moment(),
            "schedule": forms.RadioSelect(),
            "blind": forms.RadioSelect(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = gettext("Time zone: %(zone)s.") % {
            "zone": zone_name(timezone.get_current_timezone_name())
        }
        self.fields["opens_at"].help_text = zone
        self.fields["closes_at"].help_text = zone
        for name in ("opens_at", "closes_at"):
            self.fields[name].required = False
        if not self.instance.is_for_experts:
            for name in OF_EXPERTS + OF_THIRD_OPINION:
                del self.fields[name]
            self.fields["gate_gap"].help_text = _(
                "Peers who differ so much on a key criterion: their sheets are shown to you."
            )
            self.fields["total_gap"].help_text = _(
                "Peers whose totals differ so much: their sheets are shown to you."
            )
        for name, least, most in LIMITS:
            if name not in self.fields:
                continue
            self.fields[name].widget.attrs |= {"min": least, "max": most}
        rubrics = Rubric.objects.of_centres([self.instance.session.centre_id])
        rubrics = rubrics.filter(applies_to=self.instance.rubric.applies_to)
        offer(self, "rubric", rubrics)
        if self.instance.is_in_use():
            for name in FIXED_IN_USE:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed: the first piece has been taken.")

    def fieldsets(self) -> list[tuple[str, list[forms.BoundField]]]:
        shown = [
            (str(title), [self[name] for name in names if name in self.fields])
            for title, names in self.groups
        ]
        return [(title, fields) for title, fields in shown if fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, least, most in LIMITS:
            value = cleaned.get(name)
            if value is not None and not least <= value <= most:
                limits = {"least": least, "most": most}
                self.add_error(name, _("From %(least)s to %(most)s.") % limits)
        self._clean_days(cleaned)
        return cleaned

    def _clean_days(self, cleaned: dict[str, Any]) -> None:
        """Days of the calendar are computed; a rolling round has no last one."""
        schedule = cleaned.get("schedule")
        if schedule == Schedule.CALENDAR:
            cleaned["opens_at"], cleaned["closes_at"] = (
                self.instance.opens_at,
                self.instance.closes_at,
            )
            return
        if schedule == Schedule.ROLLING:
            cleaned["closes_at"] = None
            self.errors.pop("closes_at", None)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens is None and "opens_at" not in self.errors:
            self.add_error("opens_at", _("Say when the round opens."))
        if schedule == Schedule.OWN and closes is None and "closes_at" not in self.errors:
            self.add_error("closes_at", _("Say when the round closes."))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The round closes after it opens."))
