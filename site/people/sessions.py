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
        key = self.session_key or ""
        # Ours are letters and digits; PostgreSQL takes no NUL, which a cookie may hold.
        if key.isalnum() and (found := CONTENTS.rows(key, timezone.now())):
            return self.decode(found[0])
        self._session_key = None  # nobody gives a key to a session but us
        return {}
