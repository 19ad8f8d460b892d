"""Sessions in the database; every request reads one, so its query is kept.

The module is named by SESSION_ENGINE, and Django asks it for `SessionStore`.
"""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from core.prepared import Prepared


def _contents(key: str, now: datetime) -> QuerySet[Session, str]:
    found = Session.objects.filter(session_key=key, expire_date__gt=now)
    return found.values_list("session_data", flat=True)


CONTENTS = Prepared(_contents)


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        found = CONTENTS.rows(self.session_key, timezone.now()) if self.session_key else []
        return self.decode(found[0]) if found else super().load()
