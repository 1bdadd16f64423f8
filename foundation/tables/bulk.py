"""Many rows at once, in and out of a table, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.copy import Copy, Writer
from psycopg.types.json import Jsonb

BATCH: Final = 2_000

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Packed:
    """Rows made ready to be written: in PostgreSQL's binary form there, elsewhere as they were given."""

    count: int
    binary: bytes = b""
    rows: Sequence[Row] = ()


class _Buffer(Writer):
    """Keeps what a COPY would send."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: Any) -> None:
        self.data += data


def raw_json(data: bytes) -> Jsonb:
    """A JSON value that is encoded already."""
    return Jsonb(data, dumps=bytes)


def copy_rows(
    connection: BaseDatabaseWrapper,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    types: Sequence[str] | None = None,
) -> int:
    """Write rows into a table (a temporary one as well) and return how many.

    PostgreSQL takes them by binary COPY; `types` are its names of the columns' types, asked of the database when they
    are not given. Elsewhere they are inserted in batches. A row that the table refuses is an error of the database and
    leaves none of them written.
    """
    if connection.vendor == "postgresql":
        return _copy(connection, table, columns, rows, types or _column_types(connection, table, columns))
    return _insert(connection, table, columns, rows)


def pack_rows(connection: BaseDatabaseWrapper, types: Sequence[str], rows: Sequence[Row]) -> Packed:
    """Encode rows now, so that another thread only has to send them: encoding needs the interpreter, sending does not.

    `types` are PostgreSQL's names of the columns' types; the connection is asked for nothing but their numbers.
    """
    if connection.vendor != "postgresql":
        return Packed(len(rows), rows=rows)
    buffer = _Buffer()
    with connection.cursor() as cursor, Copy(cursor.cursor, binary=True, writer=buffer) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
    return Packed(len(rows), binary=bytes(buffer.data))


def copy_packed(connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], packed: Packed) -> int:
    """Write packed rows into a table and return how many; a row that the table refuses leaves none written."""
    if connection.vendor != "postgresql":
        return _insert(connection, table, columns, packed.rows)
    into = _copy_into(connection, table, columns)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.write(packed.binary)
    return packed.count


def stream(
    connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any] = (), *, size: int = BATCH
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, `size` at a time, from a cursor that stays on the server where the database has one."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while batch := cursor.fetchmany(size):
            yield from batch


def _copy(
    connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Iterable[Row], types: Sequence[Any]
) -> int:
    into, count = _copy_into(connection, table, columns), 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _copy_into(connection: BaseDatabaseWrapper, table: str, columns: Sequence[str]) -> str:
    return f"COPY {connection.ops.quote_name(table)} ({_names(connection, columns)}) FROM STDIN (FORMAT BINARY)"


def _column_types(connection: BaseDatabaseWrapper, table: str, columns: Sequence[str]) -> list[int]:
    """The type number of each column, for the binary form of its values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, atttypid FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
            [connection.ops.quote_name(table)],
        )
        found: dict[str, int] = dict(cursor.fetchall())
    return [found[column] for column in columns]


def _insert(connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    marks = ", ".join(["%s"] * len(columns))
    # Names are quoted by the database's own rules, values are bound.
    into = f"INSERT INTO {connection.ops.quote_name(table)} ({_names(connection, columns)}) VALUES ({marks})"  # noqa: S608
    count = 0
    source = iter(rows)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        while batch := list(islice(source, BATCH)):
            cursor.executemany(into, [[_plain(connection, value) for value in row] for row in batch])
            count += len(batch)
    return count


def _plain(connection: BaseDatabaseWrapper, value: Any) -> Any:  # noqa: PLR0911 (one a type)
    """A value as the ORM would write it on a database without types of its own for it."""
    match value:
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
        case Jsonb():
            return value.obj.decode()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case UUID():
            return value.hex
        case Decimal():
            return str(value)
    return value


def _names(connection: BaseDatabaseWrapper, columns: Sequence[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)
