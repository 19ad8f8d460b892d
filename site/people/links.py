"""Signing in by a link in a letter: one factor, throttled like the others, never enough for all."""

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from people.models import User
from people.permissions import needs_second_factor

BACKEND = "people.backends.Passwords"


def may_enter_by_link(person: User) -> bool:
    """Whoever owns a confirmed address, and neither needs a second factor nor has set one up."""
    confirmed = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
    return (
        person.is_active
        and not person.is_staff
        and not needs_second_factor(person)
        and not is_mfa_enabled(person)
        and confirmed.exists()
    )


def throttled(request: HttpRequest) -> HttpResponse | None:
    """The answer to a sender who tries too often; the limit is that of all ways to sign in."""
    if ratelimit.consume(request, action="login"):
        return None
    return ratelimit.respond_429(request)


def enter(request: HttpRequest, person: User) -> None:
    """Sign the person in; what asks for the password once more still asks for it."""
    login(request, person, backend=BACKEND)
