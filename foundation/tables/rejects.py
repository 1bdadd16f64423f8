"""What was refused of a file, and why."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, NamedTuple, Self

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
    """A CSV file of refused rows in the order of their lines; no file appears when none is refused.

    Written as they come, and put in order at the end. Use as a context manager; `count` says how many rows were
    refused, also without a path.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.count = 0
        self._open = ExitStack()
        self._write: Callable[[Sequence[str]], int] | None = None
        self._lines = array("q")
        self._starts = array("q")

    def __enter__(self) -> Self:
        # What an earlier run left there, perhaps unfinished, tells of that run.
        if self.path is not None and self.path.is_file():
            self.path.unlink()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        if self.path and any(before > after for before, after in pairwise(self._lines)):
            self._put_in_order(self.path)

    def add(self, reject: Reject) -> None:
        """Take note of one refused row."""
        self.count += 1
        if self.path is None:
            return
        write = self._write or self._begin(self.path)
        self._lines.append(reject.line)
        self._starts.append(self._starts[-1] + write((str(reject.line), *map(text_cell, reject[1:]))))

    def _begin(self, path: Path) -> Callable[[Sequence[str]], int]:
        file = _Encoded(self._open.enter_context(path.open("wb")))
        self._write = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
        self._starts.append(file.write("\ufeff") + self._write(REPORT_HEADER))
        return self._write

    def _put_in_order(self, path: Path) -> None:
        """Only lines and places are held in memory, however much was refused."""
        draft = path.with_name(f"{path.name}.draft")
        with path.open("rb") as unsorted, draft.open("wb") as ordered:
            ordered.write(unsorted.read(self._starts[0]))
            for at in sorted(range(len(self._lines)), key=self._lines.__getitem__):
                unsorted.seek(self._starts[at])
                ordered.write(unsorted.read(self._starts[at + 1] - self._starts[at]))
        draft.replace(path)


class _Encoded:
    """A file that says of each text how many bytes it took."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())
