"""Which column is which field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from foundation.tables.rejects import FileError


@dataclass(frozen=True, slots=True)
class Column:
    """A field and the headings it may stand under: its own name, and others (Japanese, older ones)."""

    field: str
    headings: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands in a row; `unknown` are headings that nobody asked for."""

    positions: dict[str, int]
    unknown: tuple[str, ...]

    def picker(self, fields: Sequence[str]) -> Callable[[Sequence[str]], tuple[Any, ...]]:
        """A function from a row to the values of these fields, in this order; "" for a column that is not there."""
        places = [self.positions.get(field, -1) for field in fields]
        if len(places) > 1 and -1 not in places:
            return itemgetter(*places)
        return lambda row: tuple("" if place < 0 else row[place] for place in places)


def read_header(cells: Sequence[str], columns: Sequence[Column]) -> Header:
    """Find the columns in the first row of a file; raises FileError naming those that are missing or there twice."""
    known = {_plain(heading): column for column in columns for heading in (column.field, *column.headings)}
    positions: dict[str, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(cells):
        column = known.get(_plain(cell))
        if column is None:
            unknown.append(cell)
        elif column.field in positions:
            raise FileError(f"列「{column.field}」が二つあります。", f"The column {column.field} is there twice.")
        else:
            positions[column.field] = place
    _refuse_missing(columns, positions)
    return Header(positions, tuple(unknown))


def _refuse_missing(columns: Sequence[Column], positions: dict[str, int]) -> None:
    missing = [column for column in columns if column.required and column.field not in positions]
    if missing:
        ja = "、".join("／".join((column.field, *column.headings)) for column in missing)
        en = ", ".join(column.field for column in missing)
        raise FileError(f"必要な列がありません：{ja}", f"Columns are missing: {en}")


def _plain(heading: str) -> str:
    """A heading whatever its width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()
