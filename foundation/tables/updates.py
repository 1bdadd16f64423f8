"""Writing a handful to a thousand rows in one statement, each with values of its own.

PostgreSQL takes a column as one array, so that the statement's text stays the same whatever the number of rows, and
is read once. Elsewhere the rows go one by one inside the same call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

from foundation.tables.prepared import execute

Rows = Sequence[Sequence[Any]]


def update_each(
    model: type[models.Model],
    keys: Sequence[str],
    varying: Sequence[str],
    rows: Rows,
    *,
    same: Mapping[str, Any] | None = None,
) -> int:
    """Set the columns `varying` of each row to its own values and the columns `same` of all alike; how many changed.

    Each of `rows` holds the values of `keys`, which find it, then those of `varying`.
    """
    if not rows:
        return 0
    same = same or {}
    constant = _prepared(model, tuple(same), list(same.values()))
    if connection.vendor == "postgresql":
        statement = _update_from_arrays(model, tuple(keys), tuple(varying), tuple(same))
        return execute(statement, [*constant, *_arrays(rows)]).rowcount
    with connection.cursor() as cursor:
        found = " AND ".join(f"{name} = %s" for name in keys)
        assigned = ", ".join(f"{name} = %s" for name in (*same, *varying))
        statement = f"UPDATE {_table(model)} SET {assigned} WHERE {found}"  # noqa: S608 - names of our own columns
        prepared = [_prepared(model, (*keys, *varying), row) for row in rows]
        cursor.executemany(statement, [[*constant, *row[len(keys) :], *row[: len(keys)]] for row in prepared])
        return int(cursor.rowcount)


def insert_each(
    model: type[models.Model], columns: Sequence[str], rows: Rows, *, same: Mapping[str, Any] | None = None
) -> None:
    """Insert rows of these columns and the columns `same` of all alike; the others take what the database gives."""
    if not rows:
        return
    same = same or {}
    constant = _prepared(model, tuple(same), list(same.values()))
    if connection.vendor == "postgresql":
        execute(_insert_from_arrays(model, tuple(columns), tuple(same)), [*constant, *_arrays(rows)])
        return
    with connection.cursor() as cursor:
        names = (*same, *columns)
        marks = ", ".join(["%s"] * len(names))
        statement = f"INSERT INTO {_table(model)} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - as above
        cursor.executemany(statement, [[*constant, *_prepared(model, columns, row)] for row in rows])


@lru_cache(maxsize=64)
def _update_from_arrays(
    model: type[models.Model], keys: tuple[str, ...], varying: tuple[str, ...], same: tuple[str, ...]
) -> str:
    constant = [f"{name} = {mark}" for name, mark in zip(same, _marks(model, same), strict=True)]
    assigned = ", ".join([*constant, *(f"{name} = v.{name}" for name in varying)])
    found = " AND ".join(f"t.{name} = v.{name}" for name in keys)
    return f"UPDATE {_table(model)} t SET {assigned} FROM {_unnest(model, (*keys, *varying))} WHERE {found}"  # noqa: S608


@lru_cache(maxsize=64)
def _insert_from_arrays(model: type[models.Model], columns: tuple[str, ...], same: tuple[str, ...]) -> str:
    names, given = ", ".join((*same, *columns)), ", ".join((*_marks(model, same), *columns))
    return f"INSERT INTO {_table(model)} ({names}) SELECT {given} FROM {_unnest(model, columns)}"  # noqa: S608


def _marks(model: type[models.Model], columns: Sequence[str]) -> list[str]:
    return [f"%s::{_types(model)[name]}" for name in columns]


def _unnest(model: type[models.Model], columns: Sequence[str]) -> str:
    types = ", ".join(f"%b::{_types(model)[name]}[]" for name in columns)
    return f"unnest({types}) AS v({', '.join(columns)})"


def _arrays(rows: Rows) -> list[list[Any]]:
    return [list(values) for values in zip(*rows, strict=True)]


@lru_cache(maxsize=32)
def _types(model: type[models.Model]) -> dict[str, str]:
    """The database's name of each column's type, without its length: a cast would cut what an insert refuses."""
    return {
        _column(field): str(field.rel_db_type(connection)).partition("(")[0] for field in model._meta.concrete_fields
    }


def _column(field: models.Field[Any, Any]) -> str:
    return str(field.column)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _prepared(model: type[models.Model], names: Sequence[str], values: Sequence[Any]) -> list[Any]:
    fields = {_column(field): field for field in model._meta.concrete_fields}
    return [fields[name].get_db_prep_save(value, connection) for name, value in zip(names, values, strict=True)]
