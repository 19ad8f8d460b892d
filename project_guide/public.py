"""Answers that are the same for every visitor: kept a minute by anyone, then asked for anew.

What a page shows follows from its address, the language, the release and the stamp of the Guide.
Their digest is its ETag, and the key under which this process keeps the page: an answer known
before costs one query, whether the reader has it already or not.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language

FRESH = "public, max-age=60"  # seconds
VARY = ("Cookie", "Accept-Language")
MOST_KEPT = 256  # pages of about 20 kB

_pages: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def known(request: HttpRequest, stamp: int) -> HttpResponse | None:
    """The answer to a visitor if it was given before; the page is not even looked for."""
    if request.method != "GET" or not is_shared(request):
        return None
    etag = etag_of(request, stamp)
    if etag in request.headers.get("If-None-Match", ""):
        # Nobody could have this tag without the page.
        return _for_all(HttpResponseNotModified(), etag)
    with _lock:
        body = _pages.get(etag)
        if body is not None:
            _pages.move_to_end(etag)
    if body is None:
        return None
    return _for_all(HttpResponse(body, headers={"Content-Length": str(len(body))}), etag)


def answer(request: HttpRequest, stamp: int, render: Callable[[], Any]) -> HttpResponse:
    """The page with what readers and proxies need to keep it; signed-in people get their own."""
    response: Any = render()
    if not is_shared(request):
        add_never_cache_headers(response)
        return response
    etag = etag_of(request, stamp)
    if request.method == "GET" and not settings.DEBUG:
        response.add_post_render_callback(lambda rendered: _keep(etag, rendered.content))
    return _for_all(response, etag)


def _for_all(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = FRESH
    patch_vary_headers(response, VARY)
    return response


def _keep(etag: str, body: bytes) -> None:
    with _lock:
        _pages[etag] = body
        while len(_pages) > MOST_KEPT:
            _pages.popitem(last=False)


def forget() -> None:
    """Keep nothing: whatever is asked for next is made anew."""
    with _lock:
        _pages.clear()


def is_shared(request: HttpRequest) -> bool:
    """Nobody is signed in, and no message waits to be shown. Reads cookies and a header only."""
    personal = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return personal.isdisjoint(request.COOKIES) and "HX-Request" not in request.headers


def etag_of(request: HttpRequest, stamp: int) -> str:
    address = request.build_absolute_uri()
    parts = [release(), get_language() or "", address, str(stamp)]
    return quote_etag("guide-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32])


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
