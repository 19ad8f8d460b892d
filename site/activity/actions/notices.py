"""Telling people: one row in the app and one mail, in the language of the recipient."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from activity.actions.mails import post
from activity.models import Notice

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Told:
    """What a person is told, in their language: the row in the app, and the mail."""

    title: str
    path: str
    text: str

    @property
    def mail(self) -> str:
        link = f"{settings.SITE_URL}{self.path}"
        return f"{self.text}\n\n{link}\n" if self.text else f"{link}\n"


def compose(person: "User", template: str, **context: Any) -> Told:
    """What `tell` would say to `person`; nothing is sent.

    `template` names a text: its first line is the title, its second the path of the page to
    open, the rest the message.
    """
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = render_to_string(f"{template}.txt", {"person": person, **context})
    lines = text.strip().splitlines()
    title = " ".join(lines[0].split())[:255]
    return Told(title, lines[1].strip(), "\n".join(lines[2:]).strip())


@transaction.atomic
def tell(
    person: "User", template: str, *, key: str = "", mail: bool = True, **context: Any
) -> None:
    """Tell `person` what happened, in the app and by e-mail.

    What is said, `compose` says. Whoever is told the same `key` again hears nothing.
    """
    key = key or f"{template}:{uuid4().hex}"
    told = compose(person, template, **context)
    _, is_new = Notice.objects.get_or_create(
        recipient=person,
        key=key,
        defaults={"title": told.title, "path": told.path, "text": told.text},
    )
    if is_new and mail:
        post(
            f"notice:{person.pk}:{key}",
            to=person.email,
            recipient=person,
            subject=told.title,
            text=told.mail,
        )


def mark_read(person: "User") -> None:
    Notice.objects.filter(recipient=person, read_at=None).update(read_at=timezone.now())
