"""How allauth writes letters, keeps secrets and finds the way back in our house."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from activity.actions import post
from people.views.kept import has_kept


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign-in letters go through the outbox like all others.

        Their links begin with the configured address of the site, whatever Host was sent.
        """
        links = {name: own_link(url) for name, url in context.items() if name.endswith("_url")}
        context = {**context, **links, "email": email, "site_url": settings.SITE_URL}
        message = self.render_mail(template_prefix, email, context)
        post(f"account:{uuid4().hex}", to=email, subject=message.subject, text=str(message.body))

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        """A kept form comes before everything, even before an explicit `next`."""
        if has_kept(request):
            redirect_url = reverse("people:kept")
        return super().post_login(request, user, redirect_url=redirect_url, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return way_back(request) or super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return way_back(request) or super().get_signup_redirect_url(request)


def own_link(url: str) -> str:
    parts = urlsplit(url)
    return settings.SITE_URL + parts.path + (f"?{parts.query}" if parts.query else "")


def way_back(request: HttpRequest) -> str:
    """The page that sent the person to sign in, an invitation for instance; used once."""
    path = request.session.pop("after_sign_in", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else ""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are encrypted with a key derived from SECRET_KEY."""

    def _cipher(self) -> Fernet:
        key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._cipher().decrypt(encrypted_text.encode()).decode()
