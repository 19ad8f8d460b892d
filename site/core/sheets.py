"""Lists go out as XLSX and CSV; a cell is never a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

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
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [head, *rows]:
        sheet.append([_typed(sheet, cell) for cell in row])
    file = BytesIO()
    book.save(file)
    return _file(file.getvalue(), XLSX, f"{name}.xlsx")


def _typed(sheet: Any, value: Any) -> Cell:
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    elif value is not None and not isinstance(value, int | float | date):
        value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
