"""A worker process, as a server starts it: says when it has answered, and then how large it is.

Started by `bench.worker`, which writes the requests to its standard input: a JSON list of pairs of
path and headers.
"""

import json
import sys
import time
from pathlib import Path

from config.bench.asking import ask

TIMES = 3  # each page is asked for: what a worker keeps is kept by then


def main() -> None:
    asked = json.loads(sys.stdin.read())
    from django.core.servers.basehttp import get_internal_wsgi_application

    application = get_internal_wsgi_application()
    answers = [ask(application, *asked[0]).status]
    say(time.process_time())
    for path, headers in asked * TIMES:
        answers.append(ask(application, path, headers).status)
    say(max(answers))
    say(resident())


def say(number: float) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def resident() -> int:
    """Bytes of memory that this process holds now, those that it shares with others included."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").split("\n"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
