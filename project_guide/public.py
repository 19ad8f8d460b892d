"""Answers that are the same for every visitor: kept a minute by anyone, then asked for anew."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language

FRESH = "public, max-age=60"  # seconds
MARK = "guide-"
VARY = ("Cookie", "Accept-Language")


def answer(
    request: HttpRequest, stamp: int, render: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page with what readers and proxies need to keep it; signed-in people get their own.

    `stamp` grows whenever the page has changed.
    """
    response = render()
    if not is_shared(request):
        add_never_cache_headers(response)
        return response
    response["ETag"] = etag_of(request, stamp)
    response["Cache-Control"] = FRESH
    patch_vary_headers(response, VARY)
    return response


def known(request: HttpRequest, stamp: Callable[[], int]) -> HttpResponse | None:
    """304 when the reader has this very page already: it is not even looked for.

    An address, a language and a stamp have one page, so its tag could only be had from it.
    """
    tags = request.headers.get("If-None-Match", "")
    if MARK not in tags or request.method not in ("GET", "HEAD") or not is_shared(request):
        return None
    etag = etag_of(request, stamp())
    if etag not in tags:
        return None
    response = HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": FRESH})
    patch_vary_headers(response, VARY)
    return response


def is_shared(request: HttpRequest) -> bool:
    """Nobody is signed in, and no message waits to be shown. Reads cookies only."""
    personal = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return personal.isdisjoint(request.COOKIES)


def etag_of(request: HttpRequest, stamp: int) -> str:
    parts = [release(), get_language() or "", request.get_full_path(), str(stamp)]
    return quote_etag(MARK + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32])


@cache
def release() -> str:
    """Changes with the templates, the translations, the style and the code of this room."""
    digest = hashlib.sha256()
    places = [(Path(folder), "*.html") for folder in settings.TEMPLATES[0]["DIRS"]]
    places += [(Path(folder), "*.mo") for folder in settings.LOCALE_PATHS]
    places.append((Path(__file__).parent, "*.py"))
    for folder, pattern in places:
        for path in sorted(folder.rglob(pattern)):
            digest.update(path.read_bytes())
    for asset in ("css/site.css", "js/page.js"):
        digest.update(static(asset).encode())
    return digest.hexdigest()
