from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activity.models import Stateful
from core.codes import random_code
from courses.models import Enrolment, Track
from discussions.models import Thread
from files.models import StoredFile
from people.models import User
from project_guide.models.card import Card, Kind, missing, required_of

KIND_OF_TRACK: dict[str, Kind] = {
    Track.LOCAL_PROJECT: Kind.LOCAL,
    Track.NETWORK_PROJECT: Kind.NETWORK,
    Track.TRAINING_PROGRAMME: Kind.TRAINING_PROGRAMME,
}


class ProjectQuerySet(models.QuerySet["Project"]):
    def of_author(self, user: User) -> Self:
        """Those the user owns, or accepted to be co-author of."""
        return self.filter(
            Q(owner=user)
            | Q(pk__in=CoAuthor.objects.accepted().filter(person=user).values("project"))
        )

    def tutored_by(self, user: User) -> Self:
        return self.filter(enrolment__in=Enrolment.objects.tutored_by(user).values("pk"))

    def coordinated_by(self, user: User) -> Self:
        return self.filter(enrolment__session__centre__in=user.roles.get("coordinator", set()))

    def visible_to(self, user: User) -> Self:
        """One's own, those of groups one tutors, those of centres one coordinates."""
        return self.filter(
            Q(pk__in=Project.objects.of_author(user).values("pk"))
            | Q(pk__in=Project.objects.tutored_by(user).values("pk"))
            | Q(pk__in=Project.objects.coordinated_by(user).values("pk"))
        )

    def editable(self) -> Self:
        return self.filter(state__in=Project.EDITABLE)


class Project(Card, Stateful):
    """A teacher's product: its card as a draft, its authors, and where it stands."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Sent for review")
        PEER_REVIEW = "peer_review", _("In peer review")
        REVISION = "revision", _("In revision")
        EXPERT_REVIEW = "expert_review", _("In expert review")
        ACCEPTED = "accepted", _("Accepted")
        ACCEPTED_WITH_EDITS = "accepted_with_edits", _("Accepted, small edits to be made")
        RETURNED = "returned", _("Returned for a new submission")
        OUT_OF_SCOPE = "out_of_scope", _("Outside the Guide's scope")
        PUBLISHED = "published", _("In the Guide")
        WITHDRAWN = "withdrawn", pgettext_lazy("a project", "Withdrawn")

    MOVES = {
        State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
        State.SUBMITTED: {
            State.DRAFT,
            State.REVISION,
            State.RETURNED,
            State.PEER_REVIEW,
            State.EXPERT_REVIEW,
            State.WITHDRAWN,
        },
        State.PEER_REVIEW: {State.REVISION, State.WITHDRAWN},
        State.REVISION: {State.SUBMITTED, State.WITHDRAWN},
        State.EXPERT_REVIEW: {
            State.ACCEPTED,
            State.ACCEPTED_WITH_EDITS,
            State.RETURNED,
            State.OUT_OF_SCOPE,
            State.WITHDRAWN,
        },
        # Back to the experts' sheets: the decision was re-opened.
        State.ACCEPTED_WITH_EDITS: {State.ACCEPTED, State.EXPERT_REVIEW},
        State.RETURNED: {State.SUBMITTED, State.EXPERT_REVIEW},
        State.OUT_OF_SCOPE: {State.EXPERT_REVIEW},
        State.ACCEPTED: {State.PUBLISHED, State.EXPERT_REVIEW},
        State.PUBLISHED: {State.ACCEPTED},
    }
    EDITABLE: ClassVar = {
        State.DRAFT,
        State.REVISION,
        State.RETURNED,
        State.ACCEPTED_WITH_EDITS,
    }
    UNDER_REVIEW: ClassVar = {State.PEER_REVIEW, State.EXPERT_REVIEW}
    DECIDED: ClassVar = {
        State.ACCEPTED,
        State.ACCEPTED_WITH_EDITS,
        State.RETURNED,
        State.OUT_OF_SCOPE,
        State.PUBLISHED,
    }

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="projects")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="project")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveIntegerField(default=0)  # grows with every saved change
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [models.Index(fields=["state"], name="projects_by_state")]

    def __str__(self) -> str:
        return self.title or str(_("Untitled project"))

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    def missing(self) -> list[Any]:
        return missing(self, self.kind)

    def filled(self) -> tuple[int, int]:
        """How many of the required fields are filled, of how many."""
        needed = len(required_of(self.kind))
        return needed - len(self.missing()), needed

    def latest(self) -> "ProjectVersion | None":
        """The newest version that was not taken back."""
        return self.versions.filter(taken_back_at=None).order_by("-number").first()

    def authors(self) -> list[User]:
        """The owner, then co-authors who accepted."""
        others = self.coauthors.accepted().select_related("person").order_by("added_at")
        return [self.owner, *(row.person for row in others if row.person)]

    def enrolments(self) -> list[Enrolment]:
        """For whose completion the project counts: the owner's, and those of co-authors in the
        same session who make no project of their own."""
        others = Enrolment.objects.filter(
            session=self.enrolment.session_id, teacher__in=self.authors()[1:], project=None
        )
        return [self.enrolment, *others]


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    def accepted(self) -> Self:
        return self.filter(accepted_at__isnull=False)

    def waiting_for(self, user: User) -> Self:
        return self.filter(accepted_at=None, email__iexact=user.email)

    def of(self, user: User) -> Self:
        """Those the user accepted, and those that wait for the user's answer."""
        return self.filter(
            Q(person=user, accepted_at__isnull=False)
            | Q(accepted_at=None, email__iexact=user.email)
        )


