"""Writing the card: beginning a project, saving a part of it, its co-authors and files."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record, tell
from core.refusals import Refused
from courses.models import Enrolment
from files import actions as files
from people.models import User
from project_guide.models import CoAuthor, Project, ProjectFile
from project_guide.models.card import CARD_FIELDS
from project_guide.models.project import KIND_OF_TRACK

MOST_FILES = 20
MOST_COAUTHORS = 5


@transaction.atomic
def begin(enrolment: Enrolment, *, by: User) -> Project:
    """The project of an enrolment; begun once, whoever asks again gets the same.

    Raises:
        Refused: the track makes no project, or the enrolment is not active.
    """
    if enrolment.track not in KIND_OF_TRACK:
        raise Refused(_("No project is made in this track."))
    if enrolment.state != Enrolment.State.ACTIVE:
        raise Refused(_("Your place in the session is not active now."))
    project, is_new = Project.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "owner": enrolment.teacher,
            "kind": KIND_OF_TRACK[enrolment.track],
            "saved_at": timezone.now(),
        },
    )
    if is_new:
        record(project, "begin", by=by, after=project.state)
    return project


@transaction.atomic
def save(project: Project, changes: dict[str, Any], *, edition: int, by: User) -> Project:
    """Save changed fields of the draft; one conditional update on the edition that was read.

    Raises:
        Refused: the card cannot be edited now, or somebody saved it in between.
    """
    unknown = changes.keys() - set(CARD_FIELDS)
    if unknown:
        raise LookupError(f"not fields of the card: {sorted(unknown)}")
    saved = Project.objects.editable().filter(pk=project.pk, edition=edition)
    if not saved.update(**changes, edition=F("edition") + 1, saved_at=timezone.now()):
        project.refresh_from_db()
        raise Refused(_why_not_saved(project))
    project.refresh_from_db()
    return project


def _why_not_saved(project: Project) -> str:
    if not project.is_editable:
        return _("The project was sent for review, so its card is closed now.")
    return _(
        "The card was saved from another window or by a co-author at %(time)s. "
        "What you typed is still here: compare, and save again."
    ) % {"time": timezone.localtime(project.saved_at).strftime("%H:%M")}


@transaction.atomic
def name_coauthor(project: Project, email: str, *, by: User) -> CoAuthor:
    """Name a co-author by address; it counts once the owner of the address accepts.

    Raises:
        Refused: it is the owner, or there are enough already.
    """
    if email.lower() == project.owner.email.lower():
        raise Refused(_("You are the author already."))
    if project.coauthors.count() >= MOST_COAUTHORS:
        raise Refused(_("A project has up to %(number)s co-authors.") % {"number": MOST_COAUTHORS})
    coauthor, is_new = CoAuthor.objects.get_or_create(
        project=project, email=email.lower(), defaults={"added_at": timezone.now()}
    )
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if is_new and person is not None:
        tell(
            person,
            "project_guide/notices/coauthor",
            key=f"coauthor:{coauthor.pk}",
            project=project,
        )
    return coauthor


@transaction.atomic
def accept_coauthorship(project: Project, *, by: User) -> None:
    """The named person says yes.

    Raises:
        Refused: nobody named this person, or they have begun to review the project.
    """
    if by.review_slots.filter(version__project=project).exists():
        raise Refused(_("You have reviewed this project, so you cannot become its author."))
    accepted = CoAuthor.objects.waiting_for(by).filter(project=project)
    if not accepted.update(person=by, accepted_at=timezone.now()):
        raise Refused(_("There is no open invitation to this project."))
    record(project, "coauthor_accept", by=by)


@transaction.atomic
def decline_coauthorship(project: Project, *, by: User) -> None:
    """The named person says no, or thinks better of it before saying yes."""
    declined, _rows = CoAuthor.objects.waiting_for(by).filter(project=project).delete()
    if declined:
        record(project, "coauthor_decline", by=by)


@transaction.atomic
def remove_coauthor(coauthor: CoAuthor, *, by: User) -> None:
    """The owner takes the name off, or the co-author leaves; versions already sent stay."""
    project = coauthor.project
    if not project.is_editable:
        raise Refused(_("The project was sent for review, so its card is closed now."))
    coauthor.delete()
    record(project, "coauthor_remove", by=by)


def attach(project: Project, upload: UploadedFile, *, about: str, by: User) -> ProjectFile:
    """Add a file to the draft, cleaned of metadata; or held, when it cannot be cleaned.

    Raises:
        Refused: the file cannot be taken, there are too many, or the card is closed.
    """
    if not project.is_editable:
        raise Refused(_("The project was sent for review, so its card is closed now."))
    if project.files.filter(removed_at=None).count() >= MOST_FILES:
        raise Refused(_("A project has up to %(number)s files.") % {"number": MOST_FILES})
    stored = files.receive(upload, by=by)
    with transaction.atomic():
        attached = ProjectFile.objects.create(
            project=project, file=stored, about=about, added_at=timezone.now()
        )
        record(project, "attach", by=by, after=stored.code[:40])
    return attached


@transaction.atomic
def detach(attached: ProjectFile, *, by: User) -> None:
    """Take a file off the draft; versions that hold it keep it."""
    project = attached.project
    if not project.is_editable:
        raise Refused(_("The project was sent for review, so its card is closed now."))
    ProjectFile.objects.filter(pk=attached.pk, removed_at=None).update(removed_at=timezone.now())
    record(project, "detach", by=by, before=attached.file.code[:40])
