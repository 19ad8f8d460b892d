"""What the pages of a person's account are drawn with."""

from django import template
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from people.demo import ACCOUNTS, PASSWORD, DemoAccount
from people.views.kept import has_kept

register = template.Library()


@register.filter
def plain_field(field: BoundField) -> BoundField:
    """Without a placeholder, which would repeat the label; the rules of a password in one line."""
    field.field.widget.attrs.pop("placeholder", None)
    if "<ul" in field.help_text:
        field.help_text = " ".join(password_validators_help_texts())
    return field


@register.simple_tag
def account_tabs(path: str) -> list[dict[str, object]]:
    places = [
        (reverse("people:profile"), _("About me")),
        (reverse("account_email"), _("E-mail")),
        (reverse("account_change_password"), _("Password")),
        (reverse("mfa_index"), _("Second factor")),
    ]
    return [{"title": title, "url": url, "current": path.startswith(url)} for url, title in places]


@register.simple_tag(takes_context=True)
def kept_text(context: template.Context) -> bool:
    """Whether a form that came after the session had ended waits to be sent again."""
    return has_kept(context["request"])


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    return ACCOUNTS


@register.simple_tag
def demo_password() -> str:
    return PASSWORD
