"""Hands a file to the cleaning process, and turns its troubles into sentences."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from core.refusals import Refused
from files.scanning import refuse_infected
from files.sentences import sentence
from files.troubles import FIRST_HELD, Trouble

SECONDS = 25  # by the clock: less than a web worker is given
ROOM = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-P", "-B", "-m", "files.clean"]

_turns = BoundedSemaphore(2)  # two at a time in one web process: each may take much memory
_log = logging.getLogger(__name__)


class Held(Refused):
    """The file is well, but something in it cannot be cleaned."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(sentence(trouble))
        self.trouble = trouble


def cleaned(data: bytes, kind: str) -> bytes:
    """The file without anything that acts, hides or names its author; mostly under a second.

    Raises:
        Held: it may be kept for its owner, and nobody else may see it.
        Refused: it is damaged, locked, infected, or too much for the cleaning process.
    """
    refuse_infected(data)
    try:
        with _turns:
            done = _run(data, kind)
    except subprocess.TimeoutExpired:
        raise Refused(sentence(Trouble.HEAVY)) from None
    if not done.returncode:
        return done.stdout
    _log.info("a %s file was refused with code %s", kind, done.returncode)
    if done.returncode >= FIRST_HELD:
        raise Held(Trouble(done.returncode))
    raise Refused(sentence(done.returncode))


def _run(data: bytes, kind: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603 - our own module, and a word of our own
        [*COMMAND, kind],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(ROOM), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        timeout=SECONDS,
        check=False,
    )
