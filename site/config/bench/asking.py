"""One request of the site's own WSGI application, as a server would hand it over.

Imports nothing of Django: a worker's cold start is measured with it.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

HOST, PORT = "127.0.0.1", "8000"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def environ(path: str, headers: dict[str, str]) -> dict[str, Any]:
    place, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": PORT,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": f"{HOST}:{PORT}",
        "HTTP_ACCEPT_LANGUAGE": "ru",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }


def ask(application: Callable[..., Any], path: str, headers: dict[str, str]) -> Answer:
    """The whole answer. Closing it ends the request, as in a server: connections are let go."""
    begun: list[Any] = []
    parts = application(environ(path, headers), lambda *said: begun.extend(said))
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    status, pairs = begun[:2]
    return Answer(int(status.split()[0]), dict(pairs), body)
