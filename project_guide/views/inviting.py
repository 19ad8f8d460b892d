"""A coordinator's pages of invitations: who was asked for a project, who might be; the experts."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.refusals import refusals_as_messages
from core.requests import Request
from people.models import Centre, Membership, User
from people.permissions import can_manage_members, require
from project_guide.actions import answers
from project_guide.actions import invitations as actions
from project_guide.models import (
    Pause,
    Project,
    ProjectVersion,
    ReviewInvitation,
    ReviewRound,
    ReviewSlot,
)
from project_guide.models.decider import why_not
from project_guide.models.expertise import USUAL_CAP
from project_guide.models.match import candidates
from project_guide.views.deciding import find


@dataclass
class Matter:
    """A project's version with the experts, and whether this coordinator may see to it."""

    project: Project
    version: ProjectVersion
    round: ReviewRound
    reason: str = field(default="")  # why not


def matter_of(request: Request, code: str) -> Matter:
    project = find(request, code)
    review_round = get_object_or_404(
        ReviewRound.objects.select_related("session", "rubric"),
        session=project.enrolment.session_id,
        project_kind=project.kind,
        reviewers=ReviewRound.ReviewerKind.EXPERT,
    )
    version = project.latest()
    if version is None:
        raise Http404
    return Matter(project, version, review_round, why_not(project))


@require_safe
def inviting(request: Request, code: str) -> HttpResponse:
    found = matter_of(request, code)
    if found.reason:
        context = {"project": found.project, "reason": found.reason}
        return render(request, "project_guide/reviews/may_not_decide.html", context)
    now = timezone.now()
    asked = found.version.invitations.select_related("person").order_by("wave", "position", "pk")
    is_under_way = found.project.state == Project.State.EXPERT_REVIEW
    context = {
        "matter": found,
        "asked": [one for one in asked if one.sent_at or one.answered_at],
        "line": [one for one in asked if one.state == ReviewInvitation.State.PLANNED],
        "candidates": candidates(found.version, found.round, now) if is_under_way else [],
        "places": len(list(actions.places(found.version, found.round, now))),
        "is_under_way": is_under_way,
        "now": now,
    }
    return render(request, "project_guide/reviews/inviting.html", context)


def one_of(request: Request, code: str, one: str) -> ReviewInvitation:
    found = matter_of(request, code)
    invitation = get_object_or_404(
        found.version.invitations.select_related(
            "round__session__centre", "version__project", "person", "slot"
        ),
        code=one,
    )
    require(not found.reason)
    return invitation


@require_POST
def invite(request: Request, code: str) -> HttpResponse:
    found = matter_of(request, code)
    require(not found.reason)
    person = get_object_or_404(experts_of(found), code=request.POST.get("person", ""))
    with refusals_as_messages(request):
        actions.invite(found.version, found.round, person, by=request.user)
        messages.success(request, _("%(who)s is asked.") % {"who": person})
    return redirect("project_guide:inviting", code)


def experts_of(found: Matter) -> Any:
    held = Membership.objects.current(timezone.now()).filter(
        centre=found.round.session.centre_id, role=Membership.Role.EXPERT
    )
    return User.objects.filter(pk__in=held.values("person"))


@require_POST
def revoke(request: Request, code: str, one: str) -> HttpResponse:
    invitation = one_of(request, code, one)
    with refusals_as_messages(request):
        actions.revoke(invitation, by=request.user)
        messages.success(request, after_revoking(invitation))
    return redirect("project_guide:inviting", code)


def after_revoking(invitation: ReviewInvitation) -> str:
    if invitation.slot is None:
        return _("%(who)s is not in line any more.") % {"who": invitation.person}
    following = ReviewInvitation.objects.filter(
        slot=invitation.slot, state=ReviewInvitation.State.SENT
    )
    if asked := following.select_related("person").first():
        return _("The invitation is withdrawn; %(who)s is asked now.") % {"who": asked.person}
    return _("The invitation is withdrawn. Nobody is in line: the place is open to every expert.")


@require_POST
def resend(request: Request, code: str, one: str) -> HttpResponse:
    invitation = one_of(request, code, one)
    with refusals_as_messages(request):
        actions.resend(invitation, by=request.user)
        messages.success(request, _("The letter is sent again, with the whole time to answer."))
    return redirect("project_guide:inviting", code)


@require_POST
def follow(request: Request, code: str, one: str) -> HttpResponse:
    """Invite the person who was suggested into the role of an expert."""
    invitation = one_of(request, code, one)
    require(can_manage_members(request.user, invitation.round.session.centre))
    with refusals_as_messages(request):
        answers.follow(invitation, by=request.user)
        messages.success(request, _("The invitation is on its way. It is good for 7 days."))
    return redirect("project_guide:inviting", code)


@require_safe
def experts(request: Request, code: str) -> HttpResponse:
    """What the experts of a centre review, how much, and when not."""
    centre = get_object_or_404(Centre, code=code)
    if not can_manage_members(request.user, centre):
        raise Http404
    held = Membership.objects.current(timezone.now()).filter(
        centre=centre, role=Membership.Role.EXPERT
    )
    pauses = Pause.objects.not_over(timezone.localdate())
    mine = Q(review_slots__round__session__centre=centre) & Q(
        review_slots__round__reviewers=ReviewRound.ReviewerKind.EXPERT
    )
    people = (
        User.objects.filter(pk__in=held.values("person"))
        .select_related("expertise")
        .prefetch_related(Prefetch("pauses", queryset=pauses, to_attr="coming"))
        .annotate(
            given=Count("review_slots", filter=mine & Q(review_slots__state="submitted")),
            in_hand=Count(
                "review_slots", filter=mine & Q(review_slots__state=ReviewSlot.State.LEASED)
            ),
        )
    )
    context = {"centre": centre, "people": people, "usual": USUAL_CAP}
    return render(request, "project_guide/reviews/experts.html", context)
