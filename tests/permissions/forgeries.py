"""Forms as our pages never send them: things of others named in them, and fields they lack."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from courses.models import TrainingSession
from project_guide.models import Project, ReviewRound
from tests.permissions.cast import Cast
from tests.permissions.roles import Rule

Fields = dict[str, Any]
PROFILE = {
    "first_name": "Vera",
    "last_name": "Orlova",
    "language": "en",
    "time_zone": "Asia/Tomsk",
    "country": "RU",
    "region": "Tomsk",
    "school": "School 5",
}
SESSION = {
    "title": "Forged",
    "starts_on": "2027-10-01",
    "ends_on": "2027-12-30",
    "opens_on": "2027-08-01",
    "closes_on": "2027-09-30",
    "time_zone": "Asia/Novokuznetsk",
    "capacity": 60,
    "tracks": ["local_project"],
    "lessons_share": 80,
    "reviews_to_give": 2,
    "may_move": "on",
}
ROUND = {
    "schedule": "own",
    "opens_at": "2027-08-01T00:00",
    "closes_at": "2027-09-30T00:00",
    "wanted": 3,
    "lease_hours": 48,
    "renewals": 2,
    "promise_days": 8,
    "grace_minutes": 5,
    "load_cap": 4,
    "keep_days": 5,
    "gate_gap": 1,
    "total_gap": 15,
    "line_gap": 4,
    "peers_gap": 15,
    "calibration_share": 60,
}
IDEA = {"title": "A new title", "idea": "A new idea.", "question": "Which birds sing?"}


@dataclass(frozen=True)
class Foreign:
    """A thing of the other world named in a form of one's own."""

    rule: Rule
    role: str
    names: dict[str, str]  # field: the word for the thing of the other world
    fields: Fields

    def __str__(self) -> str:
        return f"{self.rule.name}-{'-'.join(self.names)}"

    def data(self, cast: Cast, *, is_own: bool = False) -> Fields:
        """With the same things of one's own world the form would be taken."""
        own, far = cast.first.things, cast.first.things if is_own else cast.second.things
        session = {"centre": own["centre_pk"], "course": own["course"]}
        filled = {**session, **self.fields} if self.fields is SESSION else self.fields
        return {**filled, **{name: far[word] for name, word in self.names.items()}}


EDIT = Rule("courses:edit_session", "session")
CREATE = Rule("courses:create_session")
FOREIGN = [
    Foreign(EDIT, "coordinator", {"centre": "centre_pk"}, SESSION),
    Foreign(EDIT, "coordinator", {"course": "course"}, SESSION),
    Foreign(CREATE, "coordinator", {"centre": "centre_pk"}, SESSION),
    Foreign(CREATE, "coordinator", {"course": "course"}, SESSION),
    Foreign(
        Rule("courses:move_to_group", "enrolment"), "coordinator", {"group": "other_group_pk"}, {}
    ),
    Foreign(
        Rule("courses:form_group", "session"),
        "coordinator",
        {"tutor": "tutor_pk"},
        {"name": "Forged", "quota": 5},
    ),
    Foreign(Rule("courses_authors:authors", "course"), "coordinator", {"tutor": "tutor_code"}, {}),
    Foreign(
        Rule("courses_authors:authors", "course"), "coordinator", {"email": "expert_email"}, {}
    ),
    Foreign(
        Rule("project_guide:revision", "revised"),
        "owner",
        {"remark": "remark"},
        {"outcome": "done", "answer": "Forged."},
    ),
    Foreign(Rule("project_guide:remove_author", "draft"), "owner", {"email": "coauthor_email"}, {}),
    Foreign(Rule("project_guide:reviews"), "peer", {"round": "round"}, {}),
]


@dataclass(frozen=True)
class Surplus:
    """Every column of a row sent with a good form: only those the form is for change."""

    rule: Rule
    role: str
    row: Callable[[Cast], Model]
    fields: Fields
    more: Set[str] = frozenset()  # columns that follow from the fields
    as_it_is: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.rule.name

    def data(self, row: Model) -> Fields:
        """A number or a tick for every column; what a good form has to say as it is."""
        forged: Fields = {"pk": 1, "groups": 1, "user_permissions": 1}
        for column in row._meta.concrete_fields:
            value = getattr(row, column.attname)
            is_flag = isinstance(value, bool)
            forged[column.name] = ("" if value else "on") if is_flag else "7"
        for name in self.as_it_is:
            forged[name] = row.serializable_value(name)
        return {name: value for name, value in forged.items() if value != ""} | self.fields

    def may_change(self) -> set[str]:
        return {*self.fields, *self.more}


SURPLUS = [
    Surplus(
        Rule("people:profile"),
        "stranger",
        lambda cast: cast.first.people["stranger"],
        PROFILE,
        {"school_key"},  # follows the school
    ),
    Surplus(
        EDIT,
        "coordinator",
        lambda cast: TrainingSession.objects.get(code=cast.first.things["session"]),
        SESSION,
        {
            "enrolment_opens",
            "enrolment_closes",
            "product_required",
            "run_required",
            "network_run_may_wait",
            "reflection_required",
        },
        ("centre", "course"),
    ),
    Surplus(
        Rule("project_guide:change_round", "session round"),
        "coordinator",
        lambda cast: ReviewRound.objects.get(code=cast.first.things["round"]),
        ROUND,
        {"exclude_same_school", "exclude_same_group"},
    ),
    Surplus(
        Rule("project_guide:section", "draft =idea"),
        "owner",
        lambda cast: Project.objects.get(code=cast.first.things["draft"]),
        IDEA,
        {"description", "goals", "edition", "saved_at"},
        ("edition",),
    ),
]
