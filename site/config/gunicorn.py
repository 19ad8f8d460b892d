"""How gunicorn runs the site, from the root of the project: gunicorn -c site/config/gunicorn.py

Code is loaded once, before the workers are forked, and they share its memory.
"""

import gc
import os
from typing import Any

wsgi_app = "config.wsgi:application"
pythonpath = "site"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
graceful_timeout = 15  # seconds in which a worker ends what it has begun
preload_app = True
control_socket_disable = True
loglevel = os.environ.get("WEB_LOG_LEVEL", "info")


def when_ready(server: Any) -> None:
    """The last moment before the workers are forked."""
    from django.db import connections
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # the views are loaded here, not by each worker's first visitor
    connections.close_all()  # two processes must not talk on one connection
    gc.collect()
    gc.freeze()  # looking for garbage among what is shared would copy it for each worker
