"""Files of rows, read as a stream: CSV in the encodings that Excel in Japan writes, or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from foundation.tables.delimited import delimited_rows
from foundation.tables.rejects import FileError, Reject
from foundation.tables.workbook import workbook_rows

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def rows(path: Path, *, on_reject: Callable[[Reject], None]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins on; the first one is the header.

    What the file is shows in its first bytes, not in its name. A row that cannot be read, or has another number of
    columns than the header, goes to `on_reject` and is passed over. Raises FileError for a file that is empty or no
    table at all, before the first row comes.
    """
    source = _source(path, on_reject)
    first = next(source, None)
    if first is None:
        raise FileError("ファイルに行がありません。", "The file holds no rows.")
    yield first
    width = len(first[1])
    for line, cells in source:
        if len(cells) == width:
            yield line, cells
        else:
            on_reject(_other_width(line, len(cells), width))


def _source(path: Path, on_reject: Callable[[Reject], None]) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise FileError("ファイルを開けません。", f"The file cannot be opened: {error.strerror}") from error
    if not start:
        raise FileError("ファイルが空です。", "The file is empty.")
    if start.startswith(_ZIP):
        return workbook_rows(path)
    if start.startswith((_OLD_EXCEL, *_UTF_16)):
        raise FileError(
            "CSV（UTF-8 または Shift_JIS）か XLSX で保存してください。",
            "Save it as CSV (UTF-8 or Shift_JIS) or as XLSX.",
        )
    return delimited_rows(path, on_reject)


def _other_width(line: int, found: int, expected: int) -> Reject:
    return Reject(
        line,
        "",
        str(found),
        f"列の数が見出しと違います（{expected} 列のはずが {found} 列）。",
        f"The header has {expected} columns, this row {found}.",
    )
