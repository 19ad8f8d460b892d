"""Roles in a centre: inviting, accepting, giving, ending."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activity.actions import post, record, tell
from core.codes import fingerprint, secret_token
from core.refusals import Refused
from people.models import Centre, Invitation, Membership, User
from people.models.invitation import VALID_FOR


@transaction.atomic
def invite(centre: Centre, email: str, role: str, *, by: User) -> Invitation:
    """Offer a role to whoever owns the address; an earlier open offer of it is revoked.

    Raises:
        Refused: the person already holds the role.
    """
    now = timezone.now()
    email = email.lower()
    if Membership.objects.current(now).filter(centre=centre, role=role, person__email=email):
        raise Refused(_("This person already has the role in the centre."))
    Invitation.objects.open(now).filter(centre=centre, email=email, role=role).update(
        revoked_at=now
    )
    token = secret_token()
    invitation = Invitation.objects.create(
        centre=centre,
        email=email,
        role=role,
        token=fingerprint(token),
        invited_by=by,
        expires_at=now + VALID_FOR,
    )
    record(invitation, "invite", by=by)
    _send(invitation, token)
    return invitation


def _send(invitation: Invitation, token: str) -> None:
    link = settings.SITE_URL + reverse("people:invitation", args=[token])
    person = User.objects.filter(email=invitation.email).first()
    with translation.override(person.language if person else invitation.invited_by.language):
        text = render_to_string(
            "people/mails/invitation.txt", {"invitation": invitation, "link": link}
        )
        subject = _("Invitation: %(centre)s") % {"centre": invitation.centre}
    post(f"invitation:{invitation.pk}", to=invitation.email, subject=subject, text=text)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """Take an offer back before it is accepted.

    Raises:
        Refused: it was accepted or revoked before, or has expired.
    """
    now = timezone.now()
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(revoked_at=now):
        raise Refused(_("This invitation no longer works anyway."))
    record(invitation, "revoke", by=by)


def is_for(invitation: Invitation, person: User) -> bool:
    """Whether the person owns the address the offer was sent to."""
    return person.email.lower() == invitation.email.lower()


def find_invitation(token: str) -> Invitation | None:
    """The offer behind a link, whether it can still be used or not."""
    return (
        Invitation.objects.select_related("centre", "invited_by")
        .filter(token=fingerprint(token))
        .first()
    )


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> None:
    """Take the offered role. One use, by the owner of the address it was sent to.

    Raises:
        Refused: used, revoked, expired, or meant for another address.
    """
    if not is_for(invitation, by):
        raise Refused(_("This invitation was sent to another address. Sign in with that address."))
    taken = Invitation.objects.open(timezone.now()).filter(pk=invitation.pk).update(accepted_by=by)
    if not taken:
        raise Refused(_("This invitation was used or has expired. Ask for a new one."))
    give(by, invitation.centre, invitation.role, by=by)
    tell(
        invitation.invited_by,
        "people/notices/invitation_accepted",
        key=f"invitation-accepted:{invitation.pk}",
        invitation=invitation,
        who=by,
    )


@transaction.atomic
def give(person: User, centre: Centre, role: str, *, by: User | None) -> Membership:
    """Give a role from now on; whoever has it keeps it as it is."""
    membership, is_new = Membership.objects.get_or_create(
        person=person, centre=centre, role=role, until=None, defaults={"since": timezone.now()}
    )
    if is_new:
        record(membership, "give", by=by, after=role)
        person.__dict__.pop("roles", None)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: User) -> None:
    """End a role from now on; what was done in it stays.

    Raises:
        Refused: it would leave the centre without a coordinator, or the role has ended.
    """
    now = timezone.now()
    Centre.objects.select_for_update().get(pk=membership.centre_id)  # two ends at once wait here
    open_ones = Membership.objects.filter(centre=membership.centre, until=None)
    is_coordinator = membership.role == Membership.Role.COORDINATOR
    last = is_coordinator and open_ones.filter(role=membership.role).count() == 1
    if last:
        raise Refused(_("A centre keeps at least one coordinator."))
    if not open_ones.filter(pk=membership.pk).update(until=now):
        raise Refused(_("This role has already ended."))
    record(membership, "end", by=by, before=membership.role)
