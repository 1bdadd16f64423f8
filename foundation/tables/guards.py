"""Tables for spreadsheets, as bytes: nothing in them runs, and the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import xlsxwriter

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]

XLSX_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy/mm/dd",
}
XLSX_CELL_MAX: Final = 32_767

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_JST: Final = ZoneInfo("Asia/Tokyo")
_WIDTH: Final = 16


class Sheet(NamedTuple):
    """One sheet: its name, a frozen header row, the rows, and the widths of the first columns in characters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = ()


def text_cell(text: str) -> str:
    """Text that a spreadsheet shows instead of calculating it: an apostrophe in front where it begins a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV file for Excel: UTF-8 with a mark, CRLF, everything quoted, text defused; instants in Japan's time."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([text_cell(name) for name in header])
    writer.writerows([_csv_value(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Iterable[Sheet], created: datetime) -> bytes:
    """A workbook whose text is text. `created` stands in its properties: the instant the content is as of.

    Raises ValueError for a text longer than a cell holds, which would be cut without a word.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, XLSX_OPTIONS) as book:
        book.set_properties({"created": _local(created)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy/mm/dd hh:mm:ss"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, bold, moment)
    return out.getvalue()


def _write_sheet(page: Any, sheet: Sheet, bold: Any, moment: Any) -> None:
    for column in range(len(sheet.header)):
        page.set_column(column, column, sheet.widths[column] if column < len(sheet.widths) else _WIDTH)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, bold)
    for line, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(page, line, column, cell, moment)


def _write_cell(page: Any, line: int, column: int, cell: Cell, moment: Any) -> None:
    match cell:
        case None:
            return
        case str():
            if len(cell) > XLSX_CELL_MAX:
                raise ValueError(f"row {line + 1}, column {column + 1}: a cell holds {XLSX_CELL_MAX} characters")
            page.write_string(line, column, cell)
        case datetime():
            page.write_datetime(line, column, _local(cell), moment)
        case _:
            page.write(line, column, cell)


def _csv_value(cell: Cell) -> str | int | float | None:
    match cell:
        case str():
            return text_cell(cell)
        case datetime():
            return _local(cell).strftime("%Y/%m/%d %H:%M:%S")
        case date():
            return cell.strftime("%Y/%m/%d")
    return cell


def _local(instant: datetime) -> datetime:
    """Japan's wall clock, as spreadsheets know no zones."""
    return instant.astimezone(_JST).replace(tzinfo=None)
