"""Groups: forming one, inviting by a link, joining, leaving, moving."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.actions import record, tell
from core.codes import fingerprint, secret_token
from core.refusals import Refused
from courses.models import Enrolment, Group, GroupInvitation, GroupMembership, TrainingSession
from people.models import User

LINK_IS_GOOD_FOR = timedelta(days=30)


@transaction.atomic
def form_group(
    session: TrainingSession, name: str, *, quota: int, by: User, tutor: User | None = None
) -> Group:
    """A tutor forms a group and leads it (or a coordinator forms one for `tutor`)."""
    if Group.objects.filter(session=session, name=name).exists():
        raise Refused(_("There is already a group of this name in the session."))
    group = Group.objects.create(session=session, name=name, quota=quota)
    group.tutors.add(tutor or by)
    record(group, "form", by=by)
    return group


@transaction.atomic
def set_quota(group: Group, quota: int, *, by: User) -> None:
    """More places in the group, or fewer, but never fewer than are taken.

    Raises:
        Refused: more people are in the group than that.
    """
    if not Group.objects.filter(pk=group.pk, taken__lte=quota).update(quota=quota):
        taken = Group.objects.values_list("taken", flat=True).get(pk=group.pk)
        raise Refused(
            ngettext(
                "%(number)s person is in the group already, so fewer places cannot be offered.",
                "%(number)s people are in the group already, so fewer places cannot be offered.",
                taken,
            )
            % {"number": taken}
        )
    record(group, "set_quota", by=by, before=str(group.quota), after=str(quota))
    group.quota = quota


@transaction.atomic
def change_tutors(group: Group, tutors: Iterable[User], *, by: User) -> None:
    """Let exactly these tutors lead the group from now on.

    Who led it before stays in its history. Those who come, those who go and the group's people
    are told.

    Raises:
        Refused: nobody would lead the group, or one of them is no tutor of the centre.
    """
    wanted = set(tutors)
    if not wanted:
        raise Refused(_("A group is led by one tutor at least."))
    if any(not tutor.holds("tutor", group.session.centre_id) for tutor in wanted):
        raise Refused(_("Only tutors of the centre lead its groups."))
    held = {row.tutor for row in group.tutorships.filter(until=None).select_related("tutor")}
    if wanted == held:
        return
    now = timezone.now()
    group.tutorships.filter(tutor__in=held - wanted).update(until=now)
    for tutor in wanted - held:
        group.tutorships.update_or_create(tutor=tutor, defaults={"since": now, "until": None})
    names = ", ".join(sorted(str(tutor) for tutor in wanted))
    codes = " ".join(sorted(tutor.code for tutor in wanted))
    step = record(group, "change_tutors", by=by, note=codes)
    _tell_of_tutors(group, came=wanted - held, went=held - wanted, names=names, key=step.pk)


def _tell_of_tutors(
    group: Group, *, came: set[User], went: set[User], names: str, key: int
) -> None:
    people = User.objects.filter(
        enrolments__group_memberships__group=group, enrolments__group_memberships__until=None
    )
    for template, told in [
        ("courses/notices/group_given", came),
        ("courses/notices/group_taken", went),
        ("courses/notices/new_tutor", set(people) - came - went),
    ]:
        for person in told:
            tell(person, template, key=f"step:{key}", group=group, names=names)


@transaction.atomic
def make_link(group: Group, *, by: User) -> str:
    """A new invitation link; the token is returned once, only its fingerprint is kept."""
    token = secret_token()
    invitation = GroupInvitation.objects.create(
        group=group,
        token=fingerprint(token),
        made_by=by,
        expires_at=timezone.now() + LINK_IS_GOOD_FOR,
    )
    record(invitation, "make", by=by)
    return token


@transaction.atomic
def revoke_link(invitation: GroupInvitation, *, by: User) -> None:
    open_ones = GroupInvitation.objects.filter(pk=invitation.pk, revoked_at=None)
    if open_ones.update(revoked_at=timezone.now()):
        record(invitation, "revoke", by=by)


def find_link(token: str) -> GroupInvitation | None:
    """The invitation behind a link, whether it can still be used or not."""
    return (
        GroupInvitation.objects.select_related("group__session__centre", "group__session__course")
        .filter(token=fingerprint(token))
        .first()
    )


def refusal_of_link(invitation: GroupInvitation) -> str:
    """Why the link gives no place now; empty when it does."""
    if invitation.revoked_at is not None:
        return _("This invitation was withdrawn. Ask the tutor for a new one.")
    if invitation.expires_at <= timezone.now():
        return _("This invitation has expired. Ask the tutor for a new one.")
    if not invitation.group.places_left:
        return _("The group is full. You can enrol in the session without a group.")
    return ""


@transaction.atomic
def follow_link(invitation: GroupInvitation, enrolment: Enrolment) -> None:
    """Join the group by its link.

    Raises:
        Refused: the link is withdrawn, expired, the group is full, or it is another session's.
    """
    if reason := refusal_of_link(invitation):
        raise Refused(reason)
    if join(enrolment, invitation.group, by=enrolment.teacher):
        GroupInvitation.objects.filter(pk=invitation.pk).update(joined=F("joined") + 1)


@transaction.atomic
def join(enrolment: Enrolment, group: Group, *, by: User) -> bool:
    """Put an enrolment into a group; an earlier group is left. False: it was in it already.

    Raises:
        Refused: the group is full, of another session, or the enrolment has no place.
    """
    if enrolment.session_id != group.session_id:
        raise Refused(_("This group belongs to another session."))
    if enrolment.state != Enrolment.State.ACTIVE:
        raise Refused(_("Only those who have a place in the session can join a group."))
    present = enrolment.group_memberships.filter(until=None).first()
    if present is not None and present.group_id == group.pk:
        return False
    if not Group.objects.take_place(group.pk):
        raise Refused(_("The group is full. You can enrol in the session without a group."))
    leave(enrolment, by=by)
    GroupMembership.objects.create(group=group, enrolment=enrolment, since=timezone.now())
    step = record(enrolment, "join_group", by=by, after=group.code)
    for tutor in group.leaders().exclude(pk=by.pk):
        tell(
            tutor,
            "courses/notices/joined",
            key=f"step:{step.pk}",
            mail=False,
            enrolment=enrolment,
            group=group,
        )
    return True


@transaction.atomic
def leave(enrolment: Enrolment, *, by: User) -> None:
    """End the present membership in a group, if there is one."""
    for membership in enrolment.group_memberships.filter(until=None):
        GroupMembership.objects.filter(pk=membership.pk).update(until=timezone.now())
        Group.objects.free_place(membership.group_id)
        record(enrolment, "leave_group", by=by, before=membership.group.code)
