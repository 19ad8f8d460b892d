"""What every room above does with its changes: record, move, tell, do later."""

from activity.actions.jobs import job, later
from activity.actions.mails import post
from activity.actions.moves import move, record
from activity.actions.notices import compose, tell

__all__ = ["compose", "job", "later", "move", "post", "record", "tell"]
