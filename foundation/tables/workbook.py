"""XLSX files: the first sheet, each cell as the text a person would have typed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from foundation.tables.rejects import FileError

UNPACKED_MAX: Final = 2_000_000_000
"""Bytes a workbook may unpack to: a million rows fit, a zip bomb does not."""


def workbook_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet, with their row numbers; as many cells as the header has, where the rest is empty."""
    book = _open(path)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        width = 0
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                width = width or len(texts)
                yield number, texts + [""] * (width - len(texts))
    except ParseError as error:
        raise FileError("XLSX ファイルが壊れています。", "The XLSX file is damaged.") from error
    finally:
        book.close()


def _open(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX:
                raise FileError("ファイルが大きすぎます。", "The workbook is too large.")
        with warnings.catch_warnings():
            # A workbook that another program wrote may lack what Excel would add; its cells can be read all the same.
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise FileError("XLSX ファイルとして読めません。", "It cannot be read as an XLSX file.") from error
    if not book.worksheets:
        raise FileError("シートがありません。", "The workbook has no sheet.")
    return book


def _text(cell: Any) -> str:
    match cell.value:
        case None:
            return ""
        case str() as text:
            return text
        case bool() as flag:
            return "true" if flag else "false"
        case float() as number if number.is_integer():
            return str(int(number))
        case datetime() as moment:
            return _moment(moment, cell.number_format)
    return str(cell.value)


def _moment(moment: datetime, number_format: str) -> str:
    """A day where the cell shows no hours, else the wall clock without an offset."""
    if moment.time() == time() and "h" not in number_format.lower():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ")
