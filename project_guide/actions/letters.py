"""What experts and coordinators are told about invitations."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activity.actions import post, tell
from people.models import Membership
from project_guide.models import ProjectVersion, ReviewInvitation, ReviewRound


def write(invitation: ReviewInvitation, token: str) -> None:
    """A notice in the app, and a letter with the link: the secret stands in the letter alone."""
    key = f"review-invitation:{invitation.pk}:{invitation.token}"
    context = {"invitation": invitation, "review_round": invitation.round}
    person = invitation.person
    tell(person, "project_guide/notices/invited", key=key, mail=False, **context)
    link = settings.SITE_URL + reverse("project_guide:enter", args=[token])
    with translation.override(person.language), timezone.override(person.zone):
        text = render_to_string("project_guide/mails/invited.txt", {**context, "link": link})
        subject = _("Will you review a project? Please answer by %(day)s") % {
            "day": _day(invitation)
        }
    post(key, to=person.email, recipient=person, subject=subject, text=text)


def _day(invitation: ReviewInvitation) -> str:
    assert invitation.answer_by is not None
    return date_format(timezone.localtime(invitation.answer_by), "j E")


def tell_experts(version: ProjectVersion, review_round: ReviewRound) -> None:
    """Once a day and round, however many projects come: experts look into their queue.

    Whoever was asked for this version has heard of it.
    """
    now = timezone.now()
    members = Membership.objects.current(now).filter(
        centre=review_round.session.centre_id, role=Membership.Role.EXPERT
    )
    asked = version.invitations.exclude(state=ReviewInvitation.State.PLANNED)
    for membership in members.exclude(person__in=asked.values("person")).select_related("person"):
        tell(
            membership.person,
            "project_guide/notices/wanted",
            key=f"wanted:{review_round.pk}:{now.date()}",
            review_round=review_round,
        )


def tell_nobody_left(version: ProjectVersion, review_round: ReviewRound) -> None:
    """Coordinators hear once that a version has nobody in line."""
    coordinators = Membership.objects.current(timezone.now()).filter(
        centre=review_round.session.centre_id, role=Membership.Role.COORDINATOR
    )
    for membership in coordinators.select_related("person"):
        tell(
            membership.person,
            "project_guide/notices/nobody_left",
            key=f"nobody-left:{version.pk}:{review_round.pk}",
            project=version.project,
        )
