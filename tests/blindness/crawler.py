"""Reads whatever one person can reach: by links, by addresses tried, by forms, in the mailbox."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core import mail
from django.db.models import Q
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from activity.actions.mails import send
from activity.models import Notice, OutgoingMail
from people.models import User
from tests.blindness.reading import Part, parts_of, read_mail
from tests.blindness.world import World
from tests.permissions.cast import address, signed_in, undone
from tests.permissions.roles import Rule
from tests.permissions.table import ACCOUNTS_OPEN, ACCOUNTS_OWN, RULES
from tests.permissions.worlds import MISSING

SEEDS = ["/", "/desk/", "/projects/", "/reviews/", "/guide/", "/courses/", "/sessions/", "/verify/"]
CURIOUS = ["/sitemap.xml", "/robots.txt", "/feed/", "/guide/feed/", "/no-such-page/"]
LINK = re.compile(r"""\s(?:href|src|action|data-[\w-]*(?:url|href))=["']([^"'#]+)""")
LEFT_ALONE = ("/accounts/logout", "/language/", "/cms/", "/static/")
UNRELATED = ("/accounts/", "/components/", "/courses/", "/health/", "/join/")
NOT_ASKED = {"people:language", "account_logout"}
# What may name anybody, and why.
OPEN_TO_ALL = {"/demo/mail/": "the mailbox of the demonstration, which everybody shares"}
SQUEEZED = "words of a PDF"
MOST_OF_A_PATH = 6  # a filter of the Guide leads to every other
MOST_PAGES = 400


class Crawl:
    """What one person could read: where, and the words there."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.client: Client = signed_in(person)
        self.parts: list[tuple[str, str, str]] = []  # where, what stands there, what was typed
        self.statuses: dict[str, int] = {}
        self.paths: Counter[str] = Counter()
        self.left_alone = LEFT_ALONE

    def everything(self, world: World) -> "Crawl":
        queries = [f"/guide/?q={world.project.title}", f"/verify/?code={world.project.code}"]
        self.follow([*SEEDS, *CURIOUS, *queries, *addresses(world)])
        self.post_forms(world)
        self.read_letters()
        return self

    def of_the_work(self, world: World) -> "Crawl":
        """The same without pages that know nothing of projects, which take half of the time."""
        self.left_alone += UNRELATED
        return self.everything(world)

    def follow(self, found: Iterable[str]) -> None:
        waiting = list(found)
        while waiting and len(self.statuses) < MOST_PAGES:
            asked = waiting.pop(0)
            if self.is_new(asked):
                waiting += self.read(asked)

    def is_new(self, asked: str) -> bool:
        path, query = urlsplit(asked)[2:4]
        self.paths[path] += asked not in self.statuses
        if asked in self.statuses or asked.startswith(self.left_alone):
            return False
        return not query or self.paths[path] <= MOST_OF_A_PATH

    def read(self, asked: str) -> list[str]:
        """The links of the page."""
        return self.keep(asked, self.client.get(asked))

    def keep(self, asked: str, answer: Any, typed: str = "") -> list[str]:
        self.statuses[asked] = answer.status_code
        assert answer.status_code < 500, f"{asked}: {answer.status_code}"
        found = list(parts_of(answer))
        self.note(f"{asked} ({answer.status_code})", found, typed=f"{asked} {typed}")
        links = [answer["Location"]] if "Location" in answer else []
        if "html" in answer.get("Content-Type", ""):
            links += LINK.findall(dict(found)["body"])
        here = (urljoin(asked, link).removeprefix("http://testserver") for link in links)
        return [link for link in here if link.startswith("/")]

    def note(self, where: str, found: Iterable[Part], *, typed: str = "") -> None:
        """What the person typed themselves is no news to them."""
        self.parts += [(f"{where}, {part}", text.casefold(), typed) for part, text in found]

    def post_forms(self, world: World) -> None:
        """Every form, sent empty or as the table says, and what is answered after it."""
        for name, url, data in posts(world):
            with undone():
                answer = self.client.post(url, data)
                links = self.keep(f"POST {url} {name}", answer, " ".join(data.values()))
                if answer.status_code in {301, 302} and links:
                    self.keep(f"POST {url} {name}, then {links[0]}", self.client.get(links[0]))

    def read_letters(self) -> None:
        for notice in Notice.objects.filter(recipient=self.person):
            text = f"{notice.title} {notice.text} {notice.path}"
            self.note(f"notice {notice.key}", [("text", text)])
        to_me = OutgoingMail.objects.filter(Q(recipient=self.person) | Q(to=self.person.email))
        mail.outbox.clear()
        for waiting in to_me.due(timezone.now()):
            send(waiting)
        for message in mail.outbox:
            self.note(f"mail “{message.subject}”", read_mail(message.message().as_bytes()))

    def leaks(self, tokens: Iterable[str], allowed: Iterable[str] = ()) -> list[str]:
        """Where each token stands; `allowed` are beginnings of places where it may."""
        return [
            f"{where}: {token}"
            for where, text, typed in self.parts
            if not where.startswith((*OPEN_TO_ALL, *allowed))
            for token in tokens
            if token not in typed and stands_in(token.casefold(), where, text)
        ]


def is_silent(found: Crawl, tokens: Iterable[str], allowed: Iterable[str] = ()) -> None:
    leaks = found.leaks(tokens, allowed)
    assert not leaks, "\n".join(leaks)


def stands_in(token: str, where: str, text: str) -> bool:
    return (token.replace(" ", "").replace("-", "") if where.endswith(SQUEEZED) else token) in text


def addresses(world: World) -> list[str]:
    """Every address of the resolver that can be opened, with the things of the project in it."""
    ours = [address(rule, world) for rule in RULES if rule.sees and is_of(rule, world)]
    return [*dict.fromkeys(ours), *accounts()]


def is_of(rule: Rule, world: World) -> bool:
    """Not about something that nobody has: tests/permissions says what is answered then."""
    nobodys = {str(value) for value in MISSING.values()}
    return rule.name not in NOT_ASKED and not nobodys & set(rule.args(world))


def accounts() -> list[str]:
    found = []
    for name in sorted((ACCOUNTS_OPEN | ACCOUNTS_OWN) - NOT_ASKED):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def posts(world: World) -> list[tuple[str, str, dict[str, str]]]:
    """A name, an address and what is sent there."""
    rules = [
        (str(rule), address(rule, world), rule.data(world))
        for rule in RULES
        if rule.does and rule.name.startswith("project_guide:") and is_of(rule, world)
    ]
    sheets = [
        reverse("project_guide:sheet", args=[world.things[word]]) + f"?criterion={key}"
        for word in ("slot", "expert_slot")
        if world.things[word] not in MISSING.values()
        for key in ("1", "end")
    ]
    typed = {"level": "2", "comment": "Thoughts of my own."}
    autosaved = [
        (f"autosave {edition}", sheet, {**typed, "step": "autosave", "edition": edition})
        for sheet in sheets
        for edition in ("0", "1", "999")
    ]
    kept = [("next", sheet, {**typed, "step": "next", "edition": "0"}) for sheet in sheets]
    return [*rules, *autosaved, *kept]
