"""A coordinator's page of the review rounds of a session: their rules and how they stand."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import Refused, refusals_as_messages
from core.requests import Request
from courses.models import Enrolment, TrainingSession
from people.models import Membership
from project_guide.actions import rounds as actions
from project_guide.forms.calibration import PairsForm
from project_guide.forms.round import RoundForm
from project_guide.models import ReviewRound, ReviewSlot
from project_guide.models.choice import Somebody, too_few
from project_guide.models.project import KIND_OF_TRACK
from project_guide.models.supply import Supply

State = ReviewSlot.State


@dataclass(frozen=True)
class Standing:
    """A round with what its page says of it."""

    round: ReviewRound
    state: str
    tone: str
    warnings: list[str]
    supply: Supply


@dataclass(frozen=True)
class People:
    """Who may be near to whom in a session."""

    by_kind: dict[str, list[Somebody]]
    peers: list[Somebody]
    experts: list[Somebody]


def find(request: Request, code: str) -> TrainingSession:
    sessions = TrainingSession.objects.of_coordinator(request.user)
    return get_object_or_404(sessions.select_related("centre", "course"), code=code)


@require_safe
def rounds(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    people = people_of(session)
    now = timezone.now()
    context = {
        "session": session,
        "standings": [standing(found, people, now) for found in counted(session)],
    }
    return render(request, "project_guide/reviews/rounds.html", context)


def counted(session: TrainingSession) -> QuerySet[ReviewRound]:
    def slots(state: str) -> Count:
        return Count("slots", filter=Q(slots__state=state), distinct=True)

    return (
        ReviewRound.objects.filter(session=session)
        .annotate(
            versions=Count("slots__version", distinct=True),
            open_slots=slots(State.OPEN),
            taken_slots=slots(State.LEASED),
            done_slots=slots(State.SUBMITTED),
        )
        .select_related("rubric", "session")
        .order_by("project_kind", "-reviewers")
    )


def standing(found: ReviewRound, people: People, now: datetime) -> Standing:
    state, tone = _("Closed"), ""
    if now < found.opens_at:
        state, tone = _("Not open yet"), ""
    elif found.is_open(now):
        state, tone = _("Open"), "good"
    return Standing(found, state, tone, warnings(found, people), supply(found, people))


def promises_moved(found: ReviewRound, form: RoundForm) -> str:
    """That authors who wait see another promised day; empty when none does."""
    if not form.is_bound or not {"schedule", "opens_at", "closes_at", "promise_days"} & set(
        form.changed_data
    ):
        return ""
    waiting = found.slots.filter(state__in=[State.OPEN, *ReviewSlot.HELD])
    number = waiting.order_by().values("version").distinct().count()
    if not number:
        return ""
    return ngettext(
        "The promised day of %(number)d work that waits moves with these rules; its author sees "
        "the new one.",
        "The promised days of %(number)d works that wait move with these rules; their authors see "
        "the new ones.",
        number,
    ) % {"number": number}


def supply(found: ReviewRound, people: People) -> Supply:
    """What the rules ask of the people of the session, if every author sends one version."""
    reviewers = people.experts if found.is_for_experts else people.peers
    return Supply(
        versions=len(people.by_kind.get(found.project_kind, [])),
        wanted=found.wanted,
        reviewers=len(reviewers),
        load_cap=found.load_cap,
    )


def warnings(found: ReviewRound, people: People) -> list[str]:
    texts = [shortage(supply(found, people)), warning(found, people), below_what_is_asked(found)]
    return [text for text in texts if text]


def shortage(found: Supply) -> str:
    """That reviewers are too few, with numbers that would do; empty when they are enough."""
    if not found.is_short:
        return ""
    text = in_numbers(found)
    if found.enough_wanted:
        text += " " + _("With these people, want %(number)s of each version.") % {
            "number": found.enough_wanted
        }
    if found.enough_cap:
        text += " " + _("Or let one person give up to %(number)s.") % {"number": found.enough_cap}
    return text


def in_numbers(found: Supply) -> str:
    return _(
        "%(versions)s versions × %(wanted)s reviews need %(need)s; "
        "%(reviewers)s reviewers × %(cap)s give %(offer)s."
    ) % {
        "versions": found.versions,
        "wanted": found.wanted,
        "need": found.need,
        "reviewers": found.reviewers,
        "cap": found.load_cap,
        "offer": found.offer,
    }


def warning(found: ReviewRound, people: People) -> str:
    """What the rules leave too little of; empty when all is well."""
    authors = people.by_kind.get(found.project_kind, [])
    reviewers = people.experts if found.is_for_experts else people.peers
    short = len(
        too_few(
            authors,
            reviewers,
            wanted=found.wanted,
            same_school=found.exclude_same_school,
            same_group=found.exclude_same_group,
        )
    )
    if not short:
        return ""
    return ngettext(
        "With these rules %(short)d of %(all)d authors would find fewer than %(wanted)d "
        "reviewer. Allow the same group or school, or want fewer reviews.",
        "With these rules %(short)d of %(all)d authors would find fewer than %(wanted)d "
        "reviewers. Allow the same group or school, or want fewer reviews.",
        found.wanted,
    ) % {"short": short, "all": len(authors), "wanted": found.wanted}


def below_what_is_asked(found: ReviewRound) -> str:
    """That nobody could give the reviews which completion wants."""
    if found.is_for_experts or found.load_cap >= found.session.reviews_to_give:
        return ""
    return _(
        "Completion asks everybody for %(asked)d reviews, and one person may give %(cap)d here."
    ) % {"asked": found.session.reviews_to_give, "cap": found.load_cap}


def people_of(session: TrainingSession) -> People:
    places = (
        session.enrolments.filter(state=Enrolment.State.ACTIVE)
        .select_related("teacher")
        .prefetch_related("group_memberships")
    )
    by_kind: dict[str, list[Somebody]] = {}
    peers = []
    for place in places:
        groups = frozenset(row.group_id for row in place.group_memberships.all())
        person = Somebody(place.teacher_id, place.teacher.school, groups)
        peers.append(person)
        if kind := KIND_OF_TRACK.get(place.track):
            by_kind.setdefault(kind, []).append(person)
    return People(by_kind, peers, experts_of(session))


def experts_of(session: TrainingSession) -> list[Somebody]:
    current = Membership.objects.current(timezone.now()).filter(
        centre=session.centre_id, role=Membership.Role.EXPERT
    )
    rows = current.values_list("person", "person__school")
    return [Somebody(pk, school, frozenset()) for pk, school in rows]


@require_POST
def plan(request: Request, code: str) -> HttpResponse:
    session = find(request, code)
    with refusals_as_messages(request):
        actions.plan(session, by=request.user)
        messages.success(request, _("The rounds are planned. Change their rules as you need."))
    return redirect("project_guide:rounds", code)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, code: str, round_code: str) -> HttpResponse:
    session = find(request, code)
    found = get_object_or_404(session.review_rounds.select_related("rubric"), code=round_code)
    form = RoundForm(request.POST or None, instance=found)
    looks = "look" in request.POST
    if request.method == "POST" and form.is_valid() and not looks:
        try:
            actions.change(form.save(commit=False), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rules of the round are saved."))
            if moved := promises_moved(found, form):
                messages.warning(request, moved)
            return redirect("project_guide:rounds", code)
    return show_rules(request, found, form, PairsForm(found), looks=looks)


def show_rules(
    request: Request,
    found: ReviewRound,
    form: RoundForm,
    pairs: PairsForm,
    *,
    looks: bool = False,
) -> HttpResponse:
    """The forms of a round, with what the rules in them ask of the people there are."""
    people = people_of(found.session)
    numbers = supply(found, people)
    context = {
        "session": found.session,
        "round": found,
        "form": form,
        "pairs": pairs,
        "looks": looks and not form.errors,
        "numbers": "" if numbers.is_short else in_numbers(numbers),
        "warnings": [*warnings(found, people), *filter(None, [promises_moved(found, form)])],
    }
    return render(request, "project_guide/reviews/change_round.html", context)
