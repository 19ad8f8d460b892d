"""What the machine must offer before anything is started, each refused with one sentence."""

import os
import socket
import tempfile
from pathlib import Path

from bootstrap import ROOT, Missing

HOST = "127.0.0.1"


def port(default: str = "8000") -> int:
    """The port from PORT, when it can be listened on."""
    wanted = os.environ.get("PORT") or default
    if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 65536):
        raise Missing(f"PORT={wanted} is not a port: give a number, for example PORT=8001.")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, int(wanted)))
    except OSError as error:
        raise Missing(
            f"Port {wanted} cannot be used ({error.strerror}): end what listens there, "
            "or choose another one, for example PORT=8001."
        ) from error
    return int(wanted)


def data_dir(default: str) -> Path:
    """The folder from DATA_DIR, made when it is missing, when files can be written there."""
    folder = (ROOT / Path(os.environ.get("DATA_DIR") or default).expanduser()).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise Missing(
            f"Nothing can be written to {folder} ({error.strerror}): name a folder of your own, "
            "for example DATA_DIR=$HOME/tuetor."
        ) from error
