"""How allauth writes letters, keeps secrets and shows its words in our house."""

import base64
import hashlib
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from activity.actions import post


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign-in letters go through the outbox like all others."""
        message = self.render_mail(template_prefix, email, context)
        post(f"account:{uuid4().hex}", to=email, subject=message.subject, text=str(message.body))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.session.get("kept_form"):
            return "/accounts/kept/"
        return super().get_login_redirect_url(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are encrypted with a key derived from SECRET_KEY."""

    def _cipher(self) -> Fernet:
        key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._cipher().decrypt(encrypted_text.encode()).decode()
