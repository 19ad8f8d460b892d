"""A web process, as a server starts it: says when it has answered, then how large its workers are.

Started by `bench.worker`, which writes to its standard input what is asked, pairs of path and
headers, and how many workers are to be forked, as JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.bench.asking import ask

TIMES = 3  # each page is asked for: what a worker keeps is kept by then

Asked = list[tuple[str, dict[str, str]]]


def main() -> None:
    given = json.load(sys.stdin)
    asked: Asked = given["asked"]
    from django.core.servers.basehttp import get_internal_wsgi_application

    application = get_internal_wsgi_application()
    status = ask(application, *asked[0]).status
    say(time.process_time())
    say(status)
    if number := given["workers"]:
        for figure in fork(number, application, asked):
            say(figure)


def fork(number: int, application: Callable[..., Any], asked: Asked) -> tuple[int, int]:
    """As gunicorn does it: the largest status that the workers answered, and the bytes of all."""
    from config.gunicorn import when_ready

    when_ready(None)
    theirs, ours = os.pipe()
    stay, leave = os.pipe()
    children = []
    for _ in range(number):
        if not (child := os.fork()):
            os.close(leave)
            statuses = [ask(application, *one).status for one in asked * TIMES]
            os.write(ours, b"%d\n" % max(statuses))
            os.read(stay, 1)  # until the parent has measured and closes its end
            os._exit(0)
        children.append(child)
    os.close(ours)
    with os.fdopen(theirs) as said:
        statuses = [int(said.readline() or 599) for _ in children]  # 599: it died of its work
    memory = sum(map(proportional, [os.getpid(), *children]))
    os.close(leave)
    for child in children:
        os.waitpid(child, 0)
    return max(statuses), memory


def say(number: float) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def proportional(process: int) -> int:
    """Bytes of memory of a process; what it shares with others is divided among them."""
    place = Path(f"/proc/{process}/smaps_rollup")
    for line in place.read_text(encoding="ascii", errors="replace").split("\n"):
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
