"""A coordinator's first screen: the funnel, groups by risk, the review queue, fourteen days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from courses.models import CoursePage, Enrolment, Group, Milestone, TrainingSession
from desk.screens.shared import Line
from people.models import Centre, User
from project_guide.models import Decision, Project, ReviewSlot

State = Project.State
AHEAD = timedelta(days=14)
MOST_GROUPS = 10


@dataclass
class Number:
    """A figure that opens the people or projects behind it."""

    value: int
    label: str
    url: str
    tone: str = ""


@dataclass
class SessionRow:
    session: TrainingSession
    funnel: list[Number]


@dataclass
class CoordinatorScreen:
    centres: list[Centre]
    sessions: list[SessionRow]
    groups: list[Any]  # with `members`, `projects`, `sent`: those with least sent first
    queue: list[Number]
    ahead: list[Line]
    courses: list[CoursePage]


def coordinator_screen(user: User, now: datetime) -> CoordinatorScreen:
    centres = list(Centre.objects.filter(pk__in=user.roles.get("coordinator", set())))
    sessions = list(
        TrainingSession.objects.of_coordinator(user)
        .coming(now.date())
        .select_related("course", "centre")
        .order_by("starts_on")
    )
    return CoordinatorScreen(
        centres=centres,
        sessions=_funnels(sessions),
        groups=_groups(sessions),
        queue=_queue(user),
        ahead=_ahead(sessions, now),
        courses=list(CoursePage.objects.filter(centre__in=centres).order_by("title")),
    )


def _funnels(sessions: list[TrainingSession]) -> list[SessionRow]:
    counted: dict[int, dict[str, int]] = {}
    rows = (
        Enrolment.objects.filter(session__in=sessions)
        .order_by()
        .values_list("session", "state")
        .annotate(number=Count("pk"))
    )
    for session, state, number in rows:
        counted.setdefault(session, {})[state] = number
    return [
        SessionRow(session, _funnel(session, counted.get(session.pk, {}))) for session in sessions
    ]


def _funnel(session: TrainingSession, counts: dict[str, int]) -> list[Number]:
    people = reverse("courses:enrolments", args=[session.code])
    states = Enrolment.State
    shown = [
        (states.ACTIVE, ""),
        (states.WAITING, "warm"),
        (states.ON_BREAK, ""),
        (states.COMPLETED, "good"),
        (states.WITHDRAWN, ""),
    ]
    return [
        Number(
            counts.get(state, 0),
            str(state.label),
            f"{people}?{urlencode({'state': state.value})}",
            tone if counts.get(state) else "",
        )
        for state, tone in shown
    ]


def _groups(sessions: list[TrainingSession]) -> list[Any]:
    """Those most at risk: with the smallest share of projects sent, of whatever many groups."""
    present = Q(memberships__until=None)
    draft = Q(memberships__enrolment__project__state=State.DRAFT)
    begun = Q(memberships__enrolment__project__isnull=False)
    return list(
        Group.objects.filter(session__in=sessions)
        .select_related("session")
        .annotate(
            members=Count("memberships", filter=present),
            sent=Count("memberships", filter=present & begun & ~draft),
            projects=Count("memberships", filter=present & begun),
        )
        .order_by(F("sent") * 100 / (F("members") + 1), "name")[:MOST_GROUPS]
    )


def _queue(user: User) -> list[Number]:
    """What goes on in review; three queries."""
    projects = dict(
        Project.objects.coordinated_by(user)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    centres = user.roles.get("coordinator", set())
    slots = ReviewSlot.objects.filter(round__session__centre__in=centres).aggregate(
        open=Count("pk", filter=Q(state=ReviewSlot.State.OPEN)),
        taken=Count("pk", filter=Q(state=ReviewSlot.State.LEASED)),
    )
    decisions = reverse("project_guide:decisions")
    releases = reverse("project_guide:releases")
    return [
        Number(projects.get(State.PEER_REVIEW, 0), _("in peer review"), releases),
        Number(projects.get(State.EXPERT_REVIEW, 0), _("in expert review"), decisions),
        Number(
            Decision.objects.waiting_for(user).count(),
            _("prepared, to be released"),
            reverse("project_guide:prepared"),
        ),
        Number(projects.get(State.ACCEPTED_WITH_EDITS, 0), _("waiting for edits"), decisions),
        Number(
            projects.get(State.ACCEPTED, 0),
            _("to be published"),
            f"{decisions}?show=accepted",
            "good" if projects.get(State.ACCEPTED) else "",
        ),
        Number(slots["open"] + slots["taken"], _("reviews outstanding"), releases),
    ]


def _ahead(sessions: list[TrainingSession], now: datetime) -> list[Line]:
    last = now.date() + AHEAD
    milestones = (
        Milestone.objects.filter(session__in=sessions)
        .filter(
            Q(starts_on__gte=now.date(), starts_on__lte=last)
            | Q(ends_on__gte=now.date(), ends_on__lte=last)
        )
        .select_related("session")
    )
    lines: list[tuple[date, Line]] = []
    for milestone in milestones:
        name = milestone.get_kind_display()
        url = reverse("courses:session", args=[milestone.session.code])
        note = str(milestone.session)
        if now.date() <= milestone.starts_on <= last:
            title = _("%(milestone)s: the first day") % {"milestone": name}
            day = milestone.starts_on
            lines.append((day, Line(title, url, day, note)))
        if now.date() <= milestone.ends_on <= last:
            title = _("%(milestone)s: the last day") % {"milestone": name}
            day = milestone.ends_on
            lines.append((day, Line(title, url, day, note)))
    return [line for _day, line in sorted(lines, key=itemgetter(0))]
