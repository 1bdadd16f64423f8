"""What was refused of a file, and why."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from foundation.tables.guards import text_cell

REPORT_HEADER: Final = ("行 line", "列 column", "値 value", "理由 reason (ja)", "reason (en)")


class Reject(NamedTuple):
    """One refused row: its line (the first is 1), the column, the value with personal data masked, the reason."""

    line: int
    column: str
    value: str
    ja: str
    en: str


class FileError(ValueError):
    """A file that cannot be read at all; nothing of it was taken in."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en


class RejectReport:
    """A CSV file of refused rows, written as they come; no file appears when none does.

    Use as a context manager; `count` says how many rows were refused, also without a path.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.count = 0
        self._open = ExitStack()
        self._write: Callable[[Sequence[str]], object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, reject: Reject) -> None:
        """Take note of one refused row."""
        self.count += 1
        if self.path is None:
            return
        if self._write is None:
            file = self._open.enter_context(self.path.open("w", encoding="utf-8-sig", newline=""))
            self._write = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
            self._write(REPORT_HEADER)
        self._write((str(reject.line), *map(text_cell, reject[1:])))
