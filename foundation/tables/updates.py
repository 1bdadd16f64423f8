"""Changing many rows at once, each to values of its own, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models


def update_each(
    model: type[models.Model],
    varying: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    same: Mapping[str, Any] | None = None,
) -> int:
    """Set the fields `varying` of each row to its own values and the fields `same` of all alike; how many changed.

    Each of `rows` is the primary key followed by the values of `varying`. Fields go by their column's name.
    """
    if not rows:
        return 0
    same = same or {}
    table = connection.ops.quote_name(model._meta.db_table)
    # VALUES names its columns alike on both databases; a CASE of a thousand branches would take longer than the rest.
    assigned = [f"{name} = v.column{place}" for place, name in enumerate(varying, start=2)]
    assigned += [f"{name} = %s" for name in same]
    marks = ", ".join(["(" + ", ".join(["%s"] * (1 + len(varying))) + ")"] * len(rows))
    statement = (
        f"UPDATE {table} SET {', '.join(assigned)} "  # noqa: S608 - names of our own columns
        f"FROM (VALUES {marks}) AS v WHERE {table}.id = v.column1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_prepared(model, list(same), same.values()), *_flat(model, varying, rows)])
        return int(cursor.rowcount)


def _flat(model: type[models.Model], varying: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Any]:
    names = ["id", *varying]
    return [value for row in rows for value in _prepared(model, names, row)]


def _prepared(model: type[models.Model], names: Sequence[str], values: Any) -> list[Any]:
    fields = {field.column: field for field in model._meta.concrete_fields}
    return [fields[name].get_db_prep_save(value, connection) for name, value in zip(names, values, strict=True)]
