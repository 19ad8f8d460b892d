"""Lists go out as XLSX and CSV; a cell is never a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Rows = Iterable[Sequence[Any]]


def as_csv(name: str, head: Sequence[str], rows: Rows) -> HttpResponse:
    """With a byte order mark, so that spreadsheets read Cyrillic letters."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return _file(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def safe(cell: Any) -> Any:
    """A text that a spreadsheet would calculate is prefixed with an apostrophe."""
    if isinstance(cell, datetime):
        cell = timezone.localtime(cell)
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def as_xlsx(name: str, head: Sequence[str], rows: Rows) -> HttpResponse:
    """Texts are typed as texts; numbers and dates stay numbers and dates."""
    from core import workbooks  # openpyxl loads NumPy where it is there: heavy, and seldom needed

    return _file(workbooks.written([head, *rows]), XLSX, f"{name}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
