"""A coordinator's page of who is too near to whom in a session: said conflicts, and people who
have two accounts."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import sheets
from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.models import TrainingSession
from people.actions.accounts import join_accounts, part_accounts
from people.models import User
from project_guide.actions import conflicts as actions
from project_guide.forms.conflicts import NameConflict, NamePair
from project_guide.models import DeclaredConflict
from project_guide.participants import participants_of
from project_guide.views.rounds import find


def standing(session: TrainingSession) -> QuerySet[DeclaredConflict]:
    return (
        DeclaredConflict.objects.standing()
        .of_people(participants_of(session))
        .select_related("person", "other", "project", "declared_by")
    )


def namesakes(people: QuerySet[User]) -> list[User]:
    """People of the same name who are not known to be one person: perhaps they are."""
    names = people.order_by().annotate(last=Lower("last_name"), first=Lower("first_name"))
    twice = (
        names.values("last", "first")
        .annotate(number=Count("pk"), known=Count("first_account"))
        .filter(number__gt=F("known") + 1)
    )
    pairs = Q(pk__in=[])
    for row in twice[:20]:
        pairs |= Q(last=row["last"], first=row["first"])
    return list(names.filter(pairs).order_by("last", "first", "pk")) if pairs else []


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    people = participants_of(session)
    sent = request.POST.get("form", "")
    forms = {
        "conflict": NameConflict(people, request.POST if sent == "conflict" else None, "c"),
        "accounts": NamePair(people, request.POST if sent == "accounts" else None, "a"),
    }
    form = forms.get(sent)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            keep(request, sent, form.cleaned_data)
            return redirect("project_guide:conflicts", code)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "session": session,
        "conflicts": standing(session),
        "doubles": people.filter(first_account__isnull=False).select_related("first_account"),
        "namesakes": namesakes(people),
        "conflict_form": forms["conflict"],
        "accounts_form": forms["accounts"],
    }
    return render(request, "project_guide/reviews/conflicts.html", context)


def keep(request: Request, what: str, said: dict[str, Any]) -> None:
    if what == "conflict":
        actions.declare(said["one"], said["other"], note=said["note"], by=request.user)
        messages.success(request, _("Kept. From now on neither of the two reviews the other."))
    else:
        join_accounts(said["one"], said["other"], by=request.user)
        messages.success(request, _("Kept. For reviewing the two accounts are one person."))


@require_POST
def end(request: Request, code: str, pk: int) -> HttpResponse:
    session = find(request, code)
    actions.end(get_object_or_404(standing(session), pk=pk), by=request.user)
    messages.success(request, _("The conflict is over."))
    return redirect("project_guide:conflicts", code)


@require_POST
def part(request: Request, code: str, person: str) -> HttpResponse:
    session = find(request, code)
    found = get_object_or_404(participants_of(session), code=person)
    with refusals_as_messages(request):
        part_accounts(found, by=request.user)
        messages.success(request, _("The two accounts count as two people again."))
    return redirect("project_guide:conflicts", code)


def head() -> list[str]:
    return [_("Person"), _("Must not review"), _("Why"), _("Said by"), _("Since")]


def rows(session: TrainingSession) -> Iterator[list[Any]]:
    for row in standing(session):
        about = str(row.other or row.project or row.email)
        yield [str(row.person), about, row.note, str(row.declared_by), row.declared_at]


@require_safe
def xlsx(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    return sheets.as_xlsx(f"conflicts-{session.code}", head(), rows(session))


@require_safe
def csv(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    return sheets.as_csv(f"conflicts-{session.code}", head(), rows(session))
