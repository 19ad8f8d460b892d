from people.models.centre import Centre
from people.models.invitation import Invitation
from people.models.membership import Membership
from people.models.user import User

__all__ = ["Centre", "Invitation", "Membership", "User"]
