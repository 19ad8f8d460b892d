"""The accounts of the demonstration. Everybody knows their password, so nobody real has one."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "demo"  # noqa: S105 - known to all, in the demonstration only


class DemoAccount(NamedTuple):
    role: str
    description: str | Promise

    @property
    def email(self) -> str:
        return f"{self.role}@demo.example"


ACCOUNTS = [
    DemoAccount("teacher", _("A teacher in the middle of the card of a project")),
    DemoAccount("teacher2", _("A teacher whose project waits for changes")),
    DemoAccount("teacher3", _("A teacher whose project is with its reviewers")),
    DemoAccount("teacher4", _("A teacher who studies and has begun no project")),
    DemoAccount("teacher5", _("A graduate with a project in the Guide, now in track C")),
    DemoAccount("teacher6", _("A teacher who has just enrolled")),
    DemoAccount("tutor", _("A tutor with a group, author of a course")),
    DemoAccount("tutor2", _("A tutor of another group")),
    DemoAccount("expert", _("An expert with projects to review")),
    DemoAccount("expert2", _("Another expert")),
    DemoAccount("coordinator", _("A coordinator: sessions, decisions, documents")),
    DemoAccount("editor", _("An editor of pages and news")),
    DemoAccount("admin", _("An administrator of the site")),
]


def table() -> str:
    """For the terminal: one account a line."""
    width = max(len(account.email) for account in ACCOUNTS)
    lines = [f"{account.email:<{width}}  {account.description}" for account in ACCOUNTS]
    return "\n".join([*lines, f"The password of all is: {PASSWORD}"])
