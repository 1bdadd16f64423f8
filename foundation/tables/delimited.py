"""CSV files, line by line: one bad line costs that line and no more memory than a line may have."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from foundation.tables.rejects import FileError, Reject

ENCODINGS: Final = ("utf-8-sig", "cp932")
LINE_MAX: Final = 100_000
_CHUNK: Final = 1 << 18
# Python reads these single bytes, which stand for nothing in Shift_JIS, as characters of their own.
_NO_SHIFT_JIS: Final = re.compile("[\x80\xa0\uf8f1-\uf8f3]")


def delimited_rows(path: Path, on_reject: Callable[[Reject], None]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file; those that cannot be read go to `on_reject`."""
    encoding = encoding_of(path)
    read = _plain_rows if _is_plain(path) else _guarded_rows
    with path.open(encoding=encoding, newline="") as file:
        yield from read(file, on_reject)


def _is_plain(path: Path) -> bool:
    """Whether no line needs watching: none is too long, none holds a null character."""
    with path.open("rb") as file:
        lines = iter(partial(file.readline, LINE_MAX), b"")
        return all(len(line) < LINE_MAX and b"\0" not in line for line in lines)


def _plain_rows(file: TextIO, on_reject: Callable[[Reject], None]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file whose lines need no watching: the CSV reader takes them by itself, in half the time."""
    reader = csv.reader(file, strict=True)
    before = 0
    while True:
        try:
            for cells in reader:
                if any(cells):
                    yield before + 1, cells
                before = reader.line_num
        except csv.Error as error:
            on_reject(_unreadable(before + 1, reader.line_num, error))
            before = reader.line_num
        else:
            return


def _guarded_rows(file: TextIO, on_reject: Callable[[Reject], None]) -> Iterator[tuple[int, list[str]]]:
    """The rows of any file, line by line."""
    lines = _Lines(file, on_reject)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.first = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            on_reject(_unreadable(lines.first, lines.number, error))
            continue
        if any(cells):
            yield lines.first, cells


def encoding_of(path: Path) -> str:
    """The first of the encodings in which the whole file can be read; raises FileError."""
    for encoding in ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise FileError("文字コードを読み取れません（UTF-8 または Shift_JIS）。", "It is neither UTF-8 nor Shift_JIS text.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                if encoding == "cp932" and _NO_SHIFT_JIS.search(text):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


class _Lines:
    """The lines of a file for the CSV reader, without those that are too long or hold a null character.

    `number` counts every line of the file; `first` is the line on which the row being read begins.
    """

    def __init__(self, file: TextIO, on_reject: Callable[[Reject], None]) -> None:
        self.file = file
        self.on_reject = on_reject
        self.number = 0
        self.first = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while line := self.file.readline(LINE_MAX):
            self.number += 1
            if len(line) == LINE_MAX and not line.endswith(("\n", "\r")):
                self._skip_rest()
                self.on_reject(_too_long(self.number))
            elif "\0" in line:
                self.on_reject(_null(self.number))
            else:
                self.first = self.first or self.number
                return line
        raise StopIteration

    def _skip_rest(self) -> None:
        while (rest := self.file.readline(LINE_MAX)) and not rest.endswith(("\n", "\r")):
            pass


def _too_long(line: int) -> Reject:
    return Reject(
        line, "", "", f"行が長すぎます（{LINE_MAX:,} 文字まで）。", f"The line is longer than {LINE_MAX:,} characters."
    )


def _null(line: int) -> Reject:
    return Reject(line, "", "", "使えない文字（NUL）があります。", "The line holds a null character.")


def _unreadable(first: int, last: int, error: csv.Error) -> Reject:
    where = f"{first}" if first == last else f"{first}–{last}"
    return Reject(
        first,
        "",
        "",
        f"引用符の対応が正しくありません（{where} 行）。",
        f"The quotation marks do not match (line {where}: {error}).",
    )
