"""Keeps the web process and the worker together: both run, or neither does."""

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

from bootstrap import ROOT

PATIENCE = 60  # seconds until the site must answer
GRACE = 15  # seconds to end what is begun, before the process is killed

Children = dict[str, "subprocess.Popen[bytes]"]


def interrupt_on_any_stop() -> None:
    """A closed terminal and `kill` end us as Ctrl-C does: by KeyboardInterrupt.

    So does Ctrl-C itself where a script began us in the background, with SIGINT ignored.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def supervise(
    commands: dict[str, list[str]],
    *,
    env: dict[str, str],
    port: int,
    when_ready: Callable[[], None],
) -> str:
    """Run the commands until one of them ends by itself; says which one that was.

    Each is a session of its own, so that Ctrl-C reaches us alone and we stop them in order.
    """
    children: Children = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        wait_for(lambda: answers(port) or first_ended(children), seconds=PATIENCE)
        if answers(port):
            when_ready()
            wait_for(lambda: first_ended(children))
        return first_ended(children) or "web"
    finally:
        stop(children)


def wait_for(happened: Callable[[], object], *, seconds: float = float("inf")) -> None:
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        time.sleep(0.2)


def first_ended(children: Children) -> str:
    return next((name for name, child in children.items() if child.poll() is not None), "")


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(children: Children) -> None:
    """Ask all to end, wait, then end what is left of their sessions; not to be interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    until = time.monotonic() + GRACE
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError):  # nothing is left, as it should be
            os.killpg(child.pid, signal.SIGKILL)
