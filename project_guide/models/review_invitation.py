from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activity.models import Stateful
from core.codes import random_code
from core.prepared import Prepared
from people.models import Membership, User
from project_guide.models.card import Kind
from project_guide.models.project import Project, ProjectVersion
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot


class ReviewInvitationQuerySet(models.QuerySet["ReviewInvitation"]):
    def waiting(self, now: datetime) -> Self:
        """Asked, with time left to answer, for a place that is still there."""
        return self.filter(
            state=ReviewInvitation.State.SENT,
            answer_by__gt=now,
            slot__state=ReviewSlot.State.OPEN,
        )

    def to_be_closed(self, now: datetime) -> Self:
        """Those that can no longer be accepted, whatever the reason."""
        experts = Membership.objects.current(now).filter(
            person=models.OuterRef("person"),
            centre=models.OuterRef("round__session__centre"),
            role=Membership.Role.EXPERT,
        )
        return self.filter(
            Q(answer_by__lte=now)
            | ~Q(slot__state=ReviewSlot.State.OPEN, slot__isnull=False)
            | ~Q(version__project__state__in=Project.UNDER_REVIEW)
            | ~models.Exists(experts)
            | Q(person__is_active=False),
            state=ReviewInvitation.State.SENT,
        )


class ReviewInvitation(Stateful):
    """An expert asked for one review of a version, or in line to be asked for it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("In line")
        SENT = "sent", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        SILENT = "silent", _("No answer")
        REVOKED = "revoked", _("Withdrawn")

    MOVES = {
        State.PLANNED: {State.SENT, State.ACCEPTED, State.REVOKED},
        State.SENT: {State.ACCEPTED, State.DECLINED, State.SILENT, State.REVOKED},
    }
    OPEN: ClassVar = {State.PLANNED, State.SENT}
    ANSWERED: ClassVar = {State.ACCEPTED, State.DECLINED}

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="invitations")
    version = models.ForeignKey(
        ProjectVersion, on_delete=models.PROTECT, related_name="invitations"
    )
    slot = models.ForeignKey(
        ReviewSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="review_invitations")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    position = models.PositiveSmallIntegerField()  # in the line; smaller comes first
    score = models.PositiveSmallIntegerField()  # how well the topics match, 0 to 100
    wave = models.PositiveSmallIntegerField(default=0)  # 0: not asked yet
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline = models.CharField(max_length=10, choices=ReviewSlot.Decline.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    suggested_name = models.CharField(_("name"), max_length=200, blank=True)
    suggested_email = models.EmailField(_("e-mail"), blank=True)
    suggested_words = models.CharField(_("why this person"), max_length=300, blank=True)
    # The fingerprint of the link's token, never the token; the link is good for one use.
    token = models.CharField(max_length=64, unique=True, null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["version", "wave", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=Q(state__in=["planned", "sent", "accepted"]),
                name="one_live_invitation_a_pair",
            ),
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state="sent"), name="one_is_asked_for_a_slot"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | Q(slot__isnull=False, answer_by__isnull=False, token__isnull=False),
                name="asked_for_a_slot_until_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="answers_due", condition=Q(state="sent")),
            models.Index(fields=["person", "state"], name="invitations_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"

    def is_waiting(self, now: datetime) -> bool:
        """Whether it can be answered; as `waiting` asks for many."""
        return (
            self.state == self.State.SENT
            and self.answer_by is not None
            and self.answer_by > now
            and self.slot is not None
            and self.slot.state == ReviewSlot.State.OPEN
        )


class Asked(NamedTuple):
    """An invitation as lists show it."""

    code: str
    answer_by: datetime
    kind: str
    session_title: str

    @property
    def kind_display(self) -> str:
        return str(Kind(self.kind).label)


def waiting_for(user: User, now: datetime) -> list[Asked]:
    """Those that the user may answer, the most urgent first."""
    return [Asked(*row) for row in WAITING.rows(user.pk, user.centres("expert"), now)]


def _waiting(
    person: int, centres: tuple[int, ...], now: datetime
) -> models.QuerySet[ReviewInvitation, tuple[Any, ...]]:
    found = ReviewInvitation.objects.waiting(now)
    mine = found.filter(person=person, round__session__centre__in=centres).order_by("answer_by")
    return mine.values_list("code", "answer_by", "round__project_kind", "round__session__title")


WAITING = Prepared(_waiting)
