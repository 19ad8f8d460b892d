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
    if Membership.objects.current(now).filter(
        centre=centre, role=role, person__email__iexact=email
    ):
        raise Refused(_("This person already has the role in the centre."))
    Invitation.objects.open(now).filter(centre=centre, email__iexact=email, role=role).update(
        revoked_at=now
    )
    token = secret_token()
    invitation = Invitation.objects.create(
        centre=centre,
        email=email.lower(),
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
    person = User.objects.filter(email__iexact=invitation.email).first()
    with translation.override(person.language if person else invitation.invited_by.language):
        text = render_to_string(
            "people/mails/invitation.txt", {"invitation": invitation, "link": link}
        )
        subject = _("Invitation: %(centre)s") % {"centre": invitation.centre}
    post(f"invitation:{invitation.pk}", to=invitation.email, subject=subject, text=text)


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
    if by.email.lower() != invitation.email.lower():
        raise Refused(
            _("This invitation was sent to another address. Sign in with that address.")
        )
    taken = (
        Invitation.objects.open(timezone.now()).filter(pk=invitation.pk).update(accepted_by=by)
    )
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
    open_ones = Membership.objects.filter(centre=membership.centre, until=None)
    last = (
        membership.role == Membership.Role.COORDINATOR
        and open_ones.select_for_update().filter(role=membership.role).count() == 1
    )
    if last:
        raise Refused(_("A centre keeps at least one coordinator."))
    if not open_ones.filter(pk=membership.pk).update(until=now):
        raise Refused(_("This role has already ended."))
    record(membership, "end", by=by, before=membership.role)
