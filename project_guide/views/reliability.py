"""A coordinator's page of how far reviewers agree, and the same figures as sheets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import sheets
from core.requests import Request
from courses.models import TrainingSession
from project_guide.reliability.sheets import ENOUGH
from project_guide.views.rounds import find

if TYPE_CHECKING:
    from project_guide.reliability.lines import Line
    from project_guide.reliability.report import Report


def reports_of(session: TrainingSession) -> "list[Report]":
    from project_guide.reliability import report  # NumPy is heavy, and few look here

    return report.reports_of(session)


@require_safe
def reliability(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    context = {"session": session, "reports": reports_of(session), "enough": ENOUGH}
    return render(request, "project_guide/reviews/reliability.html", context)


def named(report: "Report") -> list[str]:
    found = report.round
    return [found.get_project_kind_display(), found.get_reviewers_display()]


def criteria_head() -> list[str]:
    return [
        _("Kind of project"),
        _("Reviewers"),
        _("Criterion"),
        _("Projects marked twice"),
        _("Versions marked twice"),
        _("Alpha"),
        _("95 % interval, from"),
        _("95 % interval, to"),
        _("In words"),
        _("Projects compared"),
        _("Same level, %"),
        _("Within one level, %"),
    ]


def criteria(reports: "list[Report]") -> Iterator[list[Any]]:
    for report in reports:
        for line in report.lines:
            yield [*named(report), *cells(line)]


def cells(line: "Line") -> list[Any]:
    between, found = line.interval, line.shares
    told = found if line.has_shares else None
    return [
        line.title,
        line.projects,
        line.versions,
        line.alpha,
        between and between.low,
        between and between.high,
        line.reading,
        found and found.projects,
        told and told.same_percent,
        told and told.near_percent,
    ]


def reviewers_head() -> list[str]:
    return [
        _("Kind of project"),
        _("Reviewers"),
        _("Surname"),
        _("Given name and patronymic"),
        _("Versions marked with others"),
        _("Points of the total against the others"),
        _("Levels against the others"),
    ]


def reviewers(reports: "list[Report]") -> Iterator[list[Any]]:
    for report in reports:
        for row in report.tendencies:
            person, severity = row.reviewer, row.severity
            figures = [severity.versions, round(severity.points, 1), round(severity.levels, 2)]
            yield [*named(report), person.last_name, person.first_name, *figures]


@require_safe
def xlsx(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    return sheets.as_xlsx(
        f"agreement-{session.code}", criteria_head(), criteria(reports_of(session))
    )


@require_safe
def csv(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    return sheets.as_csv(
        f"agreement-{session.code}", criteria_head(), criteria(reports_of(session))
    )


@require_safe
def reviewers_xlsx(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    return sheets.as_xlsx(
        f"reviewers-{session.code}", reviewers_head(), reviewers(reports_of(session))
    )


@require_safe
def reviewers_csv(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    return sheets.as_csv(
        f"reviewers-{session.code}", reviewers_head(), reviewers(reports_of(session))
    )
