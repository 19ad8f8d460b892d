"""Gives ``make demo`` twice, as a reader of the README would, and sees it answer and stop."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bootstrap import ROOT
from supervise import answers

PORT = 8765
PATIENCE = 600  # seconds; the first start may have to install packages
SECOND_START = 10  # seconds


def started(data: str) -> tuple["subprocess.Popen[bytes]", float]:
    env = {**os.environ, "PORT": str(PORT), "DATA_DIR": data}
    began = time.monotonic()
    make = subprocess.Popen(["make", "demo"], cwd=ROOT, env=env, start_new_session=True)
    while not answers(PORT):
        if make.poll() is not None or time.monotonic() - began > PATIENCE:
            make.terminate()
            sys.exit("make demo did not come up.")
        time.sleep(0.1)
    if not any("manage.py worker" in command for command in running(data)):
        make.terminate()
        sys.exit("make demo came up without its worker.")
    return make, time.monotonic() - began


def running(data: str) -> list[str]:
    """Processes that still have the demo's folder in their environment (Linux)."""
    mark, found = f"DATA_DIR={data}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it has ended, or is somebody else's
            continue
    return found


def stopped(make: "subprocess.Popen[bytes]", data: str) -> None:
    make.wait(timeout=30)
    time.sleep(0.5)
    if answers(PORT) or running(data):
        sys.exit(f"make demo left processes behind: {running(data)}")


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        make, first = started(data)
        make.send_signal(signal.SIGTERM)  # to make alone, as a service manager does
        stopped(make, data)
        make, second = started(data)
        os.killpg(make.pid, signal.SIGINT)  # to the whole group, as Ctrl-C does
        stopped(make, data)
    print(f"make demo: {first:.1f} s at first, {second:.1f} s again, stopped cleanly twice")
    if second > SECOND_START:
        sys.exit(f"The second start took more than {SECOND_START} s.")


if __name__ == "__main__":
    main()
