"""How quickly a web process starts, and how large its workers are after showing every page."""

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

STARTS, WORKERS = 3, 4


@dataclass(frozen=True)
class Process:
    cold_start: float  # seconds from the start of the process to its first answer
    cpu: float  # seconds of processor time in them
    status: int  # the largest of its answers
    memory: int = 0  # bytes of the process and all its workers, what they share counted once


def measure(visits: Sequence[Visit]) -> Process:
    """Start a process some times for its first page, and once more with workers for all of them."""
    first = [start(visits[:1], workers=0) for _ in range(STARTS - 1)]
    last = start(visits, workers=WORKERS)
    started = [*first, last]
    return replace(
        last,
        cold_start=median(found.cold_start for found in started),
        cpu=median(found.cpu for found in started),
    )


def start(visits: Sequence[Visit], *, workers: int) -> Process:
    asked = [[visit.path, visit.headers] for visit in visits]
    started = time.perf_counter()
    with process() as web:
        json.dump({"asked": asked, "workers": workers}, web.stdin)
        web.stdin.close()
        cpu = web.stdout.readline()
        cold_start = time.perf_counter() - started
        rest = [int(said) for said in web.stdout.read().split()]
    if web.returncode or len(rest) != (3 if workers else 1):
        raise RuntimeError("The web process ended early; its reason stands above.")
    return Process(cold_start, float(cpu), max(rest[:2]), rest[2] if workers else 0)


def process() -> Any:
    roots = [str(settings.BASE_DIR / "site"), str(settings.BASE_DIR)]
    return subprocess.Popen(
        [sys.executable, "-m", "config.bench.answering"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(roots)},
    )
