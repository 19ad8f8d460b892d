from activity.models.mail import OutgoingMail
from activity.models.notice import Notice
from activity.models.stateful import Stateful
from activity.models.step import Step

__all__ = ["Notice", "OutgoingMail", "Stateful", "Step"]
