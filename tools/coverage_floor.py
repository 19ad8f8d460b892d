"""Reads the report of ``coverage json`` and fails when the tests leave out too much of a room."""

import json
import sys
from collections import Counter
from pathlib import Path

FLOOR = 95.0  # per cent of lines
ROOMS = ("courses", "project_guide", "people", "activity", "files")


def room(file: str) -> str:
    return file.removeprefix("site/").split("/")[0]


def shares(files: dict[str, dict[str, dict[str, int]]]) -> dict[str, float]:
    """Covered lines of each room in per cent; a room without code yet has nothing to cover."""
    lines, covered = Counter[str](), Counter[str]()
    for file, measured in files.items():
        lines[room(file)] += measured["summary"]["num_statements"]
        covered[room(file)] += measured["summary"]["covered_lines"]
    return {name: 100 * covered[name] / lines[name] if lines[name] else 100.0 for name in ROOMS}


def main(report: Path) -> int:
    found = shares(json.loads(report.read_text(encoding="utf-8"))["files"])
    for name, share in found.items():
        print(f"{name:15} {share:6.1f} % of lines{'' if share >= FLOOR else f'  below {FLOOR} %'}")
    if min(found.values()) >= FLOOR:
        return 0
    print("`coverage report --show-missing` in the virtual environment names the lines.")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
