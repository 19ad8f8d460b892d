"""The people of a session for its coordinator: one queryset for the page and for the sheets."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import sheets
from core.requests import Request
from courses.forms import Filter
from courses.models import Enrolment, TrainingSession
from courses.models.standing import with_standing
from courses.views.manage import find

ON_A_PAGE = 25


def chosen(request: Request, session: TrainingSession) -> tuple[QuerySet[Enrolment], Filter]:
    """The enrolments the reader filtered for."""
    form = Filter(request.GET, groups=session.groups.all())
    found = Enrolment.objects.filter(session=session).chosen(**form.chosen)
    return found.order_by("teacher__last_name", "teacher__first_name", "pk"), form


@require_safe
def enrolments(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    found, form = chosen(request, session)
    page = Paginator(with_standing(found), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": session,
        "form": form,
        "is_filtered": bool(form.chosen),
        "page": page,
        "states": states(session),
        "groups": session.groups.with_leaders(),
        "query": request.GET.urlencode(),
    }
    return render(request, "courses/manage/enrolments.html", context)


def states(session: TrainingSession) -> list[dict[str, Any]]:
    """How many are in each state; each number opens the people behind it. One query."""
    counts = session.enrolments.count_by_state()
    return [
        {"value": counts[state], "label": str(state.label), "url": f"?state={state.value}"}
        for state in Enrolment.State
        if counts.get(state)
    ]


def head() -> list[str]:
    return [
        _("Surname"),
        _("Given name and patronymic"),
        _("E-mail"),
        _("School"),
        _("State"),
        _("Track"),
        _("Group"),
        _("Applied"),
        _("Lessons done"),
        _("Answers right"),
        _("Answers wrong"),
        _("Code"),
    ]


def row(enrolment: Any) -> list[Any]:
    teacher = enrolment.teacher
    return [
        teacher.last_name,
        teacher.first_name,
        teacher.email,
        teacher.school,
        enrolment.get_state_display(),
        enrolment.get_track_display(),
        enrolment.group_name or "",
        enrolment.applied_at,
        enrolment.done_count,
        enrolment.checks_right,
        enrolment.checks_wrong,
        enrolment.code,
    ]


@require_safe
def xlsx(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    rows = (row(one) for one in with_standing(chosen(request, session)[0]).iterator())
    return sheets.as_xlsx(f"session-{session.code}", head(), rows)


@require_safe
def csv(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    rows = (row(one) for one in with_standing(chosen(request, session)[0]).iterator())
    return sheets.as_csv(f"session-{session.code}", head(), rows)
