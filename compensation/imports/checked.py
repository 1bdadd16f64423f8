"""A file's rows, checked cell by cell and handed on in chunks: what is good as values, what is not as rejects.

A column is read at once, and only gone through cell by cell where one of its cells is not in its plain form, so that a
good file costs little more than its decoding.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from compensation.imports.columns import ColumnReader, NotPlainError
from foundation.japan.errors import UnreadableError
from foundation.tables.decode import rows as decoded_rows
from foundation.tables.header import Column, Header, read_header
from foundation.tables.rejects import FileError, Reject

CHUNK: Final = 10_000
# Columns of so few rows stay in the processor's cache: ten times as many take twice as long a row.
BATCH: Final = 500
SHOWN: Final = 60


def _as_written(cell: str) -> str:
    return cell


class Field(NamedTuple):
    """One column: its headings, how a cell becomes a value, and how a refused cell may be shown.

    `column` reads the cells of a chunk at once where it can; where it cannot, `read` says of each why.
    A field that is not `required` may be missing as a column; `default` is then the value of every row.
    """

    name: str
    headings: tuple[str, ...]
    read: Callable[[str], Any]
    column: ColumnReader
    required: bool = True
    default: Any = None
    mask: Callable[[str], str] = _as_written

    def refuse(self, line: int, cell: str, error: UnreadableError) -> Reject:
        """The reject of one cell."""
        return Reject(line, self.name, self.mask(cell.strip())[:SHOWN], error.ja, error.en)


class Chunk(NamedTuple):
    """Rows as tuples of values in the order of the fields, the line each begins on, and the rows that were refused.

    `repeats` counts rows that are left out because an earlier one says the same.
    """

    lines: list[int]
    rows: list[tuple[Any, ...]]
    rejects: list[Reject]
    repeats: int = 0

    @property
    def read(self) -> int:
        """How many rows of the file this accounts for."""
        return len(self.rows) + len(self.rejects) + self.repeats

    def without(self, refused: Mapping[int, Reject], repeats: Collection[int] = ()) -> Chunk:
        """The same chunk, the rows at these positions refused or left out."""
        if not (refused or repeats):
            return self
        kept = [at for at in range(len(self.rows)) if at not in refused and at not in repeats]
        return Chunk(
            [self.lines[at] for at in kept],
            [self.rows[at] for at in kept],
            [*self.rejects, *refused.values()],
            self.repeats + len(repeats),
        )


class Source(NamedTuple):
    """An opened file: which of the fields it has, which of its columns nobody knows, and its rows."""

    present: frozenset[str]
    ignored: tuple[str, ...]
    chunks: Iterator[Chunk]


def open_source(path: Path, fields: Sequence[Field]) -> Source:
    """Read the header and the first rows. Raises FileError for a file that cannot be taken in at all."""
    faults: list[Reject] = []
    rows = decoded_rows(path, on_reject=faults.append)
    header = read_header(next(rows)[1], [Column(one.name, one.headings, one.required) for one in fields])
    _refuse_misspelt(header.unknown, [one.name for one in fields if one.name not in header.positions])
    chunks = _gathered(_batches(rows, faults, header, fields))
    first = next(chunks, None)
    if first is None:
        raise FileError("見出しのほかに行がありません。", "There is no row below the header.")
    return Source(frozenset(header.positions), header.unknown, chain([first], _to_the_end(chunks)))


def _refuse_misspelt(unknown: tuple[str, ...], missing: list[str]) -> None:
    """A column that nobody knows and that resembles a missing one: taken as absent, its values would be lost."""
    for heading in unknown:
        for meant in get_close_matches(heading.strip().casefold(), missing, n=1, cutoff=0.7):
            raise FileError(
                f"列「{heading}」は「{meant}」のことですか。名前を直すか、列を削除してください。",
                f"Is the column {heading} meant as {meant}? Rename it, or remove it.",
            )


def _to_the_end(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """What comes before a file breaks off is in already: the break is one more refused row."""
    try:
        yield from chunks
    except FileError as error:
        yield Chunk([], [], [Reject(0, "", "", error.ja, error.en)])


def _gathered(batches: Iterator[Chunk]) -> Iterator[Chunk]:
    """Chunks of many batches, for statements that cost something each."""
    gathered = Chunk([], [], [])
    for batch in batches:
        gathered.lines.extend(batch.lines)
        gathered.rows.extend(batch.rows)
        gathered.rejects.extend(batch.rejects)
        if gathered.read >= CHUNK:
            yield gathered
            gathered = Chunk([], [], [])
    if gathered.read:
        yield gathered


def _batches(
    rows: Iterator[tuple[int, list[str]]], faults: list[Reject], header: Header, fields: Sequence[Field]
) -> Iterator[Chunk]:
    while batch := list(islice(rows, BATCH)):
        lines = [line for line, _ in batch]
        table = list(zip(*(cells for _, cells in batch), strict=True))
        refused: dict[int, Reject] = {}
        columns = [_column(field, header, table, lines, refused) for field in fields]
        yield Chunk(lines, list(zip(*columns, strict=True)), _taken(faults)).without(refused)
    if faults:
        yield Chunk([], [], _taken(faults))


def _column(
    field: Field, header: Header, table: list[tuple[str, ...]], lines: list[int], refused: dict[int, Reject]
) -> list[Any]:
    """The values of one field for each row; a refused row keeps its first fault and a value that nobody reads."""
    place = header.positions.get(field.name)
    if place is None:
        return [field.default] * len(lines)
    try:
        return field.column(table[place])
    except (UnreadableError, NotPlainError):
        return [_cell(field, at, lines[at], cell, refused) for at, cell in enumerate(table[place])]


def _cell(field: Field, at: int, line: int, cell: str, refused: dict[int, Reject]) -> Any:
    try:
        return field.read(cell)
    except UnreadableError as error:
        refused.setdefault(at, field.refuse(line, cell, error))
        return None


def _taken(faults: list[Reject]) -> list[Reject]:
    taken = list(faults)
    faults.clear()
    return taken
