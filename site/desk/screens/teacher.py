"""A teacher's first screen: the pace, one Continue button, this week, the project."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import (
    Achievement,
    Enrolment,
    GroupMembership,
    GroupTutor,
    Milestone,
    TrainingSession,
)
from courses.models.outline import Outline, outline_of
from courses.models.rule import Requirement, requirements_from
from desk.screens.next_step import NextStep, next_step
from desk.screens.shared import Line
from discussions.models import Post
from people.models import User
from project_guide.models import CoAuthor, Project, ReviewRound, ReviewSlot, SectionThread
from project_guide.models.card import SECTION_TITLES

State = Project.State
MOST_LINES = 5
A_WEEK = timedelta(days=7)
AN_INSTANT = timedelta(microseconds=1)


@dataclass
class TeacherScreen:
    enrolment: Enrolment | None
    others: list[Enrolment]
    next_step: NextStep | None = None
    outline: Outline | None = None
    milestones: list[Milestone] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    project: Project | None = None
    week: int = 0
    behind: int = 0  # lessons that by the calendar should be done and are not
    lines: list[Line] = field(default_factory=list)
    has_documents: bool = False
    tutor: str = ""


def teacher_screen(user: User, now: datetime) -> TeacherScreen:
    enrolments = list(_enrolments(user, now))
    current = next((e for e in enrolments if e.state in Enrolment.UNDER_WAY), None)
    current = current or next(iter(enrolments), None)
    screen = TeacherScreen(current, [e for e in enrolments if e != current])
    named = list(CoAuthor.objects.of(user).select_related("project__enrolment"))
    screen.lines = _invitations(named)
    if current is None:
        return screen
    session = current.session
    today = session.today(now)
    screen.week = session.week_of(today)
    screen.outline = outline_of(session.course, current)
    screen.milestones = list(session.milestones.all())
    reached = dict(current.achievements.values_list("what", "amount"))
    reached[Achievement.What.LESSONS] = screen.outline.done
    screen.requirements = requirements_from(
        session, current.track, len(screen.outline.asked_by(session)), reached
    )
    screen.project = getattr(current, "project", None) or _joint(named, session)
    screen.has_documents = any(e.state == Enrolment.State.COMPLETED for e in enrolments) or (
        screen.project is not None and screen.project.state in Project.DECIDED
    )
    screen.behind = sum(not lesson.done for lesson in screen.outline.due(session, screen.week))
    screen.tutor = getattr(current, "tutor_name", None) or ""
    if current.state == Enrolment.State.ACTIVE:
        screen.lines = [*screen.lines, *_lines(screen, user, now, today)][:MOST_LINES]
        screen.next_step = next_step(current, screen.outline, screen.project, screen.requirements)
    return screen


def _enrolments(user: User, now: datetime) -> Any:
    present = GroupMembership.objects.filter(enrolment=OuterRef("pk"), until=None)
    leading = GroupTutor.objects.present(now).filter(
        group__memberships__enrolment=OuterRef("pk"), group__memberships__until=None
    )
    names = leading.annotate(full_name=Concat("tutor__first_name", Value(" "), "tutor__last_name"))
    return (
        Enrolment.objects.filter(teacher=user)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .select_related("session__course", "session__centre", "project")
        .annotate(
            tutor_name=Subquery(names.values("full_name")[:1]),
            group_name=Subquery(present.values("group__name")[:1]),
        )
        .order_by("-session__starts_on", "-pk")
    )


def _lines(screen: TeacherScreen, user: User, now: datetime, today: date) -> list[Line]:
    """This week, what waits for the teacher first."""
    comments = _unanswered(screen.project, user)
    reviewing = _reviewing(screen, user, now)
    return [*comments, *reviewing, *_milestone_lines(screen, today)]


def _invitations(named: list[CoAuthor]) -> list[Line]:
    return [
        Line(
            title=_("You are named as co-author of a project"),
            url=reverse("project_guide:coauthor", args=[row.project.code]),
            pill=_("Waits for you"),
            tone="warm",
        )
        for row in named
        if not row.accepted_at
    ]


def _joint(named: list[CoAuthor], session: TrainingSession) -> Project | None:
    """The project of a colleague in the session whose co-author the teacher is."""
    accepted = (row.project for row in named if row.accepted_at)
    return next((one for one in accepted if one.enrolment.session_id == session.pk), None)


def _unanswered(project: Project | None, user: User) -> list[Line]:
    """Sections of the draft in which somebody else spoke last."""
    if project is None or not project.is_editable:
        return []
    last = Post.objects.filter(thread=OuterRef("thread")).order_by("-at", "-pk")
    rows = (
        SectionThread.objects.filter(project=project)
        .annotate(
            speaker=Subquery(last.values("author")[:1]), spoken=Subquery(last.values("at")[:1])
        )
        .exclude(speaker=user.pk)
        .exclude(speaker=None)
        .order_by("spoken")
    )
    return [
        Line(
            title=_("Remark of the tutor: %(section)s") % {"section": SECTION_TITLES[row.section]},
            url=reverse("project_guide:section", args=[project.code, row.section]),
            at=row.spoken,
            pill=_("Waits for you"),
            tone="warm",
        )
        for row in rows
    ]


def _reviewing(screen: TeacherScreen, user: User, now: datetime) -> list[Line]:
    """Pieces I hold; or, while a round of peers is open, the reviews I owe."""
    assert screen.enrolment is not None
    rounds = _rounds(screen.enrolment.session, user)
    held = [
        Line(
            title=_("Review of the piece %(label)s") % {"label": row["mine__label"]},
            url=reverse("project_guide:sheet", args=[row["mine__code"]]),
            at=row["mine__lease_until"],
            note=_("Promised by this day"),
            pill=_("With you"),
            tone="warm",
        )
        for row in rounds
        if row["mine__code"]
    ]
    if held:
        return held
    open_for_peers = [
        row["closes_at"]
        for row in rounds
        if row["reviewers"] == ReviewRound.ReviewerKind.PEER
        and row["opens_at"] <= now
        and (row["closes_at"] is None or now < row["closes_at"])
    ]
    if not open_for_peers:
        return []
    return _owed(screen, min((day for day in open_for_peers if day), default=None))


def _rounds(session: TrainingSession, user: User) -> Any:
    """The review rounds of the session, each with a piece that the user holds; one query."""
    held = Q(slots__reviewer=user, slots__state__in=ReviewSlot.HELD)
    mine = ("mine__code", "mine__label", "mine__lease_until")
    return (
        ReviewRound.objects.filter(session=session)
        .annotate(mine=FilteredRelation("slots", condition=held))
        .order_by("mine__opened_at", "mine__pk")
        .values("reviewers", "opens_at", "closes_at", *mine)
    )


def _owed(screen: TeacherScreen, closes: datetime | None) -> list[Line]:
    """What completion still asks for of reviews, with the last day of the round, if it has one."""
    owed = next((line for line in screen.requirements if line.what == "reviews"), None)
    if owed is None or owed.is_met:
        return []
    return [
        Line(
            title=_("Review a colleague's project"),
            url=reverse("project_guide:reviews"),
            at=closes and closes - AN_INSTANT,  # the last day, not the midnight after it
            note=_("%(done)s of %(needed)s given") % {"done": owed.done, "needed": owed.needed},
        )
    ]


def _milestone_lines(screen: TeacherScreen, today: date) -> list[Line]:
    return [
        Line(
            title=str(milestone.get_kind_display()),
            at=milestone.ends_on,
            note=_("The stage ends on this day"),
        )
        for milestone in screen.milestones
        if today <= milestone.ends_on <= today + A_WEEK
    ]


def week_text(screen: TeacherScreen) -> str:
    """Where the session is, in words for the line above the heading."""
    assert screen.enrolment is not None
    session = screen.enrolment.session
    if screen.week < 1:
        return _("begins on %(day)s") % {"day": date_format(session.starts_on, "j E")}
    if screen.week > session.weeks:
        return _("ended on %(day)s") % {"day": date_format(session.ends_on, "j E")}
    return _("week %(week)s of %(weeks)s") % {"week": screen.week, "weeks": session.weeks}
