"""A virus scanner, where the house has one: a command that reads the file from its input."""

import logging
import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from core.refusals import Refused

SECONDS = 20
CLEAN, INFECTED = 0, 1  # as clamscan, clamdscan and others answer

_log = logging.getLogger(__name__)


def refuse_infected(data: bytes) -> None:
    """Nothing passes a scanner that does not answer.

    Raises:
        Refused: a virus is found, or the scanner does not answer.
    """
    if not settings.VIRUS_SCANNER:
        return
    code = _answer(data)
    if code == INFECTED:
        _log.warning("an infected file was refused")
        raise Refused(_("A virus was found in the file. Check your device and send it again."))
    if code != CLEAN:
        _log.error("the virus scanner does not answer: %s", code)
        raise Refused(
            _("The file cannot be checked for viruses just now. Send it again in a few minutes.")
        )


def _answer(data: bytes) -> int | str:
    try:
        return subprocess.run(  # noqa: S603 - the command of the settings, no word of a person
            settings.VIRUS_SCANNER,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
