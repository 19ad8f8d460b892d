"""Saying something in a thread. Who is told, the room that holds the thread decides."""

from django.db import transaction
from django.utils import timezone

from discussions.models import Post, Thread
from people.models import User


@transaction.atomic
def say(thread: Thread, text: str, *, key: str, by: User) -> tuple[Post, bool]:
    """Add a post; the same `key` (a form sent twice) adds one. The flag tells whether it is new."""
    return Post.objects.get_or_create(
        key=key, defaults={"thread": thread, "author": by, "text": text, "at": timezone.now()}
    )
