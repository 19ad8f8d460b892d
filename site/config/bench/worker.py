"""How quickly a worker process starts, and how large it is once it has shown every page."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from django.conf import settings

from config.bench.visits import Visit

STARTS = 3


@dataclass(frozen=True)
class Worker:
    cold_start: float  # seconds from the start of the process to its first answer
    cpu: float  # seconds of processor time in them
    resident: int  # bytes
    status: int  # the largest of its answers


def measure(visits: Sequence[Visit]) -> Worker:
    """Start a worker some times for its first page, and once more for all of them."""
    first = [start(visits[:1]) for _ in range(STARTS - 1)]
    last = start(visits)
    started = [*first, last]
    return replace(
        last,
        cold_start=median(worker.cold_start for worker in started),
        cpu=median(worker.cpu for worker in started),
    )


def start(visits: Sequence[Visit]) -> Worker:
    asked = json.dumps([[visit.path, visit.headers] for visit in visits])
    started = time.perf_counter()
    with process() as worker:
        worker.stdin.write(asked)
        worker.stdin.close()
        cpu = worker.stdout.readline()
        cold_start = time.perf_counter() - started
        rest = worker.stdout.read().split()
    if worker.returncode or len(rest) != 2:
        raise RuntimeError("The worker process ended early; its reason stands above.")
    return Worker(cold_start, float(cpu), int(rest[1]), int(rest[0]))


def process() -> Any:
    roots = [str(settings.BASE_DIR / "site"), str(settings.BASE_DIR)]
    return subprocess.Popen(
        [sys.executable, "-m", "config.bench.answering"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(roots)},
    )
