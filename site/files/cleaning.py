"""Hands a file to the cleaning process, and turns its troubles into sentences."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from django.utils.translation import gettext as _

from core.refusals import Refused
from files.troubles import Trouble

SECONDS = 25  # by the clock: less than a web worker is given
ROOM = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-P", "-B", "-m", "files.clean"]

_turns = BoundedSemaphore(2)  # two at a time in one web process: each may take much memory
_log = logging.getLogger(__name__)


def cleaned(data: bytes, kind: str) -> bytes:
    """The file without anything that acts, hides or names its author; takes under a second.

    Raises:
        Refused: it is damaged, locked, or too much for the cleaning process.
    """
    try:
        with _turns:
            done = _run(data, kind)
    except subprocess.TimeoutExpired:
        raise Refused(_sentence(Trouble.HEAVY)) from None
    if done.returncode:
        _log.info("a %s file was refused with code %s", kind, done.returncode)
        raise Refused(_sentence(done.returncode))
    return done.stdout


def _run(data: bytes, kind: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603 - our own module, and one of four words
        [*COMMAND, kind],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(ROOM), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        timeout=SECONDS,
        check=False,
    )


def _sentence(code: int) -> str:
    """A process that was stopped by its limits tells no trouble of its own."""
    if code == Trouble.LOCKED:
        return _("The PDF is locked with a password. Save it without one and send it again.")
    if code == Trouble.PIXELS:
        return _("The picture has more than 40 million pixels. Make it smaller and send it again.")
    if code == Trouble.BROKEN:
        return _(
            "The file is damaged or incomplete. Open it on your device, save it anew"
            " and send it again."
        )
    return _("The file is too complicated to be checked. Save it in a simpler form and send it.")
