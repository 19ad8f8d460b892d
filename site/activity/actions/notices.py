"""Telling people: one row in the app and one mail, in the language of the recipient."""

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


@transaction.atomic
def tell(
    person: "User", template: str, *, key: str = "", mail: bool = True, **context: Any
) -> None:
    """Tell `person` what happened, in the app and by e-mail.

    `template` names a text: its first line is the title, its second the path of the page to
    open, the rest the message. Whoever is told the same `key` again hears nothing.
    """
    key = key or f"{template}:{uuid4().hex}"
    with translation.override(person.language or settings.LANGUAGE_CODE):
        title, path, text = _render(template, {"person": person, **context})
    _, is_new = Notice.objects.get_or_create(
        recipient=person, key=key, defaults={"title": title[:255], "path": path, "text": text}
    )
    if is_new and mail:
        link = f"{settings.SITE_URL}{path}"
        post(
            f"notice:{person.pk}:{key}",
            to=person.email,
            recipient=person,
            subject=title,
            text=f"{text}\n\n{link}\n" if text else f"{link}\n",
        )


def _render(template: str, context: dict[str, Any]) -> tuple[str, str, str]:
    lines = render_to_string(f"{template}.txt", context).strip().splitlines()
    return lines[0].strip(), lines[1].strip(), "\n".join(lines[2:]).strip()


def mark_read(person: "User") -> None:
    Notice.objects.filter(recipient=person, read_at=None).update(read_at=timezone.now())
