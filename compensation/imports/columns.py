"""Whole columns of cells read at once, where they are in their plain form; what is not is left to the cells' readers.

A million rows have fifteen million cells, and a function call for each is what an import would spend its time on.
A column's way gives what the cell's reader would give for every cell, or raises NotPlainError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

ColumnReader = Callable[[Sequence[str]], list[Any]]

# Also the marks that turn the direction of writing: a number that holds one is found by nobody.
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MOBILE: Final = re.compile(r"0([6-9]0[1-9][0-9]{7})")


class NotPlainError(ValueError):
    """A cell that this way does not cover, perhaps a faulty one."""


def each(read: Callable[[str], Any]) -> ColumnReader:
    """A column of values that come again and again: each is read once."""

    def column(cells: Sequence[str]) -> list[Any]:
        values = {cell: read(cell) for cell in set(cells)}
        return list(map(values.__getitem__, cells))

    return column


def texts(longest: int) -> ColumnReader:
    """ASCII text or not, without space around it, and without control characters."""

    def column(cells: Sequence[str]) -> list[Any]:
        plain = list(map(str.strip, cells))
        _refuse(CONTROL.search("".join(plain)) is not None)
        _refuse(len(max(plain, key=len)) > longest)
        return plain

    return column


def words(longest: int) -> ColumnReader:
    """ASCII text without space around it."""
    read = texts(longest)

    def column(cells: Sequence[str]) -> list[Any]:
        _refuse(not "".join(cells).isascii())
        return read(cells)

    return column


def references(longest: int, *, blank: bool) -> ColumnReader:
    """Numbers of ASCII letters and digits with nothing between them."""

    def column(cells: Sequence[str]) -> list[Any]:
        together = "".join(cells)
        _refuse(bool(together) and not (together.isascii() and together.isalnum()))
        _refuse(len(max(cells, key=len)) > longest or (not blank and "" in cells))
        return list(map(str.upper, cells))

    return column


def instants(years: range, *, blank: bool) -> ColumnReader:
    """Instants with an offset, as ISO 8601 writes them."""

    def column(cells: Sequence[str]) -> list[Any]:
        try:
            found = [datetime.fromisoformat(cell) if cell or not blank else None for cell in cells]
        except ValueError as error:
            raise NotPlainError from error
        _refuse(not all(one is None or (one.tzinfo and one.year in years) for one in found))
        return found

    return column


def phones(read: Callable[[str], str]) -> ColumnReader:
    """Telephone numbers, most of them mobile ones of eleven digits."""
    plain = _MOBILE.fullmatch

    def column(cells: Sequence[str]) -> list[Any]:
        return [f"+81{found[1]}" if (found := plain(cell)) else read(cell) for cell in cells]

    return column


def _refuse(doubtful: bool) -> None:
    if doubtful:
        raise NotPlainError
