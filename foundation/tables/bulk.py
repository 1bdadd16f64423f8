"""Many rows at once, in and out of a table, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

BATCH: Final = 2_000

Row = Sequence[Any]


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
    into = f"COPY {connection.ops.quote_name(table)} ({_names(connection, columns)}) FROM STDIN (FORMAT BINARY)"
    count = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


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


def _plain(connection: BaseDatabaseWrapper, value: Any) -> Any:
    """A value as the ORM would write it on a database without types of its own for it."""
    match value:
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case UUID():
            return value.hex
        case Decimal():
            return str(value)
    return value


def _names(connection: BaseDatabaseWrapper, columns: Sequence[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)
