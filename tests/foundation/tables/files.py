"""Files for the tests of this shelf."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from foundation.tables.decode import rows
from foundation.tables.guards import Row, Sheet, xlsx_bytes
from foundation.tables.rejects import Reject

CREATED = datetime(2031, 4, 1, tzinfo=UTC)

Read = tuple[list[tuple[int, list[str]]], list[Reject]]


def read(path: Path) -> Read:
    """The good rows of a file and the refused ones."""
    refused: list[Reject] = []
    return list(rows(path, on_reject=refused.append)), refused


def text_file(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "rows.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(folder: Path, *lines: Row) -> Path:
    path = folder / "rows.xlsx"
    path.write_bytes(xlsx_bytes([Sheet("rows", [str(cell) for cell in lines[0]], lines[1:])], CREATED))
    return path
