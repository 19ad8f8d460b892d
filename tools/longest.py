"""The tail in view: the ten longest functions and the ten longest modules of the house."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("site", "courses", "project_guide", "webinars", "tests", "tools")
SHOWN = 10


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield lines, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def length(path: Path) -> tuple[int, str]:
    return len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(ROOT))


def show(title: str, found: list[tuple[int, str]]) -> None:
    print(f"{title} of {len(found)} (lines)")
    for lines, name in sorted(found, reverse=True)[:SHOWN]:
        print(f"{lines:6}  {name}")


if __name__ == "__main__":
    show("Longest functions", [found for path in modules() for found in functions(path)])
    show("Longest modules", [length(path) for path in modules()])