class CoAuthor(models.Model):
    """Somebody the owner named as co-author; counts once that person has accepted."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="coauthors")
    email = models.EmailField(_("e-mail"))
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = CoAuthorQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(fields=["project", "email"], name="coauthor_named_once"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(person__isnull=False),
                name="accepted_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class ProjectFileQuerySet(models.QuerySet["ProjectFile"]):
    def for_reviewers(self) -> Self:
        """Those that could be cleaned; the others are held for whoever sent them."""
        return self.filter(file__held_for=None)


class ProjectFile(models.Model):
    """A file of the draft. Versions keep their own list, so a removed file stays in them."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("what it is"), max_length=150, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectFileQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)


class SectionThread(models.Model):
    """The conversation of tutor and authors about one section of the draft."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="threads")
    section = models.CharField(max_length=20)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "section"], name="one_thread_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.section}"


class ProjectVersionQuerySet(models.QuerySet["ProjectVersion"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def leaving_grace(self, now: datetime) -> Self:
        """Those whose authors can no longer take them back, and that nobody has let in yet."""
        return self.standing().filter(
            pooled_at=None, grace_until__lte=now, project__state=Project.State.SUBMITTED
        )


class ProjectVersion(models.Model):
    """An immutable snapshot of the card and its files, made by each submission."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)  # of the form: sent twice, one version
    card = models.JSONField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    authors = models.JSONField()  # ids and names at the time of sending
    letter = models.TextField(_("what has changed"), max_length=3000, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    grace_until = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    pooled_at = models.DateTimeField(null=True, blank=True)
    files: Any = models.ManyToManyField(ProjectFile, related_name="versions")

    objects = ProjectVersionQuerySet.as_manager()

    class Meta:
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["project", "key"], name="one_version_a_form"),
        ]
        indexes = [models.Index(fields=["pooled_at", "id"], name="versions_by_time_of_pool")]

    def __str__(self) -> str:
        return f"{self.card['title']} ({self.number})"

    @property
    def receipt(self) -> str:
        """What the author keeps as proof of sending."""
        return f"{self.code}-{self.number}"

    def can_be_taken_back(self, now: datetime) -> bool:
        return self.taken_back_at is None and self.pooled_at is None and now < self.grace_until
