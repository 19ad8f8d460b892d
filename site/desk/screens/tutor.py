"""A tutor's first screen: who waits, who is behind, who is silent, what is this week."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Authorship, CoursePage, Enrolment, Group, Milestone
from courses.models.outline import outline_of
from courses.models.standing import with_standing
from desk.screens.shared import Line
from discussions.models import Post
from people.models import User
from project_guide.models import Project, ReviewSlot, SectionThread
from project_guide.models.card import SECTION_TITLES

SILENT_AFTER = timedelta(days=14)


@dataclass
class GroupRow:
    group: Group
    members: int = 0
    behind: list[Enrolment] = field(default_factory=list)
    silent: list[Enrolment] = field(default_factory=list)
    on_break: int = 0


@dataclass
class TutorScreen:
    groups: list[GroupRow]
    waiting: list[Line]
    this_week: list[Line]
    projects: list[Any]
    courses: list[CoursePage]  # those whose materials the tutor writes


def tutor_screen(user: User, now: datetime) -> TutorScreen:
    groups = list(
        Group.objects.led_by(user)
        .filter(session__ends_on__gte=now.date() - timedelta(days=30))
        .select_related("session__course", "session__centre")
        .order_by("-session__starts_on", "name")
    )
    projects = _projects(user, groups)
    return TutorScreen(
        groups=_rows(groups, now),
        waiting=[*_comments(user), *_sheets(projects)],
        this_week=_this_week(groups, now),
        projects=projects,
        courses=[authorship.course for authorship in Authorship.objects.of(user)],
    )


def _rows(groups: list[Group], now: datetime) -> list[GroupRow]:
    """One query for all members, one for the lessons of each course."""
    rows = {group.pk: GroupRow(group) for group in groups}
    due = {group.session.course_id: 0 for group in groups}
    for group in {group.session.course_id: group for group in groups}.values():
        week = group.session.week_of(group.session.today(now))
        due[group.session.course_id] = len(
            outline_of(group.session.course).due(group.session, week)
        )
    members = Enrolment.objects.filter(
        group_memberships__group__in=rows, group_memberships__until=None
    )
    by_code = {row.group.code: row for row in rows.values()}
    standing: Any = with_standing(members.present())
    for member in standing:
        row = by_code[member.group_code]
        row.members += 1
        _judge(row, member, due[row.group.session.course_id], now)
    return list(rows.values())


def _judge(row: GroupRow, member: Any, due: int, now: datetime) -> None:
    if member.state == Enrolment.State.ON_BREAK:
        row.on_break += 1
        return
    if member.done_count < due:
        row.behind.append(member)
    if now - (member.last_activity or member.applied_at) > SILENT_AFTER:
        row.silent.append(member)


def _comments(user: User) -> list[Line]:
    """Sections of drafts where an author spoke last and waits for the tutor."""
    last = Post.objects.filter(thread=OuterRef("thread")).order_by("-at", "-pk")
    rows = (
        SectionThread.objects.filter(project__in=Project.objects.tutored_by(user).editable())
        .annotate(
            speaker=Subquery(last.values("author")[:1]), spoken=Subquery(last.values("at")[:1])
        )
        .exclude(speaker=user.pk)
        .exclude(speaker=None)
        .select_related("project")
        .only("section", "project__code", "project__title")
        .order_by("spoken")[:10]
    )
    return [
        Line(
            title=_("Answer about “%(project)s”: %(section)s")
            % {"project": row.project, "section": SECTION_TITLES[row.section]},
            url=reverse("project_guide:section", args=[row.project.code, row.section]),
            at=row.spoken,
            pill=_("Waits for you"),
            tone="warm",
        )
        for row in rows
    ]


def _projects(user: User, groups: list[Group]) -> list[Any]:
    """Those of the tutor's people, each with `sheets_since`: when the first sheet came that waits
    to be given to the author."""
    waiting = ReviewSlot.objects.filter(
        version__project=OuterRef("pk"),
        state=ReviewSlot.State.SUBMITTED,
        review__released_at=None,
    ).order_by("review__submitted_at")
    return list(
        Project.objects.tutored_by(user)
        .filter(enrolment__session__in={group.session_id for group in groups})
        .annotate(sheets_since=Subquery(waiting.values("review__submitted_at")[:1]))
        .select_related("owner")
        .only("code", "title", "state", "owner__first_name", "owner__last_name", "owner__email")
        .order_by("owner__last_name")
    )


def _sheets(projects: list[Any]) -> list[Line]:
    """Projects whose peers have handed in sheets that the author has not been given."""
    return [
        Line(
            title=_("Give the reviewers' sheets of “%(project)s” to the author")
            % {"project": project},
            url=reverse("project_guide:release", args=[project.code]),
            at=project.sheets_since,
            pill=_("Waits for you"),
            tone="warm",
        )
        for project in projects
        if project.sheets_since and project.state == Project.State.PEER_REVIEW
    ]


def _this_week(groups: list[Group], now: datetime) -> list[Line]:
    sessions = {group.session_id: group.session for group in groups}
    milestones = (
        Milestone.objects.filter(
            session__in=sessions,
            ends_on__gte=now.date(),
            ends_on__lte=now.date() + timedelta(days=7),
        )
        .select_related("session")
        .order_by("ends_on")
    )
    return [
        Line(
            title=_("%(milestone)s: the last day") % {"milestone": m.get_kind_display()},
            url=reverse("courses:session", args=[m.session.code]),
            at=m.ends_on,
            note=str(m.session),
        )
        for m in milestones
    ]
