"""Mail goes through the outbox: no server is spoken to while a transaction is open."""

import hashlib
from datetime import timedelta
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from activity.actions.jobs import later
from activity.models import OutgoingMail
from activity.models.mail import BACK_OFF

SENDING_TAKES_AT_MOST = timedelta(minutes=5)


@transaction.atomic
def post(key: str, *, to: str, subject: str, text: str, recipient: Any = None) -> OutgoingMail:
    """Put a mail into the outbox, in the transaction of the event; the same key posts once."""
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest(),
        defaults={
            "to": to,
            "recipient": recipient,
            "subject": " ".join(subject.split())[:255],
            "text": text,
            "message_id": make_msgid(domain="tuetor"),
            "next_try": timezone.now(),
        },
    )
    if is_new:
        later("activity.send_mail", mail.pk)
    return mail


def send(mail: OutgoingMail) -> None:
    """Send one mail now; a failure is written down and tried again later."""
    taken = OutgoingMail.objects.filter(
        pk=mail.pk, state=OutgoingMail.State.WAITING, next_try__lte=timezone.now()
    ).update(state=OutgoingMail.State.SENDING, next_try=timezone.now() + SENDING_TAKES_AT_MOST)
    if not taken:
        return
    if mail.recipient is not None and not mail.recipient.is_active:
        _close(mail, OutgoingMail.State.DROPPED)
        return
    try:
        _message(mail).send()
    except OSError as error:  # smtplib's errors are OSErrors
        _try_again(mail, error)
    else:
        _close(mail, OutgoingMail.State.SENT)


def _message(mail: OutgoingMail) -> EmailMessage:
    return EmailMessage(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )


def _close(mail: OutgoingMail, state: OutgoingMail.State) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, sent_at=timezone.now())


def _try_again(mail: OutgoingMail, error: Exception) -> None:
    tries = mail.tries + 1
    is_over = tries > len(BACK_OFF)
    wait = BACK_OFF[min(tries, len(BACK_OFF)) - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=OutgoingMail.State.GIVEN_UP if is_over else OutgoingMail.State.WAITING,
        tries=tries,
        next_try=timezone.now() + wait,
        error=str(error)[:1000],
    )


def release_stuck() -> int:
    """Mails of a sender that died come back; the Message-ID stays, so a double can be seen."""
    return OutgoingMail.objects.filter(
        state=OutgoingMail.State.SENDING, next_try__lte=timezone.now()
    ).update(state=OutgoingMail.State.WAITING)


def send_due() -> int:
    """Send everything whose time has come; returns how many were tried."""
    due = list(OutgoingMail.objects.due(timezone.now()).select_related("recipient")[:200])
    for mail in due:
        send(mail)
    return len(due)
