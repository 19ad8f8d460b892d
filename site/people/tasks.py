"""The room's own jobs."""

from datetime import timedelta

from django.core.management import call_command

from activity.actions import job


@job("people.forget_sessions", every=timedelta(days=1))
def forget_sessions() -> None:
    """Sessions that have ended, and what was kept in them."""
    call_command("clearsessions")
