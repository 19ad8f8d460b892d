"""Who signs in how, and how a request finds them again: each does it, so its query is kept."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from core.prepared import Prepared
from people.models import User


def _account(key: int) -> QuerySet[User]:
    return User.objects.filter(pk=key)


ACCOUNT = Prepared(_account)


class _Found(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        return next(filter(self.user_can_authenticate, ACCOUNT.rows(int(user_id))), None)


class Passwords(_Found):
    """Of Django."""


class Addresses(_Found, AuthenticationBackend):
    """Of allauth: by e-mail address."""
