"""Somebody at Chromium, and what a look into its console would show."""

import gzip
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from people.models import User

TEXTS = {"stylesheet", "script"}
BACKEND = "people.backends.Passwords"


def cookies(server: str, language: str, person: User | None) -> list[Any]:
    """The chosen language, and the session of a person who has signed in."""
    found = {settings.LANGUAGE_COOKIE_NAME: language}
    if person is not None:
        client = Client()
        client.force_login(person, backend=BACKEND)
        found[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": name, "value": value, "url": server} for name, value in found.items()]


class Visitor:
    """Opens pages of the live server; `troubles` are console errors and failed requests."""

    def __init__(
        self,
        browser: Browser,
        server: str,
        person: User | None = None,
        language: str = "en",
        *,
        scripts: bool = True,
    ) -> None:
        self.server = server
        self.scripts = scripts
        self.context = browser.new_context(
            base_url=server,
            viewport={"width": 1280, "height": 900},
            locale=language,
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.context.set_default_timeout(10_000)
        self.context.add_cookies(cookies(server, language, person))
        self.troubles: list[str] = []
        self.weights: dict[str, int] = {}  # bytes of styles and scripts as a server packs them
        self.page: Page = self.context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._weigh)

    def _hear(self, message: ConsoleMessage) -> None:
        """Refused styles and scripts are told here too; statuses are read from the answers."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader has left the page
            self.troubles.append(f"no answer: {request.url} {request.failure}")

    def _weigh(self, response: Response) -> None:
        kind = response.request.resource_type
        if kind != "document" and response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")
        if kind in TEXTS and response.url.startswith(self.server) and response.status == 200:
            self.weights[response.url] = 0

    def open(self, path: str) -> int:
        """The status of the answer; troubles are counted anew."""
        self.troubles.clear()
        response = self.page.goto(path)
        assert response is not None
        return response.status

    def weight(self, extension: str) -> int:
        """Packed bytes of what the page has brought of this kind."""
        names = self.page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
        wanted = [name for name in names if name.split("?")[0].endswith(extension)]
        return sum(self._packed(name) for name in set(wanted))

    def _packed(self, url: str) -> int:
        if not self.weights.get(url):
            self.weights[url] = len(gzip.compress(self.page.request.get(url).body()))
        return self.weights[url]

    def widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900 if width > 600 else 640})

    def overhang(self) -> int:
        """How many pixels the page is wider than the window."""
        size = "document.documentElement"
        return int(self.page.evaluate(f"{size}.scrollWidth - {size}.clientWidth"))

    def close(self) -> None:
        self.context.close()
