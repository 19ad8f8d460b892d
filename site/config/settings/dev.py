"""On one's own machine, and the demonstration (DEMO=1)."""

import os

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

DEMO = os.environ.get("DEMO", "") == "1"
DEBUG = not DEMO
SECRET_KEY = os.environ.get("SECRET_KEY") or "only-for-one-own-machine"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # read them at /demo/mail/
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
