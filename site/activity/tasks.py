"""The room's own jobs."""

from datetime import timedelta

from activity.actions import jobs, mails
from activity.actions.jobs import job
from activity.models import OutgoingMail
from files.actions import sweep


@job("activity.send_mail")
def send_mail(mail_id: int) -> None:
    mail = OutgoingMail.objects.select_related("recipient").filter(pk=mail_id).first()
    if mail is not None:
        mails.send(mail)


@job("activity.mails", every=timedelta(minutes=1))
def send_due_mails() -> None:
    mails.release_stuck()
    mails.send_due()


@job("activity.reap", every=timedelta(minutes=1))
def reap() -> None:
    jobs.reap()


@job("activity.forget", every=timedelta(days=1))
def forget_finished() -> None:
    jobs.forget_finished()


@job("files.sweep", every=timedelta(days=1))
def sweep_files() -> None:
    """Files must not know of activity, so their job is registered here."""
    sweep()
